"""The project of a task decides who sees it, beside its document.

Whoever may read the project reads its tasks, whichever documents they hang on; who may
change them is still decided by the document. Everything else that narrows or widens
what people see, such as sharing, comes on top.
"""

from odoo import api, models
from odoo.tools import SQL

from .mail_activity_project import PROJECT


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # As ``_open_of_document_idx``, with what is asked here: counts needn't read the
    # table. An index of its own, so that the other is left when this add-on goes.
    _open_of_project_idx = models.Index(
        "(res_id, res_model) INCLUDE (id, user_id, activity_type_id, status_id,"
        " create_uid, reviewer_id, project_id) WHERE active IS TRUE"
    )

    @api.model
    def _reachable_sql(self, query, domain):
        reachable = super()._reachable_sql(query, domain)
        projects = self._readable_projects()
        if projects.is_empty():
            return reachable
        column = self._field_to_sql(self._table, "project_id", query)
        return SQL("(%s OR %s IN %s)", reachable, column, projects.subselect())

    @api.model
    def _readable_projects(self):
        """The projects that the user may read, as a query."""
        return self.env[PROJECT].with_context(active_test=False)._search([])

    def _filtered_reachable(self, operation):
        tasks = super()._filtered_reachable(operation)
        if operation != "read":
            return tasks
        # sudo: only to learn which projects to ask
        projects = self.sudo().project_id.with_env(self.env)
        projects = projects._filtered_access("read")
        return tasks | self.filtered(lambda task: task.sudo().project_id in projects)

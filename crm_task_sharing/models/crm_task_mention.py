"""What tells of a task is not for those from whom sharing hides the task."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmTaskMention(models.AbstractModel):
    _inherit = "crm.task.mention"

    @api.model
    def _search(self, domain, *args, **kwargs):
        # also where Odoo asks for no rights, as for the messages of a document
        if self.env["mail.activity"]._is_narrowed():
            domain = Domain(domain) & Domain.custom(to_sql=self._of_no_hidden_task_sql)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _of_no_hidden_task_sql(self, model, alias, query):
        task_id = model._mentioned_task_sql(alias, query)
        return SQL("NOT %s", model.env["mail.activity"]._hidden_one_sql("id", task_id))

    @api.model
    def _mentioned_task_sql(self, alias, query):
        return self._field_to_sql(alias, self._task_field, query)

    def _telling_of_tasks(self):
        # sudo: only to learn which of them to ask about
        return self.filtered(lambda one: one.sudo()[one._task_field])

    def _check_access(self, operation):
        result = super()._check_access(operation)
        # what was just made is in memory: most of it tells of no task
        checked = self._telling_of_tasks() if operation == "create" else self
        if not any(checked._ids) or not self.env["mail.activity"]._is_narrowed():
            return result
        # sudo: the query alone, without rules; what follows says who may see
        query = self.sudo()._search([("id", "in", checked.ids)], active_test=False)
        query.add_where(self._of_no_hidden_task_sql(self, self._table, query))
        denied = checked - self.browse(query)
        if not denied:
            return result
        denied |= result[0] if result else denied
        return denied, lambda: self.env["ir.rule"]._make_access_error(operation, denied)

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmActivityReport(models.Model):
    """Odoo's report of completed activities: its rows are messages."""

    _inherit = "crm.activity.report"

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self.env["mail.activity"]._is_narrowed():
            domain = Domain(domain) & Domain.custom(to_sql=self._of_no_hidden_task_sql)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _of_no_hidden_task_sql(self, model, alias, query):
        task_id = SQL(
            "(SELECT mail_activity_id FROM mail_message WHERE id = %s)",
            SQL.identifier(alias, "id"),
        )
        return SQL("NOT %s", model.env["mail.activity"]._hidden_one_sql("id", task_id))

from odoo import api, models
from odoo.tools import SQL


class CrmActivityReport(models.Model):
    """Odoo's report of completed activities: its rows are messages."""

    _name = "crm.activity.report"
    _inherit = ["crm.activity.report", "crm.task.mention"]

    @api.model
    def _mentioned_task_sql(self, alias, query):
        return SQL(
            "(SELECT mail_activity_id FROM mail_message WHERE id = %s)",
            SQL.identifier(alias, "id"),
        )

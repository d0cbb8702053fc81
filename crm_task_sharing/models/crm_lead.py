from odoo import api, models

from .calendar_event import AS_USER


class CrmLead(models.Model):
    _inherit = "crm.lead"

    @api.depends_context("uid")
    def _compute_meeting_display(self):
        """Odoo looks for the last and the next meeting as the superuser."""
        leads = self.with_context(crm_task_events=AS_USER)
        return super(CrmLead, leads)._compute_meeting_display()

    @api.model
    def _fields_of_tasks(self):
        return super()._fields_of_tasks() | {"calendar_event_ids"}

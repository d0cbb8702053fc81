from odoo import api, fields, models


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    absence_hint = fields.Char(compute="_compute_absence_hint")

    @api.depends("activity_user_id", "date_deadline")
    @api.depends_context("lang")
    def _compute_absence_hint(self):
        for scheduler in self:
            plan = scheduler.activity_user_id, scheduler.date_deadline
            hints = self.env["crm.task.absence"]._hints({plan})
            scheduler.absence_hint = hints.get(plan, False)

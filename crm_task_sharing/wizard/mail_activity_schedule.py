from odoo import models


class MailActivitySchedule(models.TransientModel):
    _name = "mail.activity.schedule"
    _inherit = ["mail.activity.schedule", "crm.task.taken.mixin"]

    _assignee_field = "activity_user_id"

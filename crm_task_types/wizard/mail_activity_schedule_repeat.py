"""The schedule dialog: tasks that repeat from their day on."""

from odoo import fields, models

from ..tools import recurrence


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    repeat_unit = fields.Selection(
        [
            (recurrence.DAY, "Every day"),
            (recurrence.WORKDAY, "Every working day"),
            (recurrence.WEEK, "Every week"),
            (recurrence.MONTH, "Every month"),
            (recurrence.YEAR, "Every year"),
        ],
        "Repeat",
        help="From its day on. Other rules can be chosen on the task.",
    )

    def _action_schedule_activities(self):
        tasks = super()._action_schedule_activities()
        if self.repeat_unit:
            tasks.action_repeat(repeat_unit=self.repeat_unit)
        return tasks

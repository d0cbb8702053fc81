"""The schedule dialog: who works on the tasks beside the assignee, and who looks on."""

from odoo import api, fields, models
from odoo.fields import Command


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    co_executor_ids = fields.Many2many(
        "res.users",
        "mail_activity_schedule_co_executor_rel",
        string="Co-executors",
        domain="[('share', '=', False)]",
        help="They work on the task, too: any of them may complete it.",
    )
    observer_ids = fields.Many2many(
        "res.users",
        "mail_activity_schedule_observer_rel",
        string="Observers",
        domain="[('share', '=', False)]",
        help="They read the task, and are told what becomes of it.",
    )
    people_warning = fields.Char(compute="_compute_people_warning")

    @api.depends("co_executor_ids", "observer_ids", "res_model", "res_ids")
    def _compute_people_warning(self):
        """Those who can't open the documents, as far as the user may open them."""
        Task = self.env["mail.activity"]
        for scheduler in self:
            people = (scheduler.co_executor_ids | scheduler.observer_ids)._origin
            documents = scheduler._get_applied_on_records() if people else None
            if documents:
                documents = documents.exists()._filtered_access("read")
                scheduler.people_warning = Task._people_warning(people, documents)
            else:
                scheduler.people_warning = ""

    def _prepare_task_values(self):
        return super()._prepare_task_values() | {
            "co_executor_ids": [Command.set(self.co_executor_ids.ids)],
            "observer_ids": [Command.set(self.observer_ids.ids)],
        }

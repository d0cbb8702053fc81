"""The schedule dialog: who works on the tasks beside the assignee, who looks on, and
who reviews them."""

from odoo import api, fields, models
from odoo.fields import Command

from ..models.crm_task_review_rule import review_rules
from ..tools.review import USER


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
    review_rule = fields.Selection(
        review_rules,
        "Reviewed by",
        help="Who has to accept the task before it counts as done. Empty: as the task "
        "type says.",
    )
    reviewer_id = fields.Many2one(
        "res.users",
        "Reviewer",
        domain="[('share', '=', False)]",
        help="Accepts the task, or returns it, when somebody else has completed it.",
    )
    people_warning = fields.Char(compute="_compute_people_warning")

    @api.depends(
        "co_executor_ids",
        "observer_ids",
        "review_rule",
        "reviewer_id",
        "res_model",
        "res_ids",
    )
    def _compute_people_warning(self):
        """Those who can't open the documents, as far as the user may open them."""
        Task = self.env["mail.activity"]
        for scheduler in self:
            people = (scheduler.co_executor_ids | scheduler.observer_ids)._origin
            people |= scheduler._chosen_reviewer()
            documents = scheduler._get_applied_on_records() if people else None
            if documents:
                documents = documents.exists()._filtered_access("read")
                scheduler.people_warning = Task._people_warning(people, documents)
            else:
                scheduler.people_warning = ""

    def _chosen_reviewer(self):
        """Who was chosen himself, not by a rule."""
        return self.reviewer_id if self.review_rule == USER else self.env["res.users"]

    def _prepare_task_values(self):
        values = super()._prepare_task_values() | {
            "co_executor_ids": [Command.set(self.co_executor_ids.ids)],
            "observer_ids": [Command.set(self.observer_ids.ids)],
        }
        if self.review_rule:
            values["review_rule"] = self.review_rule
            values["reviewer_id"] = self._chosen_reviewer().id
        return values

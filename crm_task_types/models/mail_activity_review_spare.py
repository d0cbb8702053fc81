"""Who planned a task can't spare himself the review that its type wants; what an
administrator has set up can: a template, a server action, a process."""

from odoo import fields, models

from ..tools.review import ACCEPTED, CREATOR, NOBODY, USER


class MailActivity(models.Model):
    _inherit = "mail.activity"

    is_review_given = fields.Boolean(
        readonly=True,
        copy=False,
        help="Who reviews was said by what made the task, not by who planned it.",
    )

    def _give_review(self):
        """Let the review stand that was said by what made these tasks."""
        # sudo: nobody says so by hand
        self.sudo().write({"is_review_given": True})

    def _recall_spared_reviews(self):
        """Let the type say who reviews what the user has planned for himself."""
        if self.env.user.has_group("crm_task_types.group_task_admin"):
            return
        spared = self.filtered(
            lambda task: task._may_be_spared() and task.review_state != ACCEPTED
        )
        spared._settle_by_type()

    def _may_be_spared(self):
        """Whether the user may have chosen that nobody else reviews the task."""
        rules = (CREATOR,) if self.is_review_given else (NOBODY, USER, CREATOR)
        user = self.env.user
        return (
            self.review_rule in rules
            and self.create_uid == user
            and self.reviewer_id <= user
        )

"""What the review of a task is at, in words."""

from odoo import api, fields, models

from ..tools.review import RETURNED, WAITING
from .mail_activity_review import UNDECIDED


class MailActivity(models.Model):
    _inherit = "mail.activity"

    review_text = fields.Char(
        "State of the review",
        compute="_compute_review_text",
        help="In words, what the review is at; empty when there is nothing to say.",
    )

    @api.depends("active", "reviewer_id", "review_comment", *UNDECIDED)
    @api.depends_context("uid", "lang", "tz")
    def _compute_review_text(self):
        for task in self:
            task.review_text = task._review_line() if task.active else False

    def _review_line(self):
        """In words, what the review of an open task is at."""
        if self.review_state == WAITING:
            values = {
                "user": self.held_uid.name or "",
                "when": self._format_when(self.held_date, False),
                "reviewer": self._reviewer_name(),
                "comment": self.held_comment,
            }
            if self.held_comment:
                return self.env._(
                    "Completed by %(user)s on %(when)s, waits for review by "
                    "%(reviewer)s: %(comment)s",
                    **values,
                )
            return self.env._(
                "Completed by %(user)s on %(when)s, waits for review by %(reviewer)s",
                **values,
            )
        if self.review_state == RETURNED:
            return self.env._(
                "Returned by %(user)s: %(comment)s",
                user=self.decided_uid.name or "",
                comment=self.review_comment,
            )
        return False

"""Who has to accept a task before it counts as done, and what became of it so far."""

from odoo import fields, models

WAITING, RETURNED = "waiting", "returned"
REVIEW_STATES = [(WAITING, "Waiting for review"), (RETURNED, "Returned")]


class MailActivity(models.Model):
    _inherit = "mail.activity"

    reviewer_id = fields.Many2one(
        "res.users",
        "Reviewer",
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Accepts the task, or returns it, when somebody else has completed it. "
        "Empty: nobody has to.",
    )
    review_state = fields.Selection(
        REVIEW_STATES,
        "Review",
        readonly=True,
        copy=False,
        tracking=True,
        help="Empty: nothing to review.",
    )
    return_count = fields.Integer(
        "Times returned",
        readonly=True,
        copy=False,
        help="How often the reviewer returned the task.",
    )

    _review_idx = models.Index(
        "(reviewer_id, review_state, date_overdue) WHERE review_state IS NOT NULL"
    )

    def _people_to_tell(self):
        people = super()._people_to_tell() | self.reviewer_id
        return people.filtered(lambda user: user.active and not user.share)

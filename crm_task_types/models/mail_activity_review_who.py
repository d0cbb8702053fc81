"""Who decides on tasks that wait for review.

==========  =======================================  =================================
reviewer    accepts, returns                         changes the reviewer
==========  =======================================  =================================
active      the reviewer                             the reviewer; who planned the
                                                     task and task administrators, if
                                                     they don't work on it; system
                                                     administrators
left, or    task administrators and the leader of    as above
nobody      the assignee's team, but not who
            completed the task
==========  =======================================  =================================

Neither needs the right to change the task.
"""

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.review import WAITING

ADMIN = "crm_task_types.group_task_admin"


class MailActivity(models.Model):
    _inherit = "mail.activity"

    can_review = fields.Boolean(
        "To review by me",
        compute="_compute_can_review",
        search="_search_can_review",
        help="The task waits for review, and you may decide.",
    )

    @api.depends("active", "review_state", "reviewer_id.active", "held_uid", "user_id")
    @api.depends_context("uid")
    def _compute_can_review(self):
        for task in self:
            waits = task.active and task.review_state == WAITING
            task.can_review = waits and task._may_decide()

    def _may_decide(self):
        self.ensure_one()
        user = self.env.user
        # sudo: whether the reviewer has left is no secret
        if user == self.reviewer_id or self.sudo().reviewer_id.active:
            return user == self.reviewer_id
        if user == self.held_uid:
            return False
        # sudo: teams are no secret
        leader = self.sudo().user_id.sale_team_id.user_id
        return user == leader or user.has_group(ADMIN)

    @api.model
    def _search_can_review(self, operator, values):
        if operator != "in":
            return NotImplemented
        waits = Domain("active", "=", True) & Domain("review_state", "=", WAITING)
        decides = Domain("reviewer_id", "=", self.env.uid)
        left = Domain("reviewer_id", "=", False) | Domain(
            "reviewer_id.active", "=", False
        )
        stand_in = Domain("held_uid", "!=", self.env.uid)
        if not self.env.user.has_group(ADMIN):
            # sudo: teams are no secret
            led = self.env["crm.team"].sudo()._search([("user_id", "=", self.env.uid)])
            stand_in &= Domain("user_id.sale_team_id", "in", led)
        domain = waits & (decides | (left & stand_in))
        result = Domain.FALSE
        if True in values:
            result |= domain
        if False in values:
            result |= ~domain
        return result

    def _not_decided_by_message(self):
        # sudo: whether the reviewer has left is no secret
        if self.sudo().reviewer_id.active:
            return self.env._(
                "“%(task)s” is reviewed by %(reviewer)s.",
                task=self.display_name,
                reviewer=self.reviewer_id.name,
            )
        return self.env._(
            "The reviewer of “%s” has left. A sales manager or the leader of the team "
            "can decide instead, but not who completed it.",
            self.display_name,
        )

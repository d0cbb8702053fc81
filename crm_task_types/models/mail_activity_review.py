"""Who has to accept a task before it counts as done, and what became of it so far."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools.inside import INSIDE
from ..tools.review import ACCEPTED, NOBODY, STATES, USER, WAITING
from .crm_task_review_rule import review_rules

CHOICE = {"reviewer_id", "review_rule"}
# written by completing, accepting and returning only, by nobody's hand
DECISION = {
    "review_state",
    "return_count",
    "review_comment",
    "decided_uid",
    "decided_date",
    "held_uid",
    "held_date",
    "held_comment",
    "held_values",
    "is_review_given",
}
# what a decision leaves behind
KEPT = {"return_count", "review_comment", "is_review_given"}
UNDECIDED = dict.fromkeys(DECISION - KEPT, False)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    review_rule = fields.Selection(
        selection=review_rules,
        string="Reviewed by",
        tracking=True,
        help="Who has to accept the task before it counts as done. Empty: as the task "
        "type says.",
    )
    reviewer_id = fields.Many2one(
        "res.users",
        "Reviewer",
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Accepts the task, or returns it, when somebody else has completed it.",
    )
    review_state = fields.Selection(
        STATES,
        "Review",
        readonly=True,
        copy=False,
        help="Empty: there is nothing to review.",
    )
    return_count = fields.Integer(
        "Times returned",
        readonly=True,
        copy=False,
        help="How often the reviewer returned the task.",
    )
    review_comment = fields.Text(
        "Comment of the reviewer",
        readonly=True,
        copy=False,
        help="Why the task was returned the last time.",
    )
    decided_uid = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False, ondelete="set null"
    )
    decided_date = fields.Datetime("Decided on", readonly=True, copy=False)

    _review_idx = models.Index(
        "(reviewer_id, date_overdue) WHERE active IS TRUE AND review_state IS NOT NULL"
    )

    may_choose_reviewer = fields.Boolean(compute="_compute_may_choose_reviewer")

    @api.depends("user_id", "co_executor_ids", "reviewer_id", "review_rule")
    @api.depends_context("uid")
    def _compute_may_choose_reviewer(self):
        for task in self:
            # by what it was: somebody just chosen in the form has no say yet
            known = task._origin
            task.may_choose_reviewer = not known or known._may_choose_reviewer()

    def _people_to_tell(self):
        people = super()._people_to_tell() | self.reviewer_id
        return people.filtered(lambda user: user.active and not user.share)

    # ---- choosing who reviews

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._settle_reviewers()
        tasks._refuse_created_as_done()
        return tasks

    @api.model
    def _prepare_create_values(self, vals_list):
        prepared = super()._prepare_create_values(vals_list)
        if not self.env.su and any(
            vals[name] for vals in prepared for name in DECISION & vals.keys()
        ):
            raise AccessError(self._forged_message())
        return prepared

    def _settle_reviewers(self):
        """Find the reviewer that the task, or else its type, asks for."""
        by_rule = self.grouped("review_rule")
        unruled = by_rule.pop(False, self.browse())
        by_reviewer = unruled.grouped("reviewer_id")
        by_reviewer.pop(self.env["res.users"], self.browse())._settle_by_type()
        self._set_reviewer(USER, by_reviewer)
        for rule, tasks in by_rule.items():
            if rule not in (NOBODY, USER):
                tasks.filtered(lambda task: not task.reviewer_id)._find_reviewer(rule)

    def _settle_by_type(self):
        for task_type, tasks in self._by_type(
            lambda task_type: task_type.review_rule not in (False, NOBODY)
        ).items():
            rule = task_type.review_rule
            if rule == USER:
                tasks._set_reviewer(rule, {task_type.review_user_id: tasks})
            else:
                tasks._find_reviewer(rule)

    def _find_reviewer(self, rule):
        found = self.env["crm.task.review.rule"]._find_reviewers(rule, self)
        by_user = {}
        for task, user in found.items():
            by_user[user] = by_user.get(user, self.browse()) | task
        self._set_reviewer(rule, by_user)

    @api.model
    def _set_reviewer(self, rule, tasks_by_user):
        for user, tasks in tasks_by_user.items():
            # sudo: rules give a reviewer, whether or not the user may choose one
            quiet = tasks.sudo().with_context(
                tracking_disable=True, crm_task_reviewer_found=INSIDE
            )
            quiet.write({"review_rule": rule, "reviewer_id": user.id})

    def _with_document(self):
        """:return: pairs of a task and its document, which may be empty"""
        for model, tasks in self.grouped("res_model").items():
            by_id = {document.id: document for document in tasks._documents(model)}
            for task in tasks:
                yield task, by_id.get(task.res_id, self.env["base"])

    # ---- guarding it

    def write(self, vals):
        if not self.env.su:
            if not DECISION.isdisjoint(vals):
                raise AccessError(self._forged_message())
            if not CHOICE.isdisjoint(vals):
                self._check_may_choose_reviewer()
        if CHOICE.isdisjoint(vals):
            result = super().write(vals)
            if "activity_type_id" in vals:
                self.filtered(lambda task: not task.review_rule)._settle_by_type()
            return result
        found = self.env.context.get("crm_task_reviewer_found") is INSIDE
        vals = self._prepare_choice(vals)
        if not found:
            vals["is_review_given"] = False
        if not vals.get("reviewer_id") and any(
            task.review_state == WAITING for task in self
        ):
            raise UserError(self.env._("Please accept or return the task before that."))
        result = super().write(vals)
        if not found:
            self._settle_reviewers()
        return result

    @api.model
    def _prepare_choice(self, vals):
        """Rule and reviewer say the same."""
        vals = dict(vals)
        rule = vals.get("review_rule")
        if "review_rule" not in vals:
            vals["review_rule"] = USER if vals["reviewer_id"] else NOBODY
        elif rule != USER and "reviewer_id" not in vals:
            vals["reviewer_id"] = False  # found anew
        return vals

    def _check_may_choose_reviewer(self):
        self.check_access("write")
        for task in self:
            if not task._may_choose_reviewer():
                raise AccessError(
                    self.env._(
                        "“%(task)s” is reviewed by %(reviewer)s. Who works on it can't "
                        "change that: please ask the reviewer or who planned it.",
                        task=task.display_name,
                        reviewer=task._reviewer_name(),
                    )
                )

    def _may_choose_reviewer(self):
        """Who works on a task may ask for a review, but not drop or replace it."""
        self.ensure_one()
        user = self.env.user
        if user == self.reviewer_id or user.has_group("base.group_system"):
            return True
        if not self._wants_review() and self.review_state != WAITING:
            return True
        return not self._is_worked_on_by(user) and (
            user == self.create_uid or user.has_group("crm_task_types.group_task_admin")
        )

    def _is_worked_on_by(self, user):
        return user in self.user_id | self.co_executor_ids | self.held_uid

    def _wants_review(self):
        self.ensure_one()
        return bool(self.review_rule) and self.review_rule != NOBODY

    def _reviewer_name(self):
        return self.reviewer_id.name or self.env._("a sales manager")

    @api.model
    def _forged_message(self):
        return self.env._(
            "What became of a review is written by accepting and returning tasks, not "
            "by hand."
        )

    def _refuse_created_as_done(self):
        """What was done long ago is brought in by administrators."""
        if self.env.su or self.env.user.has_group("crm_task_types.group_task_admin"):
            return
        self._check_reviewed()

    def _check_reviewed(self):
        """Nothing comes to count as done that nobody has accepted."""
        for task in self:
            if (
                not task.active
                and not task.is_cancelled
                and task._wants_review()
                and task.review_state != ACCEPTED
            ):
                raise UserError(
                    self.env._(
                        "“%(task)s” is reviewed by %(reviewer)s. Please leave it open "
                        "and complete it, so that it can be reviewed.",
                        task=task.display_name,
                        reviewer=task._reviewer_name(),
                    )
                )


class CrmTaskCheck(models.AbstractModel):
    _inherit = "crm.task.check"

    @api.model
    def _checks(self):
        return super()._checks() | {
            "Closed task that waits for review": SQL(
                "SELECT id FROM mail_activity"
                " WHERE NOT active AND review_state IN ('waiting', 'returned')"
            ),
            "Open task that was accepted": SQL(
                "SELECT id FROM mail_activity"
                " WHERE active AND review_state = 'accepted'"
            ),
            "Task that waits for review, but of which nothing is held": SQL(
                "SELECT id FROM mail_activity"
                " WHERE review_state = 'waiting' AND held_date IS NULL"
            ),
            "Held completion of a task that doesn't wait for review": SQL(
                "SELECT id FROM mail_activity WHERE held_date IS NOT NULL"
                " AND review_state IS DISTINCT FROM 'waiting'"
            ),
        }

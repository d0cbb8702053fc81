"""Accepting and returning tasks that wait for review.

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

Neither needs the right to change the task. Accepting completes it with the rights and
in the name of who completed it before, at whose word all of it happens.
"""

import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, clean_context

from ..tools.review import ACCEPTED, RETURNED, WAITING
from .mail_activity_news import RETURNED as RETURNED_NEWS
from .mail_activity_news import TOLD
from .mail_activity_review import UNDECIDED

ADMIN = "crm_task_types.group_task_admin"
TOLD[RETURNED_NEWS] += ("user_id",)
HELD = ("held_uid", "held_date", "held_comment", "held_values")


class MailActivity(models.Model):
    _inherit = "mail.activity"

    can_review = fields.Boolean(
        "To review by me",
        compute="_compute_can_review",
        search="_search_can_review",
        help="The task waits for review, and you may decide.",
    )
    # ---- who decides

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

    # ---- deciding

    def action_accept_review(self):
        """Accept tasks that wait for review: they are done, as who completed them said.

        All of them, or none when one refuses.

        :raise UserError: when one doesn't wait for review any more, naming who decided,
            or when it can't be completed any more as it was said
        :raise AccessError: when the user may not decide on one of them
        """
        tasks = self._lock_to_decide()
        tasks._set_accepted()
        tasks._log_review(lambda task: self.env._("Accepted"))
        for (user, comment, said), group in tasks.grouped(
            lambda task: (
                task.held_uid or task.user_id,
                task.held_comment or "",
                json.dumps(task.held_values or {}, sort_keys=True),
            )
        ).items():
            group._complete_as(user, comment, json.loads(said))
        # sudo: what was held is taken out by accepting only
        rest = self.sudo().exists()
        rest.write(dict.fromkeys(HELD, False))
        # what followed has opened it again: it counts as never completed
        rest.filtered("active").write(UNDECIDED)
        return True

    def action_return_review(self, comment, date_due=None, date_deadline=None):
        """Return tasks that wait for review: they are open again.

        :param str comment: why; shown to who works on it
        :param date_due: new due time, UTC; empty to keep the old one
        :param date_deadline: new day instead; a task with a time keeps its time of day
        :raise UserError: without a comment, or when one of the tasks doesn't wait for
            review any more, naming who decided
        :raise AccessError: when the user may not decide on one of them
        """
        comment = (comment or "").strip()
        if not comment:
            raise UserError(self.env._("Please say why you return the task."))
        tasks = self._lock_to_decide()
        for count, group in tasks.grouped("return_count").items():
            # sudo: a reviewer decides, whether or not he may change the task
            group.sudo().write(
                {
                    **dict.fromkeys(HELD, False),
                    "review_state": RETURNED,
                    "review_comment": comment,
                    "return_count": count + 1,
                    "decided_uid": self.env.uid,
                    "decided_date": fields.Datetime.now(),
                }
            )
        tasks._log_review(lambda task: self.env._("Returned: %s", comment))
        tasks._tell_people(RETURNED_NEWS, dict.fromkeys(tasks.ids, comment))
        if date_due or date_deadline:
            # sudo: a reviewer says until when it has to be mended
            tasks.sudo().action_move(
                date_due=date_due, date_deadline=date_deadline, reason=comment
            )
        return True

    def action_withdraw_review(self):
        """Take tasks back that wait for review: they are open, as before they were
        completed.

        :raise UserError: when one of them doesn't wait for review any more
        :raise AccessError: when the user may not change one of them
        """
        self.check_access("write")
        tasks = self._lock_waiting()
        for task in tasks:
            state = RETURNED if task.return_count else False
            # sudo: who may change the task may take it back
            task.sudo().write(UNDECIDED | {"review_state": state})
        tasks._log_review(lambda task: self.env._("Taken back from review"))
        return True

    def _lock_to_decide(self):
        """Let nobody else decide on the same tasks, and refuse what isn't the user's to
        decide."""
        self.check_access("read")
        tasks = self._lock_waiting()
        for task in tasks:
            if not (self.env.su or task._may_decide()):
                raise AccessError(task._not_decided_by_message())
        return tasks

    def _lock_waiting(self):
        self.flush_recordset()
        # a conflict makes Odoo try the request again, which then sees what was decided
        self.env.cr.execute(
            SQL(
                "SELECT id FROM mail_activity WHERE id IN %s ORDER BY id FOR UPDATE",
                self._ids or (0,),
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["active", "review_state", *UNDECIDED])
        for task in self:
            if not task.active or task.review_state != WAITING:
                raise UserError(task._not_waiting_message())
        return self

    def _not_waiting_message(self):
        values = {
            "task": self.display_name,
            "user": self.decided_uid.name,
            "when": self._format_when(self.decided_date, False),
        }
        if self.review_state == ACCEPTED and self.decided_uid:
            return self.env._(
                "“%(task)s” was accepted already, by %(user)s on %(when)s.", **values
            )
        if self.review_state == RETURNED and self.decided_uid:
            return self.env._(
                "“%(task)s” was returned already, by %(user)s on %(when)s.", **values
            )
        return self.env._("“%s” doesn't wait for review.", self.display_name)

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

    # ---- completing what was accepted

    def _complete_as(self, user, comment, said):
        """Complete tasks with the rights and in the name of who completed them before.

        :raise UserError: when he couldn't do that any more
        """
        # sudo: companies and settings of a colleague
        person = user.sudo()
        tasks = self.with_user(user).with_context(
            clean_context(self.env.context),
            allowed_company_ids=person.company_ids.ids,
            lang=person.lang,
            tz=person.tz,
        )
        try:
            # sudo: where the task was completed like that
            tasks.sudo(said.pop("su", False))._complete_held(comment, said)
        except UserError as error:
            raise UserError(
                self.env._(
                    "What %(user)s said can't be done any more. Please return the task."
                    "\n%(error)s",
                    user=person.name,
                    error=error,
                )
            ) from error

    def _complete_held(self, comment, said):
        """Do what was said when the tasks were completed.

        :param str comment: empty for none
        :param dict said: as it was given to :meth:`_hold_back`
        :raise UserError: when it isn't possible any more
        """
        self._action_done(
            feedback=comment or False, attachment_ids=said.get("attachment_ids")
        )

    def action_open_return(self):
        """Ask for the comment with which the tasks are returned."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return"),
            "res_model": "crm.task.return.dialog",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_task_ids": self.ids},
        }

"""Accepting and returning tasks that wait for review."""

import json

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools.review import ACCEPTED, RETURNED, WAITING
from .mail_activity_news import RETURNED as RETURNED_NEWS
from .mail_activity_news import TOLD
from .mail_activity_review import UNDECIDED

TOLD[RETURNED_NEWS] += ("user_id",)
HELD = ("held_uid", "held_date", "held_comment", "held_values")


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def action_accept_review(self):
        """Accept tasks that wait for review: they are done, as who completed them said.

        All of them, or none when one refuses.

        :return: an action where something is offered to the reviewer to follow, as it
            is to who completes a task; else True
        :raise UserError: when one doesn't wait for review any more, naming who decided,
            or when it can't be completed any more as it was said
        :raise AccessError: when the user may not decide on one of them
        """
        tasks = self._lock_to_decide()
        tasks._set_accepted()
        tasks._log_review(lambda task: self.env._("Accepted"))
        offers = []
        for (user, comment, said), group in tasks.grouped(
            lambda task: (
                task.held_uid or task.user_id,
                task.held_comment or "",
                json.dumps(task.held_values or {}, sort_keys=True),
            )
        ).items():
            offers += group._complete_as(user, comment, json.loads(said))
        # sudo: what was held is taken out by accepting only
        rest = self.sudo().exists()
        rest.write(dict.fromkeys(HELD, False))
        # what followed has opened it again: it counts as never completed
        rest.filtered("active").write(UNDECIDED)
        return self._open_offers(offers) or True

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

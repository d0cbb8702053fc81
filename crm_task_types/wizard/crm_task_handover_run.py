"""Tasks are handed over a batch at a time, each in a transaction of its own: the first
ones at once, the others by the scheduled action.

What was given is no longer with who leaves: after a crash it goes on with what is left.
"""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)
BATCH = 200
AT_ONCE = 5  # batches while the user waits
# what only the course of things changes
_COURSE = {"is_running", "last_task_id", "total_count", "given_task_ids", "company_ids"}


class CrmTaskHandover(models.TransientModel):
    _inherit = "crm.task.handover"
    _transient_max_hours = 24 * 7  # servers may stand still meanwhile

    is_running = fields.Boolean(readonly=True)
    # those in which the tasks were previewed
    company_ids = fields.Many2many("res.company", readonly=True)
    total_count = fields.Integer(readonly=True)
    given_task_ids = fields.Many2many(
        "mail.activity", "crm_task_handover_given_rel", readonly=True
    )
    last_task_id = fields.Integer(readonly=True)

    # ---- changes

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_course(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_course(vals)
        if not self.env.su:
            self._refuse_running()
        return super().write(vals)

    @api.model
    def _refuse_course(self, vals):
        if not self.env.su and _COURSE.intersection(vals):
            raise UserError(
                self.env._("What becomes of a hand-over can't be written by hand.")
            )

    def _refuse_running(self):
        # sudo: see _find_running
        running = self.sudo().filtered("is_running") | self._find_running()
        if running:
            raise UserError("\n".join(one._say_progress() for one in running))

    # ---- how far it is

    def _find_running(self):
        """Hand-overs of the same users that the current user may know of."""
        users = self.user_ids - self.user_ids._closed_to_hand_over()
        # sudo: those who asked for them may be others
        return self.sudo().search(
            [("is_running", "=", True), ("user_ids", "in", users._origin.ids)]
        )

    def _warnings(self):
        return [
            one._say_progress() for one in self._find_running()
        ] + super()._warnings()

    def _say_progress(self):
        return self.env._(
            "%(done)s of %(total)s open tasks of %(users)s are handed over. The others "
            "follow in the background.",
            done=self._given_so_far(),
            total=self.total_count,
            users=self._names(),
        )

    def _given_so_far(self):
        # sudo: their number
        return len(self.sudo().with_context(active_test=False).given_task_ids)

    # ---- at once

    def _begin(self, count):
        """:param int count: how many tasks there are
        :return: the action that closes the dialog
        """
        self._refuse_running()
        # sudo: the course of things is the system's
        self.sudo().write(
            {
                "is_running": True,
                "last_task_id": 0,
                "total_count": count,
                "given_task_ids": [Command.clear()],
                "company_ids": self.env.companies.ids,
            }
        )
        close = {"type": "ir.actions.act_window_close", "infos": {"handed_over": True}}
        if not all(self._hand_over_batch() for _batch in range(AT_ONCE)):
            return close
        # sudo: the cron is the system's
        self.env.ref("crm_task_types.ir_cron_hand_over").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "info", "message": self._say_progress(), "next": close},
        }

    # ---- in the background

    @api.model
    def _cron_run(self):
        running = self.search([("is_running", "=", True)], order="id")
        self._work_off("_run_next", running, len(running))

    def _run_next(self):
        """The next batch of one hand-over, if nobody else works on it, with the rights
        of who asked for it. When that fails, it ends, and he is told why.

        :return: whether there is more to do
        """
        handover = self._lock_free().filtered("is_running")
        return bool(handover) and handover._as_who_asked()._go_on()

    def _as_who_asked(self):
        user = self.create_uid
        return self.with_user(user).with_context(
            allowed_company_ids=self.company_ids.ids, lang=user.lang
        )

    def _go_on(self):
        try:
            with self.env.cr.savepoint():
                self._check_may_hand_over()
                more = self._hand_over_batch()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:
            if not isinstance(error, UserError):
                _logger.exception("The hand-over %s can't go on", self.id)
            self._end()
            title = self.env._("Not all tasks could be handed over")
            self._tell_who_asked(title, str(error))
            return False
        if not more:
            self._tell_who_asked(self.env._("All is handed over"), self._names())
        return more

    def _tell_who_asked(self, subject, body):
        # sudo: the system writes
        self.env["mail.thread"].sudo().message_notify(
            author_id=self.env.ref("base.partner_root").id,
            partner_ids=self.env.user.partner_id.ids,
            subject=subject,
            body=body,
        )

    # ---- a batch

    def _hand_over_batch(self):
        """Hand over the next tasks that the user may change.

        :return: whether there may be more
        """
        # sudo: what is looked at next; the user gets his tasks of it
        page = (
            self.env["mail.activity"]
            .sudo()
            .search(
                self._handed_domain() & Domain("id", ">", self.last_task_id),
                order="id",
                limit=BATCH,
            )
        )
        # sudo: the user may change these tasks, maybe only as long as they are with
        # whom they were
        tasks = self._handed_tasks(Domain("id", "in", page.ids)).sudo()
        by_heir = self._distribute(tasks)
        # what nobody can get stays; an account that is closed leaves it unassigned
        by_heir.pop(self.env["res.users"], None)
        for heir, given in by_heir.items():
            if self.archive:  # what was with them for some time only still comes back
                given = given._for_absence()
            given._give_to(heir, self._say)
        # sudo: the course of things is the system's
        self.sudo().write(
            {
                "last_task_id": page[-1:].id or self.last_task_id,
                "given_task_ids": [
                    Command.link(task.id)
                    for given in by_heir.values()
                    for task in given
                ],
            }
        )
        if len(page) == BATCH:
            return True
        self._end()
        if self.archive:
            self.user_ids.action_archive()
        return False

    def _end(self):
        """Once, whoever got tasks is told."""
        # sudo: the course of things is the system's
        handover = self.sudo()
        handover.is_running = False
        for heir, given in handover.given_task_ids.grouped("user_id").items():
            given._tell_handed_over(heir, self._say)

"""Absences begin and end: by the cron, or at once by who plans them.

Tasks are given in batches; each batch is one transaction in which the absence is
locked, so that a crash loses nothing and two workers do nothing twice.
"""

import itertools
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import format_date

from ..tools.inside import INSIDE
from .crm_task_absence import OVER, PLANNED, RUNNING
from .crm_task_absence_line import GIVEN, KEPT, RETURNED

_logger = logging.getLogger(__name__)
BATCH = 200
AT_ONCE = 5  # batches while the user waits; the cron does the others


class CrmTaskAbsence(models.Model):
    _inherit = "crm.task.absence"

    # ---- the cron

    @api.model
    def _cron_run(self):
        """End and begin what is due, a batch of tasks at a time; those that end
        first."""
        due = self.search(self._due_domain(), order="ends_at, id")
        self._work_off("_run_due", due, len(due))

    @api.model
    def _due_domain(self):
        now = fields.Datetime.now()
        ends = Domain("ends_at", "<=", now) | Domain("is_ending", "=", True)
        begins = Domain("is_handed_over", "=", False) & Domain("begins_at", "<=", now)
        return Domain("state", "!=", OVER) & (ends | begins)

    def _run_due(self):
        """The next batch of tasks of one absence, if it is due and nobody else works on
        it.

        :return: whether there is more to do now
        """
        absence = self._lock_free().filtered_domain(self._due_domain())
        if not absence:
            return False
        try:
            with self.env.cr.savepoint():
                return absence._step()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception("The absence %s can't go on", absence.id)
            return False

    def _step(self):
        """The next batch of one absence.

        :return: whether there is more to do now
        """
        if self.is_ending or self.ends_at <= fields.Datetime.now():
            return self._return_batch()
        return not self.is_handed_over and self._hand_over_batch()

    # ---- at once

    def _start_now(self):
        """Hand over, or back, what is due now; the cron does the rest in time."""
        # sudo: the cron is the system's
        cron = self.env.ref("crm_task_types.ir_cron_run_absences").sudo()
        # sudo: who plans an absence hands over its tasks, see the rules
        for absence in self.sudo():
            if absence.begins_at <= fields.Datetime.now():
                absence._lock_now()
                if all(absence._step() for _batch in range(AT_ONCE)):
                    cron._trigger()
            else:
                cron._trigger(at=absence.begins_at)
            cron._trigger(at=absence.ends_at)

    def _lock_now(self):
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "The tasks of this absence are just being handed over. Please try "
                    "again in a moment."
                )
            )

    def action_return(self):
        """End absences before their last day: what is still open comes back, very many
        tasks in the background.

        :raise AccessError: when the user may not change them
        """
        self.check_access("write")
        # sudo: see _start_now
        running = self.sudo().filtered(lambda absence: absence.state == RUNNING)
        running._end_now(AT_ONCE)

    def _end_now(self, batches=None):
        """:param int batches: how many at once, the cron does the others; None: all"""
        for absence in self:
            absence._lock_now()
            absence.is_ending = True
            numbers = itertools.count() if batches is None else range(batches)
            if all(absence._return_batch() for _batch in numbers):
                # sudo: the cron is the system's
                self.env.ref("crm_task_types.ir_cron_run_absences").sudo()._trigger()

    # ---- batches

    def _hand_over_batch(self):
        """Hand over the next tasks.

        :return: whether there may be more
        """
        self.state = RUNNING
        tasks = self.env["mail.activity"].search(
            self._handed_domain()
            & Domain("id", ">", self.last_task_id)
            & Domain("id", "not in", self.line_ids.mail_activity_id.ids),
            order="id",
            limit=BATCH,
        )
        by_heir = self._distribute(tasks)
        by_heir.pop(self.env["res.users"], None)  # what nobody can get waits
        for heir, given in by_heir.items():
            given._for_absence()._give_to(heir, self._say_away)
        self.env["crm.task.absence.line"].create(
            [
                {
                    "absence_id": self.id,
                    "mail_activity_id": task.id,
                    "heir_id": heir.id,
                }
                for heir, given in by_heir.items()
                for task in given
            ]
        )
        self.last_task_id = tasks[-1:].id or self.last_task_id
        if len(tasks) == BATCH:
            return True
        self.is_handed_over = True
        self._tell_heirs()
        return False

    def _tell_heirs(self):
        """Once, when all is given."""
        lines = self.line_ids.filtered(lambda line: not line.is_told)
        lines.is_told = True
        given = lines.filtered(lambda line: line.state == GIVEN)
        for heir, of_heir in given.grouped("heir_id").items():
            of_heir.mail_activity_id._tell_handed_over(heir, self._say_away)

    def _return_batch(self):
        """Give back the next tasks that are still open and that nobody moved on.

        :return: whether there may be more
        """
        lines = self.env["crm.task.absence.line"].search(
            [("absence_id", "=", self.id), ("state", "=", GIVEN)], limit=BATCH
        )
        opened = lines.filtered("mail_activity_id.active")
        (lines - opened).state = KEPT
        tasks = opened.mail_activity_id._for_absence()
        if tasks:
            tasks._give_to(self.user_id, self._say_back)
        self._end_later_lines(opened)
        opened.state = RETURNED
        if len(lines) == BATCH:
            return True
        self.write({"state": OVER, "is_handed_over": True, "is_ending": False})
        returned = self.line_ids.filtered(lambda line: line.state == RETURNED)
        returned.mail_activity_id._tell_handed_over(self.user_id, self._say_back)
        return False

    def _end_later_lines(self, lines):
        """Who got one of these tasks may be away, too, and have handed it over."""
        later = self.env["crm.task.absence.line"].search(
            [
                ("mail_activity_id", "in", lines.mail_activity_id.ids),
                ("state", "=", GIVEN),
                ("id", "not in", lines.ids),
            ]
        )
        first = {line.mail_activity_id: line.id for line in lines}
        later.filtered(lambda line: line.id > first[line.mail_activity_id]).state = KEPT

    def _say_away(self, env):
        return env._(
            "%(user)s is away until %(day)s",
            user=self.user_id.name,
            day=format_date(env, self.date_until),
        )

    def _say_back(self, env):
        return env._("%(user)s is back", user=self.user_id.name)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _for_absence(self):
        """Given for some time only: see ``crm.task.absence.line``."""
        return self.with_context(crm_task_for_absence=INSIDE)


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _all_absent(self):
        now = fields.Datetime.now()
        # sudo: everybody may know who is away
        absences = (
            self.env["crm.task.absence"]
            .sudo()
            .search(
                [
                    ("state", "!=", OVER),
                    ("is_ending", "=", False),
                    ("begins_at", "<=", now),
                    ("ends_at", ">", now),
                ]
            )
        )
        return super()._all_absent() | absences.user_id.sudo(self.env.su)

    def _forget_absences(self):
        """Nobody comes back to an account that is closed: who stands in keeps the
        tasks."""
        result = super()._forget_absences()
        absences = self.env["crm.task.absence"].search(
            [("user_id", "in", self.ids), ("state", "!=", OVER)]
        )
        absences.line_ids.filtered(lambda line: line.state == GIVEN).state = KEPT
        absences.filtered(lambda absence: absence.state == PLANNED).unlink()
        absences.exists().write({"state": OVER})
        return result

    def _hand_over_tasks(self):
        # what was only with them for some time still comes back
        return super(
            ResUsers, self.with_context(crm_task_for_absence=INSIDE)
        )._hand_over_tasks()

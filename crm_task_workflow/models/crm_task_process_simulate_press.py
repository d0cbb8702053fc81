"""The answers of a simulation: what the outcome button that is chosen would do.

Its effects act as ever where the database undoes them; time is that of the simulation.
What a person would be asked is answered in the simplest way: a day later, the first
reason of a loss.
"""

from odoo import models
from odoo.exceptions import UserError

from .crm_task_delay import DAYS
from .crm_task_effect_process import PROCESS
from .crm_task_outcome_effect import (
    ATTEMPT,
    CANCEL_OTHERS,
    COMPLETE,
    LOSE,
    MAIL,
    NEXT_TASK,
    RESCHEDULE,
    SERVER_ACTION,
    SET_FIELD,
    STAGE,
    TEMPLATE,
    WIN,
)
from .crm_task_press import Press
from .crm_task_process_transition import outcome_branch

# effects that only change the database; server actions look after themselves
UNDOABLE_EFFECTS = {
    STAGE, WIN, LOSE, CANCEL_OTHERS, NEXT_TASK, TEMPLATE, MAIL, SET_FIELD, PROCESS,
    SERVER_ACTION,
}  # fmt: skip


class CrmTaskProcessToken(models.Model):
    _inherit = "crm.task.process.token"

    def _simulate_answer(self, answer):
        """:param answer: see ``simulate``; False also where nobody is asked"""
        run, task = self.run_id, self.task_id
        outcome = self.env["crm.task.outcome"]
        if isinstance(answer, int):
            answer, outcome = "", outcome.browse(answer).exists()
        if task and outcome:
            self._simulate_outcome(outcome)
        else:
            task._close_simulated()
            self._leave_or_fail(answer)
        run._advance()

    def _simulate_outcome(self, outcome):
        """As after a press: an outcome that leaves the task open counts only where a
        way was drawn for it."""
        task, now = self.task_id, self.run_id._now()
        outcome = task._last_attempt_or(outcome)
        remarks = [effect._simulate(task, now) for effect in outcome.effect_ids]
        for remark in filter(None, remarks):
            self.env["crm.task.process.event"]._log_tokens(
                self, "simulated", message=remark
            )
        branch = outcome_branch(outcome.id)
        if COMPLETE in outcome.effect_ids.mapped("kind") or (
            self.version_id._graph().explicit_way(self.step_key, branch)
        ):
            task._close_simulated()
            self.exists()._leave_or_fail(branch)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _close_simulated(self):
        # plain: what waits for the task is told by the simulation
        if not self:
            return
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE mail_activity SET active = FALSE WHERE id = %s", [self.id]
        )
        self.invalidate_recordset(["active"], flush=False)

    def _last_attempt_or(self, outcome):
        """What applies instead of an outcome whose attempts have come to an end."""
        while self._split_last_attempts(outcome)[0]:
            effects = outcome.effect_ids.filtered(lambda e: e.kind == ATTEMPT)
            outcome = effects.ending_outcome_id
        return outcome


class CrmTaskOutcomeEffect(models.Model):
    _inherit = "crm.task.outcome.effect"

    def _simulate(self, task, now):
        """Do what the effect does on a task of a simulation.

        :param datetime now: naive, UTC
        :return: what to say of it, such as what it couldn't do; empty for nothing
        """
        if self.kind == COMPLETE:
            return ""
        if self.kind in (RESCHEDULE, ATTEMPT):
            return self._simulate_move(task, now)
        if self.kind not in UNDOABLE_EFFECTS:
            return self.summary
        reason = self.env["crm.lost.reason"].search([("active", "=", True)], limit=1)
        try:
            with self.env.cr.savepoint():
                self._apply(task, Press(lost_reason_id=reason.id))
        except UserError as error:
            return str(error)
        return ""

    def _simulate_move(self, task, now):
        delay = self
        if self.kind == ATTEMPT:
            delay = self.attempt_delay_ids[: task.attempt_count + 1][-1:] or self
            task.attempt_count += 1
        elif self.is_asked:
            delay = self.new({"delay_count": 1, "delay_unit": DAYS})
        task.action_move(*task._times_after(delay, now))
        return self.env._("The task is moved to %s", task._simulated_time())

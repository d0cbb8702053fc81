"""What wakes runs up: tasks that are closed, times that are over."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..tools.graph import CANCELLED, TASK, TIMEOUT
from .crm_task_press import Press
from .crm_task_process_engine import BATCH_SIZE
from .crm_task_process_run import RUNNING
from .crm_task_process_step_task import STOP
from .crm_task_process_token import WAITING
from .crm_task_process_transition import outcome_branch


class CrmTaskProcessToken(models.Model):
    _inherit = "crm.task.process.token"

    @api.model
    def _waiting_for(self, tasks):
        """The tokens that wait for tasks; their runs are locked."""
        tasks = tasks._perhaps_with("process_token_ids")
        if not tasks:
            return self.sudo()
        # sudo: who closes a task needn't see all that waits for it
        waiting = self.sudo().search(
            [("task_id", "in", tasks.ids), ("state", "=", WAITING)]
        )
        runs = waiting.run_id._lock()
        return waiting.exists().filtered(
            lambda token: token.state == WAITING and token.run_id in runs
        )

    @api.model
    def _task_pressed(self, tasks, outcome):
        """Go on along the way of an outcome.

        An outcome that leaves the task open counts only where a way was drawn for it:
        there the process takes over, and the task is completed.
        """
        branch = outcome_branch(outcome.id)
        waiting = self._waiting_for(tasks)
        if not waiting:
            return
        moving = waiting.filtered(
            lambda token: (
                not token.task_id.active
                or token.version_id._graph().explicit_way(token.step_key, branch)
            )
        )
        still_open = moving.task_id.filtered("active")
        if still_open:
            still_open._complete(Press())
        moving._leave_or_fail(branch)
        moving.run_id._advance()

    @api.model
    def _task_cancelled(self, tasks):
        self._waiting_for(tasks)._go_on_without_task()

    def _go_on_without_task(self):
        runs = self.run_id
        for (version, key), tokens in self._by_step().items():
            settings = version._graph().by_key[key].settings
            if settings.get("on_cancel") == STOP:
                tokens._fail(self.env._("The task was cancelled."))
            else:
                tokens._leave_or_fail(CANCELLED)
        runs._advance()

    def _leave_or_fail(self, branch):
        """What can't go on doesn't hold up who closes the task."""
        for tokens in self._by_step().values():
            try:
                tokens._leave(branch)
            except UserError as error:
                tokens._fail(str(error))

    def _time_is_over(self):
        """Waits end; tasks that weren't done in time are cancelled."""
        for (version, key), tokens in self._by_step().items():
            if version._graph().by_key[key].kind != TASK:
                tokens._leave_or_fail("")
                continue
            late = tokens.task_id.filtered("active")
            tokens._leave_or_fail(TIMEOUT)
            late._cancel(self.env._("Not done in time"))


class CrmTaskProcessRun(models.Model):
    _inherit = "crm.task.process.run"

    @api.model
    def _cron_advance(self):
        """Runs whose time has come, and those that were only put at the start.

        Each batch is kept by itself: after a crash, what isn't done is done again.
        """
        self._work_off("_wake", self._due_batches(), self._count_due())

    @api.model
    def _due_batches(self):
        last = 0
        while ids := self._find_due(last):
            last = ids[-1]
            yield self.browse(ids)

    def _wake(self):
        """Let go on what is due, of the runs that nobody else works on."""
        try:
            with self.env.cr.savepoint():
                runs = self._lock(skip=True)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return  # somebody was faster; the next run sees what is left
        runs._wake_locked()

    def _wake_locked(self):
        """What fails is undone and tried again in halves, down to the run that caused
        it."""
        try:
            with self.env.cr.savepoint():
                self._due_tokens()._time_is_over()
                self._advance()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # of whatever tasks and documents do
            if len(self) == 1:
                tokens = self._due_tokens() or self._ready_tokens()
                tokens._fail(tokens._error_text(error))
                self._tell_errors()
                return
            middle = len(self) // 2
            self[:middle]._wake_locked()
            self[middle:]._wake_locked()

    def _due_tokens(self):
        now = fields.Datetime.now()
        return self.token_ids.filtered(
            lambda token: (
                token.state == WAITING
                and token.date_due
                and token.date_due <= now
                and token.run_id.state == RUNNING
            )
        )

    @api.model
    def _due_sql(self, what, after=0):
        """Runs with a token that is due or ready, both found by index.

        The state is asked for one by one: after many starts PostgreSQL hasn't counted
        yet how many runs there are, and would look through all for each of them.
        """
        return SQL(
            """SELECT %(what)s FROM (
                   SELECT run_id FROM crm_task_process_token
                    WHERE state = 'waiting' AND date_due <= %(now)s
                      AND run_id > %(after)s
                    UNION
                   SELECT run_id FROM crm_task_process_token
                    WHERE state = 'ready' AND run_id > %(after)s) AS due
                WHERE (SELECT state FROM crm_task_process_run
                        WHERE id = run_id) = %(running)s
            """,
            what=what,
            running=RUNNING,
            after=after,
            now=fields.Datetime.now(),
        )

    @api.model
    def _count_due(self):
        self.env.flush_all()
        return self.env.execute_query(self._due_sql(SQL("count(*)")))[0][0]

    @api.model
    def _find_due(self, after):
        """:param int after: the id of the last run that was taken care of"""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "%s ORDER BY run_id LIMIT %s",
                self._due_sql(SQL("run_id"), after),
                BATCH_SIZE,
            )
        )
        return [run_id for (run_id,) in rows]


class MailActivity(models.Model):
    _inherit = "mail.activity"

    process_token_ids = fields.One2many(
        "crm.task.process.token", "task_id", groups=fields.NO_ACCESS
    )

    @api.model
    def _relations_asked_with_lock(self):
        return [*super()._relations_asked_with_lock(), "process_token_ids"]

    def _after_outcome(self, tasks, outcome, results):
        result = super()._after_outcome(tasks, outcome, results)
        self.env["crm.task.process.token"]._task_pressed(tasks._still_there(), outcome)
        return result

    def _cancel(self, reason):
        cancelled = self.filtered("active")
        result = super()._cancel(reason)
        self.env["crm.task.process.token"]._task_cancelled(cancelled)
        return result

    def unlink(self):
        """A task that is deleted counts as cancelled."""
        Token = self.env["crm.task.process.token"]
        task_by_token = {token: token.task_id for token in Token._waiting_for(self)}
        result = super().unlink()
        kept = self.exists()  # as cancelled: said already
        waiting = Token.concat(
            *(token for token, task in task_by_token.items() if task not in kept)
        )
        waiting.exists()._go_on_without_task()
        return result

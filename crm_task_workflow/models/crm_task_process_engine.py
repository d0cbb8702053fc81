"""The engine: moves the tokens of many runs at once, from step to step, until all of
them wait.

What one of them can't do stops that one only: a batch that fails is undone and tried
again in halves, down to the token that caused it.
"""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.misc import clean_context

from ..tools.graph import is_join_complete, leave_fork
from .crm_task_process_run import DONE, RUNNING
from .crm_task_process_run import ERROR as RUN_ERROR
from .crm_task_process_token import ERROR, JOINING, READY, in_batches

_logger = logging.getLogger(__name__)

BATCH_SIZE = 500


class CrmTaskProcessRun(models.Model):
    _inherit = "crm.task.process.run"

    def _advance(self):
        """Let these runs go on as far as they can.

        They are locked, or made in this transaction.
        """
        # sudo: a process goes on whoever sets it off, as automation rules do
        runs = self.sudo().with_context(**clean_context(self.env.context))
        runs = runs.browse(self.ids)  # fetched together, whatever they were found by
        while True:
            tokens = runs._ready_tokens()
            for (version, key), group in tokens._by_step().items():
                for batch in in_batches(group, BATCH_SIZE):
                    batch._run_step(version, key)
            if not tokens and not runs._fire_joins():
                break
        runs._tell_errors()
        runs._end_finished()

    def _ready_tokens(self):
        return self._running_tokens(READY)

    def _running_tokens(self, state):
        """The tokens in a state, of runs that weren't stopped.

        The runs' state isn't part of the search: see ``_due_sql``.
        """
        tokens = self.env["crm.task.process.token"].search(
            [("run_id", "in", self.ids), ("state", "=", state)]
        )
        return tokens.filtered(lambda token: token.run_id.state == RUNNING)

    def _end_finished(self):
        """Runs of which nothing is left are done; who waited for them goes on."""
        running = self.filtered(lambda run: run.state == RUNNING)
        groups = self.env["crm.task.process.token"]._read_group(
            [("run_id", "in", running.ids)], ["run_id"]
        )
        finished = running - self.browse().union(*(run for (run,) in groups))
        if not finished:
            return
        finished.write({"state": DONE, "date_end": fields.Datetime.now()})
        self.env["crm.task.process.event"]._log_runs(finished, "ended")
        finished._wake_parents()

    # ---- parallel branches

    def _fire_joins(self):
        """Merge the branches that have all arrived.

        :return: whether there were any
        """
        joining = self._running_tokens(JOINING)
        merged, left = joining.browse(), joining.browse()
        for run, tokens in joining.grouped("run_id").items():
            arrived = run._complete_join(tokens)
            merged |= arrived[:1]
            left |= arrived[1:]
        self.env["crm.task.process.event"]._log_passed(left)
        left.unlink()
        merged._leave()
        return bool(merged)

    def _complete_join(self, joining):
        """The tokens at the first join that needn't wait any longer."""
        graph = self.version_id._graph()
        for (key, fork), arrived in joining.grouped(
            lambda token: (token.step_key, token.fork_path)
        ).items():
            others = [
                (token.step_key, token.fork_path or "")
                for token in self.token_ids - arrived
            ]
            if is_join_complete(graph, key, fork, others):
                if not any(path.startswith(fork) for _key, path in others):
                    arrived[:1].fork_path = leave_fork(fork)
                return arrived
        return joining.browse()


class CrmTaskProcessToken(models.Model):
    _inherit = "crm.task.process.token"

    def _run_step(self, version, key):
        """Do what the step asks for, at which all of these tokens stand."""
        # what other tokens did may have ended these
        tokens = self.exists().filtered(lambda token: token.state == READY)
        looping = tokens.filtered(lambda token: token._is_looping())
        looping._fail(
            self.env._("The process goes round and round without ever waiting.")
        )
        (tokens - looping)._bisect(lambda some: some._handle(version, key))

    def _bisect(self, act):
        """Have something done with these tokens at once; if that fails, with halves of
        them, down to the token that can't go on.

        :param act: gets tokens
        """
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                act(self)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # Odoo, or the next run of the cron, tries again
        except Exception as error:  # of whatever the step does
            if len(self) == 1:
                _logger.info(
                    "Step %s stops %s", self.step_key, self.run_id, exc_info=True
                )
                self._fail(self._error_text(error))
                return
            middle = len(self) // 2
            self[:middle]._bisect(act)
            self[middle:]._bisect(act)

    def _handle(self, version, key):
        step = version._thaw(key)
        handler = getattr(step, f"_run_{step.kind}", None)
        if not handler:
            raise UserError(self.env._("This kind of step isn't known any more."))
        passed = {token.id: token.passed_count for token in self}
        handler(self)
        self.exists().filtered(
            lambda token: (
                token.state == READY
                and token.step_key == key
                and token.passed_count == passed[token.id]
            )
        )._leave()

    @api.model
    def _error_text(self, error):
        if isinstance(error, UserError):
            return str(error.args[0] if error.args else error)
        return self.env._("Something went wrong: %s", error)

    def _fail(self, message):
        """Stop here; the owner of the process is told.

        :param str message: why, for people who don't know what a server is
        """
        if not self:
            return
        self.write({"state": ERROR, "message": message, "date_due": False})
        self.run_id.state = RUN_ERROR
        self.env["crm.task.process.event"]._log_tokens(self, "error", message=message)

"""Runs that were stopped by an error: who is told, and how they go on."""

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from .crm_task_process_access import ADMIN
from .crm_task_process_run import CANCELLED, ERROR, OPEN_STATES, RUNNING
from .crm_task_process_token import ERROR as TOKEN_ERROR
from .crm_task_process_token import READY


class CrmTaskProcessRun(models.Model):
    _inherit = "crm.task.process.run"

    error_task_id = fields.Many2one(
        "mail.activity", "Task of the owner", readonly=True, ondelete="set null"
    )
    error_message = fields.Text("Error", compute="_compute_error")
    error_step = fields.Char("Stopped at", compute="_compute_error")
    can_repair = fields.Boolean(compute="_compute_can_repair")

    def _compute_error(self):
        for run in self:
            stopped = run.token_ids.filtered(lambda token: token.state == TOKEN_ERROR)
            run.error_message = "\n".join(filter(None, stopped.mapped("message")))
            run.error_step = ", ".join(stopped.mapped("step_name"))

    def _compute_can_repair(self):
        is_admin = self.env.user.has_group(ADMIN)
        for run in self:
            run.can_repair = is_admin or run.owner_id == self.env.user

    # ---- telling

    def _tell_errors(self):
        """A task for the owner of each run that has stopped, once per error."""
        stopped = self.filtered(
            lambda run: (
                run.state == ERROR and not run.error_task_id and run._whom_to_tell()
            )
        )
        if not stopped:
            return
        todo = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        tasks = self.env["mail.activity"].create(
            [run._prepare_error_task(todo) for run in stopped]
        )
        for run, task in zip(stopped, tasks, strict=True):
            run.error_task_id = task

    def _whom_to_tell(self):
        """The owner or, when he has left, who has published the version."""
        people = self.owner_id | self.version_id.author_id
        return people.filtered("active")[:1]

    def _prepare_error_task(self, todo):
        self.ensure_one()
        user = self._whom_to_tell()
        run = self.with_context(lang=user.lang)
        link = Markup('<a href="/odoo/%s/%s">%s</a>') % (
            run._name,
            run.id,
            run.display_name,
        )
        return {
            "activity_type_id": todo.id if todo else False,
            "summary": run.env._("Process stopped: %s", run.display_name),
            "note": Markup("<p>%s</p><p>%s: %s</p>")
            % (link, run.error_step, run.error_message),
            "user_id": user.id,
            "automated": True,
        }

    def _close_error_tasks(self):
        tasks = self.error_task_id.filtered("active")
        self.error_task_id = False
        if tasks:
            tasks.action_outcome(False)

    # ---- going on

    def action_retry(self, variables=None):
        """Try again what has failed.

        :param dict variables: values of variables to change first, by code
        """
        runs = self._take_for_repair(ERROR)
        if variables:
            runs._change_variables(variables)
        stopped = runs._stopped_tokens()
        runs.env["crm.task.process.event"]._log_tokens(stopped, "retried")
        stopped.write({"state": READY, "message": False, "passed_count": 0})
        runs._go_on()

    def action_skip_to(self, step_key):
        """Go on at another step, from where the runs were stopped; a run that isn't
        stopped goes there from wherever it stands.

        :param str step_key: the key of a step of the version of all runs
        """
        runs = self._take_for_repair(*OPEN_STATES)
        for run in runs:
            if step_key not in run.version_id._graph().by_key:
                raise UserError(self.env._("The process has no such step."))
            tokens = run._stopped_tokens() or run.token_ids
            run._skip(tokens, step_key)
        runs._go_on()

    def _skip(self, tokens, step_key):
        """:param tokens: of them the first goes on; what all wait for is cancelled"""
        self.env["crm.task.process.event"]._log_tokens(tokens, "skipped")
        awaited = tokens._awaited()
        tokens[1:].unlink()
        tokens[:1]._enter(step_key)
        tokens[:1].passed_count = 0
        tokens._cancel_awaited(awaited, self.env._("The process was moved on by hand"))

    def action_cancel(self, reason=""):
        """End runs where they stand; their open tasks are cancelled."""
        self._take_for_repair(*OPEN_STATES)._cancel_runs(reason)

    def _cancel_runs(self, reason=""):
        """:param str reason: shown in the history; empty for none"""
        if not self:
            return
        self.write({"state": CANCELLED, "date_end": fields.Datetime.now()})
        self.env["crm.task.process.event"]._log_runs(self, "cancelled", reason)
        self._close_error_tasks()
        self.token_ids._give_up(reason or self.env._("The process was cancelled"))
        waiting = self.parent_token_id.exists().filtered(
            lambda token: token.child_run_id in self
        )
        parents = waiting.run_id._lock()
        waiting._fail(self.env._("The process for which it waited was cancelled."))
        parents._tell_errors()

    def _take_for_repair(self, *states):
        """These runs as superuser, locked.

        :raise UserError: when the user may not, or one of them is in another state
        """
        self.check_access("read")
        for run in self:
            if not (run.can_repair or self.env.su):
                raise UserError(
                    self.env._(
                        "Only %s and task administrators can do this.",
                        run.owner_id.name,
                    )
                )
        # sudo: runs are moved by the system; who may have it done was checked
        runs = self.sudo()._lock()
        for run in self.sudo():
            if run not in runs or run.state not in states:
                raise UserError(
                    self.env._("“%s” isn't stopped any more.", run.display_name)
                )
        return runs

    def _stopped_tokens(self):
        return self.token_ids.filtered(lambda token: token.state == TOKEN_ERROR)

    def _go_on(self):
        self.write({"state": RUNNING})
        self._close_error_tasks()
        self._advance()

    def _change_variables(self, variables):
        for run in self:
            process = run.process_id
            known = process._check_variables(run.version_id, variables)
            changed = {code: known[code] for code in variables}
            run.variables = {**(run.variables or {}), **changed}

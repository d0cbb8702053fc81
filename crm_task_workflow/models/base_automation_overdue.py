"""Automation rules that wait for overdue tasks: a cron runs each of them once for every
moment at which a task was due."""

import logging

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

from .base_automation import ON_OVERDUE

_logger = logging.getLogger(__name__)

BATCH_SIZE = 100


class BaseAutomation(models.Model):
    _inherit = "base.automation"

    task_overdue_since = fields.Datetime(
        "Overdue since",
        copy=False,
        default=fields.Datetime.now,
        help="Tasks that were overdue before don't count, unless they are planned "
        "after it. Set to now when the rule is made or switched on. Empty: all overdue "
        "tasks count.",
    )

    def write(self, vals):
        before = {rule: rule._overdue_model() for rule in self}
        result = super().write(vals)
        if "task_overdue_since" not in vals:
            started = self.filtered(
                lambda rule: rule._overdue_model() - before[rule],
            )
            started.task_overdue_since = fields.Datetime.now()
        return result

    def _overdue_model(self):
        """The model for whose overdue tasks the rule waits, if it does."""
        waits = self.active and self.trigger == ON_OVERDUE
        return self.model_id if waits else self.model_id.browse()

    # ---- running them

    @api.model
    def _cron_run_overdue_rules(self):
        """Run the rules for the tasks that are overdue and that they haven't seen.

        The rules take turns, a batch each. What fails is undone, logged and not tried
        again; it stops neither other tasks nor other rules. Each task comes up once in
        a run, also when a rule moves it into the past.
        """
        cron = self.env["ir.cron"]
        batches = self._overdue_batches()
        cron._commit_progress(remaining=sum(len(batch) for _rule, batch in batches))
        for rule, task_ids in batches:
            rule._run_on_overdue(task_ids)
            if not cron._commit_progress(len(task_ids)):
                break

    @api.model
    def _overdue_batches(self):
        """:return: pairs of a rule and ids of tasks, in the order of their turns"""
        Mark = self.env["crm.task.overdue.mark"]
        turns = [
            (turn, rule, task_ids)
            for rule in self.search([("trigger", "=", ON_OVERDUE)])
            for turn, task_ids in enumerate(
                split_every(BATCH_SIZE, Mark._find_pending(rule))
            )
        ]
        turns.sort(key=lambda entry: entry[0])
        return [(rule, task_ids) for _turn, rule, task_ids in turns]

    def _run_on_overdue(self, task_ids):
        """Run the rule on those of the tasks that no other server is working on."""
        try:
            with self.env.cr.savepoint():
                tasks = self.env["crm.task.overdue.mark"]._take(self, task_ids)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return  # another server was faster; the next run sees what is left
        for task in tasks:
            self._run_on_overdue_task(task)

    def _run_on_overdue_task(self, task):
        # an action on the task before may have closed, moved or deleted this one
        if not task.exists() or not task.active or task.state != "overdue":
            return
        try:
            with self.env.cr.savepoint():
                self._run_on_task(task)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env["crm.task.overdue.mark"]._give_back(self, task)
        except Exception:  # of whatever its actions do
            _logger.exception(
                "Automation rule %s failed on overdue task %s", self.id, task.id
            )


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _cron_run_overdue_rules(self):
        """What the scheduled action calls."""
        self.env["base.automation"]._cron_run_overdue_rules()

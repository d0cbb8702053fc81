"""What automation rules wait for: tasks that are made, pressed or overdue."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .base_automation import ON_CREATED, ON_OUTCOME, ON_OVERDUE

_logger = logging.getLogger(__name__)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    _overdue_batch_size = 100

    overdue_rule_date = fields.Datetime(
        readonly=True,
        copy=False,
        help="The moment of being overdue for which the automation rules ran.",
    )
    _overdue_rules_idx = models.Index(
        "(date_overdue, id) WHERE active IS TRUE"
        " AND overdue_rule_date IS DISTINCT FROM date_overdue"
    )

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks.filtered("active")._run_task_rules(ON_CREATED)
        return tasks

    def _after_outcome(self, tasks, outcome, results):
        result = super()._after_outcome(tasks, outcome, results)
        tasks._run_task_rules(ON_OUTCOME, results)
        return result

    def _run_task_rules(self, trigger, results=()):
        """Run the rules that wait for this, one task after the other.

        :param results: the ``crm.task.result`` of the tasks, if they were pressed
        :raise UserError: naming the rule that failed
        """
        result_of = {result.mail_activity_id.id: result for result in results}
        Rule = self.env["base.automation"]
        for model, tasks in self.filtered("res_id").grouped("res_model").items():
            for rule in Rule._task_rules(trigger, model):
                for task in tasks:
                    rule._run_on_task(task, result_of.get(task.id))

    # ---- overdue

    @api.model
    def _cron_run_overdue_rules(self):
        """Run the rules for tasks that have become overdue, a batch at a time; once
        per due date, also with several servers."""
        rules = self.env["base.automation"]._task_rule_ids()
        models_ = [model for trigger, model in rules if trigger == ON_OVERDUE]
        while tasks := self._lock_newly_overdue(models_):
            tasks._mark_overdue()
            for task in tasks:
                if task.exists():  # a rule may have deleted it with its document
                    task._run_overdue_rules()
            remaining = self._count_newly_overdue(models_)
            if not self.env["ir.cron"]._commit_progress(
                len(tasks), remaining=remaining
            ):
                break

    def _run_overdue_rules(self):
        """Run the rules on one task; what fails is undone, logged, and left."""
        self.ensure_one()
        for rule in self.env["base.automation"]._task_rules(ON_OVERDUE, self.res_model):
            try:
                with self.env.cr.savepoint():
                    rule._run_on_task(self)
            except UserError:
                _logger.exception(
                    "Automation rule %s failed on overdue task %s", rule.id, self.id
                )

    def _is_overdue_since(self, moment):
        """Whether the task became overdue after a moment, or was made after it."""
        self.ensure_one()
        return self.date_overdue >= moment or self.create_date >= moment

    @api.model
    def _newly_overdue_sql(self, model_names):
        """The condition of tasks for whose due date the rules haven't run yet."""
        self.flush_model(["active", "date_overdue", "overdue_rule_date", "res_model"])
        return SQL(
            "active IS TRUE AND date_overdue <= %s AND res_model = ANY(%s)"
            " AND overdue_rule_date IS DISTINCT FROM date_overdue",
            fields.Datetime.now(),
            model_names,
        )

    @api.model
    def _lock_newly_overdue(self, model_names):
        """Tasks that no other worker is looking at, locked for this transaction."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM mail_activity WHERE %s"
                " ORDER BY date_overdue, id LIMIT %s FOR UPDATE SKIP LOCKED",
                self._newly_overdue_sql(model_names),
                self._overdue_batch_size,
            )
        )
        return self.browse([row[0] for row in rows])

    @api.model
    def _count_newly_overdue(self, model_names):
        [[count]] = self.env.execute_query(
            SQL(
                "SELECT COUNT(*) FROM mail_activity WHERE %s",
                self._newly_overdue_sql(model_names),
            )
        )
        return count

    def _mark_overdue(self):
        # a mark is no change of the task: no history, no date of change
        self.env.cr.execute(
            SQL(
                "UPDATE mail_activity SET overdue_rule_date = date_overdue"
                " WHERE id IN %s",
                self._ids,
            )
        )
        self.invalidate_recordset(["overdue_rule_date"])

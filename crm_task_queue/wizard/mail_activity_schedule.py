"""Templates on many documents: each batch is a job. The dialog only looks on."""

import logging
from datetime import timedelta

from odoo import models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from odoo.addons.crm_task_workflow.models.crm_task_assignee import SHARING_OUT
from odoo.addons.crm_task_workflow.models.mail_activity_plan_template import RULE_OF
from odoo.addons.crm_task_workflow.wizard.mail_activity_schedule_batch import (
    DONE,
    WAITING,
)
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import identity_exact

_logger = logging.getLogger(__name__)

END_AFTER = 5  # seconds between two looks whether all batches are done
KEPT = timedelta(days=7)  # a launch that waits for its jobs


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    def _hand_out_batches(self):
        result = super()._hand_out_batches()
        waiting = self._get_batches(WAITING)
        self._enqueue_batches(waiting[:1] if self._is_shared_out() else waiting)
        self._enqueue("_end_launch_job")
        return result

    def _is_shared_out(self):
        """Whether it matters who got the tasks before: one batch after the other."""
        lines = self._lines_to_schedule()
        rules = {RULE_OF.get(line.responsible_type) for line in lines}
        return not rules.isdisjoint(SHARING_OUT)

    def _enqueue_batches(self, batches):
        for batch in batches:
            self._enqueue("_launch_batch_job", batch.id)

    def _enqueue(self, method, *args):
        delayed = self.with_delay(
            identity_key=identity_exact, description=self.plan_id.name
        )
        getattr(delayed, method)(*args)

    # ---- jobs

    def _launch_batch_job(self, batch_id):
        """Apply the template to the documents of one batch. What nobody foresaw stops
        these only."""
        # sudo: the rows are the system's
        batch = self.env["mail.activity.schedule.batch"].sudo().browse(batch_id)
        batch = batch.try_lock_for_update().filtered(lambda b: b.state == WAITING)
        try:
            with self.env.cr.savepoint():
                self._do_batch(batch)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # the job is tried again
        except Exception as error:
            _logger.exception("Batch %s of a template failed", batch.id)
            reason = self.env._("Something went wrong: %s", error)
            failures = dict.fromkeys(map(str, batch.res_ids), reason)
            batch.write({"state": DONE, "failures": failures})
        if batch and self._is_shared_out():
            self._enqueue_batches(self._get_batches(WAITING)[:1])

    def _end_launch_job(self):
        """Wait until all batches are done."""
        if not self.exists():
            return
        self._end_launch()
        if not self.launch_over:
            raise RetryableJobError(
                "Batches are under way", seconds=END_AFTER, ignore_retry=True
            )

    # ---- what the dialog asks for

    def _next_batch(self):
        """None: the jobs do it."""
        return self.env["mail.activity.schedule.batch"]

    def _launch_progress(self):
        progress = super()._launch_progress()
        return progress | {"goes_on": not progress["is_over"]}

    # ---- kept as long as its jobs wait

    def _transient_clean_rows_older_than(self, seconds):
        if self._keep_launches():
            return super()._transient_clean_rows_older_than(seconds)
        return False

    def _keep_launches(self):
        """Odoo sweeps away what nobody has touched for an hour.

        :return: whether it may sweep now; not while jobs work on a launch
        """
        # sudo: those of all users
        launches = self.env["mail.activity.schedule"].sudo()
        launches = launches.search(
            [
                ("launch_over", "=", False),
                ("launch_batch_ids.state", "=", WAITING),
                ("create_date", ">", self.env.cr.now() - KEPT),
            ]
        )
        try:
            with self.env.cr.savepoint():
                self._touch(launches)
                self._touch(launches.launch_batch_ids)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return False
        return True

    def _touch(self, kept):
        # a conflict is no error for the log
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = %s WHERE id IN %s",
                SQL.identifier(kept._table),
                self.env.cr.now(),
                tuple(kept.ids) or (0,),
            ),
            log_exceptions=False,
        )
        kept.invalidate_recordset(["write_date"], flush=False)

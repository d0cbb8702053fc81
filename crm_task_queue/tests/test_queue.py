"""What the queue holds, and what becomes of it when something goes wrong."""

from unittest.mock import patch

from odoo.addons.crm_task_types.models import crm_task_reminder, crm_task_series_next
from odoo.addons.crm_task_types.tests.common import TaskCase, tagged
from odoo.addons.crm_task_types.tests.common_series import SeriesCase
from odoo.addons.crm_task_types.tests.reminder_common import ReminderCase
from odoo.addons.crm_task_workflow.models import crm_task_process_start
from odoo.addons.crm_task_workflow.tests.process_common import ProcessCase
from odoo.addons.crm_task_workflow.tests.template_batches_common import (
    TemplateBatchesCase,
)
from odoo.addons.queue_job.job import DONE, PENDING

from ..wizard import mail_activity_schedule
from .common import ByJobs

CHANNEL = "root.crm_tasks"


@tagged("post_install", "-at_install")
class TestReminderJobs(ByJobs, ReminderCase):
    def setUp(self):
        super().setUp()
        self.patch(crm_task_reminder, "BATCH", 2)
        for user in [self.rep] * 3 + [self.boss, self.colleague]:
            self.plan(user_id=user.id, date_start=self.start, alarm_ids=self.mail.ids)
        self.set_clock(self.start)

    def enqueue(self):
        self.env["crm.task.reminder"]._cron_send_due()

    def test_a_job_for_each_batch(self):
        self.enqueue()
        jobs = self.made_jobs(PENDING)
        self.assertEqual([len(job.records) for job in jobs], [3, 2])
        self.assertEqual(set(jobs.mapped("channel")), {f"{CHANNEL}.reminders"})
        self.assertFalse(self.reminders(self.rep))
        self.perform_jobs()
        for user in (self.rep, self.boss, self.colleague):
            self.assertEqual(len(self.reminders(user)), 1)
        self.assertEqual(set(self.made_jobs().mapped("state")), {DONE})

    def test_what_waits_already_isnt_put_there_again(self):
        self.enqueue()
        jobs = self.made_jobs()
        self.enqueue()
        self.assertEqual(self.made_jobs(), jobs)
        # one is done, one more is due: only what is new
        self.perform_jobs(limit=1)
        new = self.plan(date_start=self.start, alarm_ids=self.mail.ids).sudo()
        self.env["crm.task.reminder"].create(
            {
                "mail_activity_id": new.id,
                "alarm_id": self.mail.id,
                "remind_at": self.start,
            }
        )
        self.enqueue()
        records = (self.made_jobs() - jobs).records
        self.assertEqual(records.mail_activity_id, new)

    def test_performed_twice(self):
        """As when a server dies after its job and before it could say so."""
        self.enqueue()
        uuids = self.made_jobs().mapped("uuid")
        for uuid in [*uuids, *uuids]:
            self.perform_job(uuid)
        self.assertEqual(len(self.reminders(self.rep)), 1)


@tagged("post_install", "-at_install")
class TestSeriesJobs(ByJobs, SeriesCase):
    def setUp(self):
        super().setUp()
        self.patch(crm_task_series_next, "BATCH", 2)
        rule = {"repeat_unit": "week", "next_on": "schedule"}
        self.first = [self.repeat(rule=rule) for _number in range(3)]
        self.on_day("2026-04-08 12:00:00")
        self.env["crm.task.series"]._cron_go_on()

    def test_a_job_for_each_batch(self):
        jobs = self.made_jobs(PENDING)
        self.assertEqual([len(job.records) for job in jobs], [2, 1])
        self.assertEqual(set(jobs.mapped("channel")), {f"{CHANNEL}.series"})
        self.assertCounts(2)
        self.perform_jobs(limit=2)
        self.assertCounts(3)
        # the new ones are for today: the next ones after them are due, too
        jobs = self.made_jobs(PENDING)
        self.assertEqual([len(job.records) for job in jobs], [2, 1])
        self.perform_jobs()
        for task in self.first:
            days = "03-18", "03-25", "04-08", "04-15"
            self.assertDays(self.tasks_of(task), *days)

    def test_performed_twice(self):
        for uuid in self.made_jobs().mapped("uuid") * 2:
            self.perform_job(uuid)
        self.perform_jobs()
        self.assertCounts(4)

    def assertCounts(self, count):
        for task in self.first:
            self.assertEqual(len(self.tasks_of(task)), count)


@tagged("post_install", "-at_install")
class TestChannels(TaskCase):
    def test_whatever_works_in_batches_has_one(self):
        functions = self.env["queue.job.function"].search(
            [("method", "=", "_run_batch_job")]
        )
        models = set(self.env.registry["crm.task.batches"]._inherit_children)
        self.assertGreaterEqual(set(functions.mapped("model_id.model")), models)
        for function in functions:
            self.assertTrue(function.channel.startswith(f"{CHANNEL}."))


@tagged("post_install", "-at_install")
class TestProcessJobs(ByJobs, ProcessCase):
    def test_many_starts(self):
        self.patch(crm_task_process_start, "AT_ONCE", 1)
        process, leads = self.call_process(), self.leads(3)
        runs = self.start(process, leads)
        self.env["crm.task.process.run"]._cron_advance()
        job = self.made_jobs(PENDING)
        self.assertEqual((len(job), job.records.sudo()), (1, runs.sudo()))
        self.assertEqual(job.channel, f"{CHANNEL}.processes")
        self.assertFalse(self.tasks(leads))
        self.perform_jobs()
        self.assertEqual(self.tasks(leads).mapped("res_id"), leads.ids)


@tagged("post_install", "-at_install")
class TestTemplateJobs(ByJobs, TemplateBatchesCase):
    def launch(self, count=5, **values):
        self.leads = self.more_leads(count)
        return self.start(self.by_salesperson(**values), self.leads)[0]

    def batch_jobs(self, *states):
        return self.made_jobs(*states).filtered(
            lambda job: job.method_name == "_launch_batch_job"
        )

    def test_jobs_of_who_launches(self):
        schedule = self.launch()
        jobs = self.batch_jobs(PENDING)
        self.assertEqual(len(jobs), 3)
        self.assertEqual(jobs.user_id, self.boss)
        self.assertEqual(set(jobs.mapped("channel")), {f"{CHANNEL}.templates"})
        self.assertTrue(schedule._launch_progress()["goes_on"])
        self.perform_jobs()
        self.assertEqual(self.tasks_of(self.leads).create_uid, self.boss)

    def test_over_without_the_dialog(self):
        schedule = self.launch()
        before = self.told(self.rep)
        self.perform_jobs()
        self.assertTrue(schedule.launch_over)
        self.assertEqual(len(self.told(self.rep) - before), 1)
        self.assertFalse(schedule._launch_progress()["goes_on"])

    def test_performed_twice(self):
        self.launch()
        for uuid in self.batch_jobs().mapped("uuid") * 2:
            self.perform_job(uuid)
        self.assertEqual(len(self.tasks_of(self.leads)), 5)

    def test_in_turn_one_after_the_other(self):
        self.launch(6, responsible_type="round_robin")
        for done in range(3):
            self.assertEqual(len(self.batch_jobs(PENDING)), 1)
            self.assertEqual(len(self.batch_jobs(DONE)), done)
            self.perform_job(self.batch_jobs(PENDING).uuid)
        self.assertFalse(self.batch_jobs(PENDING))

    def test_what_nobody_foresaw(self):
        """A mistake in somebody's code stops one batch, is told and logged."""
        schedule = self.launch()
        create = self.env.registry["mail.activity"].create
        bad = self.leads[2].id

        def break_down(tasks, vals_list):
            if bad in {vals["res_id"] for vals in vals_list}:
                raise ZeroDivisionError("broken")
            return create(tasks, vals_list)

        logger = mail_activity_schedule.__name__
        with (
            patch.object(self.env.registry["mail.activity"], "create", break_down),
            self.assertLogs(logger, "ERROR"),
        ):
            self.perform_jobs()
        progress = schedule.action_launch_batch()
        self.assertEqual((progress["task_count"], progress["left_out"]), (3, 2))
        self.assertIn("broken", progress["failures"][0]["reason"])
        self.assertTrue(progress["is_over"])

    def test_kept_as_long_as_jobs_wait(self):
        schedule = self.launch()
        rows = schedule | schedule.sudo().launch_batch_ids.schedule_id
        batches = schedule.sudo().launch_batch_ids

        def sweep_after(**age):
            self.env.flush_all()
            for table in (schedule._table, batches._table):
                self.env.cr.execute(  # pylint: disable=sql-injection
                    f"UPDATE {table} SET write_date = now() - interval '2 hours'"
                )
            schedule.sudo()._transient_vacuum()
            batches._transient_vacuum()
            self.env.invalidate_all()

        sweep_after()
        self.assertEqual((rows.exists(), batches.exists()), (rows, batches))
        self.perform_jobs()
        sweep_after()
        self.assertFalse(rows.exists() or batches.exists())

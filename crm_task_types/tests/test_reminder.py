from datetime import datetime, timedelta

from odoo.tests import tagged

from .common import NOON, TaskCase


@tagged("post_install", "-at_install")
class TestReminder(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.popup, cls.mail = cls.env["calendar.alarm"].create(
            [
                {
                    "name": "15 minutes",
                    "alarm_type": "notification",
                    "duration": 15,
                    "interval": "minutes",
                },
                {
                    "name": "1 hour by mail",
                    "alarm_type": "email",
                    "duration": 1,
                    "interval": "hours",
                },
            ]
        )
        cls.visit.alarm_ids = cls.popup | cls.mail
        cls.start = NOON + timedelta(hours=4)

    def moments(self, task):
        return task.sudo().reminder_ids.sorted("remind_at").mapped("remind_at")

    def send(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_task_types.ir_cron_send_reminders"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def mails(self, task):
        return self.env["mail.message"].search(
            [
                ("model", "=", "mail.activity"),
                ("res_id", "=", task.id),
                ("subject", "like", "Reminder"),
            ]
        )

    def test_reminders_of_the_type(self):
        task = self.plan(date_start=self.start)
        self.assertEqual(task.alarm_ids, self.popup | self.mail)
        self.assertEqual(
            self.moments(task),
            [self.start - timedelta(hours=1), self.start - timedelta(minutes=15)],
        )

    def test_whole_day_in_the_morning_of_the_assignee(self):
        self.rep.tz = "Pacific/Honolulu"
        task = self.plan(date_deadline="2026-03-20", alarm_ids=self.mail.ids)
        self.assertEqual(self.moments(task), [datetime(2026, 3, 20, 18)])

    def test_move_with_the_task(self):
        task = self.plan(date_start=self.start, alarm_ids=self.popup.ids)
        task.date_start = self.start + timedelta(days=1)
        self.assertEqual(
            self.moments(task), [self.start + timedelta(days=1, minutes=-15)]
        )
        task.alarm_ids = False
        self.assertFalse(self.moments(task))

    def test_not_for_the_past(self):
        self.assertFalse(
            self.moments(self.plan(date_start=NOON + timedelta(minutes=5)))
        )

    def test_sent_once(self):
        task = self.plan(date_start=self.start, alarm_ids=self.mail.ids)
        self.send()
        self.assertFalse(self.mails(task))
        self.set_clock(self.start - timedelta(minutes=60))
        self.send()
        self.send()
        self.assertEqual(len(self.mails(task)), 1)
        self.assertEqual(self.mails(task).notified_partner_ids, self.rep.partner_id)

    def test_in_the_browser(self):
        task = self.plan(
            date_start=self.start, alarm_ids=self.popup.ids, summary="Measure"
        )
        self.set_clock(self.start - timedelta(minutes=15))
        self.env["bus.bus"].search([]).unlink()
        self.send()
        self.env.cr.precommit.run()  # writes what the bus is to send
        sent = self.env["bus.bus"].search([]).mapped("message")
        self.assertIn("Measure", str(sent))
        self.assertFalse(self.moments(task))

    def test_done_tasks_are_not_reminded_of(self):
        task = self.plan(date_start=self.start, alarm_ids=self.mail.ids)
        task.action_feedback()
        self.assertFalse(self.moments(task))

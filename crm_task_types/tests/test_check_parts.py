from datetime import timedelta

from odoo import Command

from .check_common import CheckMixin
from .common import NOON, TaskCase, tagged

REMINDER, TASK = "crm_task_reminder", "mail_activity"


@tagged("post_install", "-at_install")
class TestCheckParts(CheckMixin, TaskCase):
    """Reminders, reviews and handed-over tasks that don't go with their task."""

    def assertFound(self, problem, table, damage, record):
        """A damage is found, and nothing else with it."""
        self.assertEqual(self.problems(), set())
        with self.subTest(problem), self.env.cr.savepoint() as savepoint:
            self.env.cr.execute(
                f"UPDATE {table} SET {damage} WHERE id = %s", [record.id]
            )
            self.env.invalidate_all()
            self.assertEqual(self.problems(), {problem})
            savepoint.rollback()

    def test_reminders(self):
        alarm = self.env.ref("calendar.alarm_notif_1")
        other = self.env.ref("calendar.alarm_notif_2")
        day = NOON.date() + timedelta(days=2)
        times = [
            {"date_deadline": day},
            {"date_start": NOON + timedelta(days=2)},
            {"date_due": NOON + timedelta(days=2)},
            {"date_start": NOON + timedelta(days=2), "duration_hours": 2},
        ]
        for zone in ("UTC", "America/New_York", "Australia/Lord_Howe"):
            self.rep.tz = zone
            for values in times:
                both = [Command.set(alarm.ids)]
                self.plan(alarm_ids=both, due_alarm_ids=both, **values)
        task = self.plan(alarm_ids=[Command.set(alarm.ids)], date_deadline=day)
        reminder = task.sudo().reminder_ids
        earlier = other.duration_minutes - alarm.duration_minutes
        self.assertFound(
            "Reminder that its task doesn't have",
            REMINDER,
            f"alarm_id = {other.id},"
            f" remind_at = remind_at - interval '{earlier} minutes'",
            reminder,
        )
        self.assertFound(
            "Reminder at another time than its task says",
            REMINDER,
            "remind_at = remind_at + interval '1 hour'",
            reminder,
        )
        self.assertFound(
            "Reminder of a task that is closed",
            TASK,
            "active = false, date_done = date_deadline, status_id = NULL",
            task,
        )

    def test_observers(self):
        task = self.plan(
            date_start=NOON + timedelta(days=2),
            observer_ids=[Command.set(self.colleague.ids)],
        )
        self.assertTrue(task.tell_overdue_at)
        self.assertFound(
            "Observers to be told at another moment than when it is overdue",
            TASK,
            "tell_overdue_at = tell_overdue_at + interval '1 hour'",
            task,
        )

    def test_review(self):
        task = self.plan(reviewer_id=self.colleague.id)
        task.with_user(self.rep).action_feedback()
        self.assertEqual(task.review_state, "waiting")
        self.assertFound(
            "Task that waits for review, but of which nothing is held",
            TASK,
            "held_date = NULL",
            task,
        )
        self.assertFound(
            "Held completion of a task that doesn't wait for review",
            TASK,
            "review_state = 'returned'",
            task,
        )

    def test_absence(self):
        task = self.plan(document=self.lead)
        self.env["crm.task.absence"].create(
            {
                "user_id": self.rep.id,
                "date_from": NOON.date(),
                "date_until": NOON.date() + timedelta(days=3),
                "scope": "all",
                "way": "one",
                "heir_id": self.colleague.id,
            }
        )
        line = self.env["crm.task.absence.line"].search(
            [("mail_activity_id", "=", task.id)]
        )
        self.assertEqual(line.state, "given")
        self.assertFound(
            "Task that is to come back from an absence that is over",
            "crm_task_absence",
            "state = 'over'",
            line.absence_id,
        )
        line.copy()
        self.assertEqual(self.problems(), {"Task handed over twice for one absence"})

"""When reminders are planned for."""

from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import NOON
from .reminder_common import ReminderCase


@tagged("post_install", "-at_install")
class TestReminder(ReminderCase):
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

    def test_moments_that_stay_are_not_planned_anew(self):
        """What is due just now isn't lost by a change of something else."""
        task = self.plan(date_start=self.start, alarm_ids=self.mail.ids)
        queued = task.sudo().reminder_ids
        self.set_clock(self.start - timedelta(minutes=60))
        task.write({"alarm_ids": [Command.link(self.popup.id)], "summary": "Measure"})
        self.assertIn(queued, task.sudo().reminder_ids)
        self.assertEqual(len(task.sudo().reminder_ids), 2)
        self.send()
        task.summary = "Measure again"
        task.alarm_ids = self.mail
        self.assertFalse(task.sudo().reminder_ids)  # not a second time
        self.assertEqual(len(self.mails(task)), 1)

    def test_another_type_brings_its_reminders(self):
        self.call.alarm_ids = self.mail
        task = self.plan(date_start=self.start)
        task.activity_type_id = self.call
        self.assertEqual(self.moments(task), [self.start - timedelta(hours=1)])

    def test_changed_alarm(self):
        task = self.plan(date_start=self.start, alarm_ids=self.popup.ids)
        self.popup.duration = 30
        self.assertEqual(self.moments(task), [self.start - timedelta(minutes=30)])

    def test_assignee_moves_to_another_zone(self):
        task = self.plan(date_deadline="2026-03-20", alarm_ids=self.mail.ids)
        self.assertEqual(self.moments(task), [datetime(2026, 3, 20, 8)])
        self.rep.tz = "Asia/Tokyo"
        self.assertEqual(self.moments(task), [datetime(2026, 3, 19, 23)])

    def test_morning_at_a_switch_of_the_clock(self):
        """Nine in the morning of Warsaw, in winter and in summer."""
        self.rep.tz = "Europe/Warsaw"
        for day, hour in [("2026-03-28", 7), ("2026-03-29", 6)]:
            task = self.plan(date_deadline=day, alarm_ids=self.mail.ids)
            [moment] = self.moments(task)
            self.assertEqual(moment, datetime.fromisoformat(f"{day} 0{hour}:00"))

    # ---- before start or due

    def test_before_start_and_before_due(self):
        """As many as wanted of each, also the same one twice."""
        hour, quarter = timedelta(hours=1), timedelta(minutes=15)
        task = self.plan(
            date_start=self.start,
            duration_hours=2,
            alarm_ids=(self.mail | self.popup).ids,
            due_alarm_ids=self.mail.ids,
        )

        def expected(start, due):
            return [start - hour, start - quarter, due - hour]

        due = self.start + 2 * hour
        self.assertEqual(self.moments(task), expected(self.start, due))
        task.duration_hours = 3
        self.assertEqual(self.moments(task), expected(self.start, due + hour))
        task.date_start += timedelta(days=1)
        self.assertEqual(
            self.moments(task),
            [moment + timedelta(days=1) for moment in expected(self.start, due + hour)],
        )
        task.alarm_ids = False
        self.assertEqual(self.moments(task), [due + timedelta(days=1)])

    def test_one_of_them_moves(self):
        """The other one stays in the queue as it is."""
        task = self.plan(
            date_start=self.start,
            alarm_ids=self.mail.ids,
            due_alarm_ids=self.mail.ids,
        )
        before_start, before_due = task.sudo().reminder_ids.sorted("remind_at")
        task.duration_hours += 1
        self.assertTrue(before_start.exists())
        self.assertFalse(before_due.exists())

    def test_both_are_sent(self):
        task = self.plan(
            date_start=self.start,
            duration_hours=2,
            alarm_ids=self.mail.ids,
            due_alarm_ids=self.mail.ids,
        )
        for number, moment in enumerate(self.moments(task), 1):
            self.set_clock(moment)
            self.send()
            self.assertEqual(len(self.mails(task)), number)

    def test_before_what_there_is(self):
        """A task with a due time only, and one for the whole day."""
        none = {"alarm_ids": False, "due_alarm_ids": False}
        hour = timedelta(hours=1)
        for name in none:
            task = self.plan(date_due=self.start, **none | {name: self.mail.ids})
            base = task.date_start if name == "alarm_ids" else task.date_due
            self.assertEqual(self.moments(task), [(base or task.date_due) - hour])
            whole = self.plan(
                date_deadline="2026-03-20", **none | {name: self.mail.ids}
            )
            self.assertEqual(self.moments(whole), [datetime(2026, 3, 20, 8)])

    def test_choices_of_the_type(self):
        self.visit.write(
            {
                "due_alarm_ids": self.mail.ids,
                "remind_co_executors": True,
                "remind_observers": True,
            }
        )
        task = self.plan()
        self.assertEqual(task.due_alarm_ids, self.mail)
        self.assertEqual(
            (task.remind_co_executors, task.remind_observers), (True, True)
        )
        task = self.plan(due_alarm_ids=False, remind_observers=False)
        self.assertFalse(task.due_alarm_ids)
        self.assertEqual(
            (task.remind_co_executors, task.remind_observers), (True, False)
        )

    def test_whole_days_follow_the_zone(self):
        task = self.plan(
            date_deadline="2026-03-20", alarm_ids=False, due_alarm_ids=self.mail.ids
        )
        self.assertEqual(self.moments(task), [datetime(2026, 3, 20, 8)])
        self.rep.tz = "Asia/Tokyo"
        self.assertEqual(self.moments(task), [datetime(2026, 3, 19, 23)])

from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import TaskCase

ZONES = {
    "Pacific/Honolulu": "UTC-10",
    "UTC": "UTC",
    "Pacific/Tongatapu": "UTC+13",
}


@tagged("post_install", "-at_install")
class TestDates(TaskCase):
    def test_whole_day_task(self):
        task = self.plan(date_deadline="2026-03-20")
        self.assertWhen(task, None, None, "2026-03-20")
        self.assertEqual(task.date_overdue, datetime(2026, 3, 21))

    def test_without_any_date_it_is_due_today(self):
        self.assertWhen(self.plan(), None, None, "2026-03-18")

    def test_start_gives_due_and_day(self):
        task = self.plan(date_start="2026-03-20 09:00:00")
        self.assertWhen(task, "2026-03-20 09:00", "2026-03-20 11:00", "2026-03-20")

    def test_due_gives_start_and_day(self):
        task = self.plan(date_due="2026-03-20 09:00:00")
        self.assertWhen(task, "2026-03-20 07:00", "2026-03-20 09:00", "2026-03-20")

    def test_start_and_due_give_the_duration(self):
        task = self.plan(
            date_start="2026-03-20 09:00:00", date_due="2026-03-20 12:30:00"
        )
        self.assertEqual(task.duration_hours, 3.5)
        self.assertWhen(task, "2026-03-20 09:00", "2026-03-20 12:30", "2026-03-20")

    def test_times_win_over_a_day_given_with_them(self):
        task = self.plan(date_due="2026-03-20 09:00:00", date_deadline="2026-04-01")
        self.assertWhen(task, "2026-03-20 07:00", "2026-03-20 09:00", "2026-03-20")
        task.write({"date_start": "2026-03-23 07:00:00", "date_deadline": "2026-04-01"})
        self.assertWhen(task, "2026-03-23 07:00", "2026-03-23 09:00", "2026-03-23")

    def test_start_with_an_empty_due_time(self):
        """As in an import where the cell of the due time is empty."""
        task = self.plan(date_start="2026-03-20 09:00:00", date_due=False)
        self.assertWhen(task, "2026-03-20 09:00", "2026-03-20 11:00", "2026-03-20")
        task.write({"date_start": "2026-03-21 09:00:00", "date_due": ""})
        self.assertWhen(task, "2026-03-21 09:00", "2026-03-21 11:00", "2026-03-21")
        task.write({"date_start": False, "date_due": False})
        self.assertWhen(task, None, None, "2026-03-21")

    def test_the_last_day_means_never(self):
        self.rep.tz = "America/Los_Angeles"
        task = self.plan(date_deadline="9999-12-31")
        self.assertEqual((task.state, task.deadline_bucket), ("planned", "later"))
        found = self.env["mail.activity"].search(
            [("state", "=", "planned"), ("id", "=", task.id)]
        )
        self.assertEqual(found, task)

    def test_endless_duration_is_refused(self):
        task = self.plan(date_start="2026-03-20 09:00:00")
        for hours in (1e9, 1e300, float("nan")):
            with self.assertRaises(ValidationError):
                task.duration_hours = hours
            with self.assertRaises(ValidationError):
                self.plan(date_due="2026-03-20 09:00:00", duration_hours=hours)

    def test_nobody_writes_what_follows(self):
        """A time zone that doesn't exist would break every list with the task."""
        task = self.plan(date_start="2026-03-20 09:00:00")
        nonsense = {
            "user_tz": "Mars/Olympus",
            "date_overdue": "2020-01-01 00:00:00",
            "reschedule_count": 7,
        }
        task.write({**nonsense, "summary": "Measure"})
        self.assertEqual(
            (task.user_tz, task.date_overdue, task.reschedule_count, task.summary),
            ("UTC", task.date_due, 0, "Measure"),
        )
        self.assertEqual(self.plan(**nonsense).user_tz, "UTC")

    def test_moves_keep_the_duration(self):
        task = self.plan(date_start="2026-03-20 09:00:00")
        task.date_due = datetime(2026, 3, 23, 18)
        self.assertWhen(task, "2026-03-23 16:00", "2026-03-23 18:00", "2026-03-23")
        task.date_start = datetime(2026, 3, 24, 8)
        self.assertWhen(task, "2026-03-24 08:00", "2026-03-24 10:00", "2026-03-24")
        task.duration_hours = 0.5
        self.assertWhen(task, "2026-03-24 08:00", "2026-03-24 08:30", "2026-03-24")

    def test_becomes_a_whole_day_task(self):
        for name in ("date_start", "date_due"):
            task = self.plan(date_start="2026-03-20 09:00:00")
            task.write({name: False})
            with self.subTest(name=name):
                self.assertWhen(task, None, None, "2026-03-20")

    def test_due_before_start_is_refused(self):
        with self.assertRaises(ValidationError):
            self.plan(date_start="2026-03-20 09:00:00", date_due="2026-03-20 08:00:00")

    def test_days_in_the_zone_of_the_assignee(self):
        """Due at 22:30 UTC of March 18; then moved to the 25th by its day."""
        for tz, day, moved in [
            ("Pacific/Honolulu", "2026-03-18", "2026-03-25 22:30"),  # 12:30 there
            ("UTC", "2026-03-18", "2026-03-25 22:30"),
            (
                "Pacific/Tongatapu",
                "2026-03-19",
                "2026-03-24 22:30",
            ),  # 11:30 on the next day there
        ]:
            self.rep.tz = tz
            task = self.plan(date_due="2026-03-18 22:30:00", duration_hours=0)
            with self.subTest(tz=tz):
                self.assertEqual(str(task.date_deadline), day)
                task.date_deadline = date(2026, 3, 25)
                self.assertWhen(task, moved, moved, "2026-03-25")

    def test_ends_at_midnight(self):
        """From ten to midnight is a task of that evening."""
        task = self.plan(date_start="2026-03-20 22:00:00")
        self.assertWhen(task, "2026-03-20 22:00", "2026-03-21 00:00", "2026-03-20")
        task.date_deadline = date(2026, 3, 25)
        self.assertWhen(task, "2026-03-25 22:00", "2026-03-26 00:00", "2026-03-25")

    def test_unassigned_takes_the_day_of_who_plans(self):
        Task = self.env["mail.activity"].with_context(tz="Australia/Brisbane")
        task = Task.create(
            {
                "res_model_id": self.model_id("crm.lead"),
                "res_id": self.lead.id,
                "date_due": "2026-03-18 21:00:00",
                "user_id": False,
            }
        )
        self.assertEqual(task.date_deadline, date(2026, 3, 19))

    def test_day_over_a_change_to_summer_time(self):
        self.rep.tz = "Europe/Warsaw"
        task = self.plan(
            date_start="2026-03-27 08:00:00"
        )  # Friday 9:00 to 11:00 in Warsaw
        task.date_deadline = date(2026, 3, 30)  # Monday, after the change
        self.assertWhen(task, "2026-03-30 07:00", "2026-03-30 09:00", "2026-03-30")
        task.date_deadline = date(2026, 10, 26)  # after the change back
        self.assertWhen(task, "2026-10-26 08:00", "2026-10-26 10:00", "2026-10-26")

    def test_odoo_buttons_keep_the_time_of_day(self):
        """At noon UTC it is 2:00 of the 18th in Honolulu and 1:00 of the 19th in
        Tonga."""
        for tz, start, today, tomorrow, monday in [
            (
                "Pacific/Honolulu",
                "2026-03-10 20:00",
                "2026-03-18 20:00",
                "2026-03-19 20:00",
                "2026-03-23 20:00",
            ),
            (
                "UTC",
                "2026-03-10 20:00",
                "2026-03-18 20:00",
                "2026-03-19 20:00",
                "2026-03-23 20:00",
            ),
            (
                "Pacific/Tongatapu",
                "2026-03-10 20:00",
                "2026-03-18 20:00",
                "2026-03-19 20:00",
                "2026-03-22 20:00",
            ),
        ]:
            self.rep.tz = tz
            task = self.plan(date_start=start + ":00")
            for button, expected in [
                (task.action_reschedule_today, today),
                (task.action_reschedule_tomorrow, tomorrow),
                (task.action_reschedule_nextweek, monday),
            ]:
                button()
                with self.subTest(tz=tz, button=button.__name__):
                    self.assertEqual(str(task.date_start)[:16], expected)
                    self.assertEqual(task.duration_hours, 2)

    def test_document_buttons(self):
        task = self.plan(date_start="2026-03-10 20:00:00")
        self.lead.with_user(self.rep).action_reschedule_my_next_tomorrow()
        self.assertWhen(task, "2026-03-19 20:00", "2026-03-19 22:00", "2026-03-19")

    def test_buttons_leave_whole_day_tasks_alone(self):
        task = self.plan(date_deadline="2026-03-10")
        task.action_reschedule_tomorrow()
        self.assertWhen(task, None, None, "2026-03-19")

    def test_buttons_with_assignees_of_different_zones(self):
        tasks = self.env["mail.activity"]
        for tz in ("Pacific/Honolulu", "Pacific/Tongatapu"):
            user = self.env["res.users"].create({"name": tz, "login": tz, "tz": tz})
            tasks |= self.plan(user=self.boss, user_id=user.id)
        tasks.action_reschedule_today()
        self.assertEqual(
            tasks.mapped("date_deadline"), [date(2026, 3, 18), date(2026, 3, 19)]
        )

    def test_another_assignee(self):
        """The moment stays, the day is the new assignee's."""
        self.colleague.tz = "Pacific/Tongatapu"
        task = self.plan(
            user=self.boss, date_start="2026-03-20 15:00:00", user_id=self.rep.id
        )
        self.assertEqual(task.date_deadline, date(2026, 3, 20))
        task.user_id = self.colleague
        self.assertWhen(task, "2026-03-20 15:00", "2026-03-20 17:00", "2026-03-21")

    def test_assignee_moves_to_another_zone(self):
        timed = self.plan(date_start="2026-03-20 15:00:00")
        whole = self.plan(date_deadline="2026-03-20")
        self.rep.tz = "Pacific/Tongatapu"
        self.assertWhen(timed, "2026-03-20 15:00", "2026-03-20 17:00", "2026-03-21")
        self.assertWhen(whole, None, None, "2026-03-20")
        self.assertEqual(whole.date_overdue, datetime(2026, 3, 20, 11))

    def test_import_of_a_day(self):
        task = self.plan(date_start="2026-03-20 09:00:00")
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "task",
                "model": "mail.activity",
                "res_id": task.id,
            }
        )
        result = self.env["mail.activity"].load(
            ["id", "date_deadline"], [["__import__.task", "2026-03-27"]]
        )
        self.assertFalse(result["messages"])
        self.assertWhen(task, "2026-03-27 09:00", "2026-03-27 11:00", "2026-03-27")

    def test_batch_write_of_a_day(self):
        tasks = (
            self.plan(date_start="2026-03-20 09:00:00")
            | self.plan(date_start="2026-03-21 15:00:00")
            | self.plan()
        )
        tasks.write({"date_deadline": "2026-03-27"})
        self.assertEqual(set(tasks.mapped("date_deadline")), {date(2026, 3, 27)})
        self.assertEqual(
            [str(task.date_start)[11:16] for task in tasks[:2]], ["09:00", "15:00"]
        )
        self.assertFalse(tasks[2].date_start)

    def test_form(self):
        """What the browser shows while somebody types."""
        with Form(self.plan(), "crm_task_types.mail_activity_view_form_task") as form:
            form.date_start = datetime(2026, 3, 20, 9)
            self.assertEqual(form.date_due, datetime(2026, 3, 20, 11))
            form.duration_hours = 1
            self.assertEqual(form.date_due, datetime(2026, 3, 20, 10))
            form.date_due = datetime(2026, 3, 21, 12)
            self.assertEqual(form.date_start, datetime(2026, 3, 21, 11))
        task = form.record
        self.assertWhen(task, "2026-03-21 11:00", "2026-03-21 12:00", "2026-03-21")

    def _values_of_many(self, number):
        leads = self.env["crm.lead"].create(
            [{"name": f"Lead {n}", "user_id": self.rep.id} for n in range(number)]
        )
        return [
            {
                "activity_type_id": self.visit.id,
                "res_model_id": self.model_id("crm.lead"),
                "res_id": lead.id,
                "user_id": self.rep.id,
                "date_start": datetime(2026, 3, 20 + number % 5, 9),
            }
            for number, lead in enumerate(leads)
        ]

    def _count_queries(self, work):
        self.cr.flush()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        work()
        self.cr.flush()
        return self.cr.sql_log_count - before

    def test_queries_of_a_batch(self):
        """Creating fifty tasks costs no more queries than creating two."""
        values = self._values_of_many(50)
        Task = self.env["mail.activity"].with_user(self.rep)
        Task.create(values[:1])  # warms the caches of the registry
        self.assertEqual(
            self._count_queries(lambda: Task.create(values[:2])),
            self._count_queries(lambda: Task.create(values)),
        )

    def test_queries_of_moving_a_batch(self):
        """So does moving them, also those that start at a time of the day."""
        tasks = self.env["mail.activity"].create(self._values_of_many(53))
        tasks = tasks.with_user(self.rep)

        def move(some):
            return lambda: some.write({"date_deadline": "2026-03-30"})

        self._count_queries(move(tasks[:1]))  # warms the caches of the registry
        self.assertEqual(
            self._count_queries(move(tasks[1:3])), self._count_queries(move(tasks[3:]))
        )
        self.assertEqual(set(tasks.mapped("date_start")), {datetime(2026, 3, 30, 9, 0)})
        self.assertEqual(set(tasks.mapped("reschedule_count")), {1})

    def test_one_write_for_each_time_of_the_day(self):
        values = self._values_of_many(6)
        values[0]["date_start"] = datetime(2026, 3, 20, 15)
        tasks = self.env["mail.activity"].create(values)
        Task = type(tasks)
        with patch.object(
            Task, "write", autospec=True, side_effect=Task.write
        ) as write:
            tasks.write({"date_deadline": "2026-03-30"})
        starts = [
            call.args[1]["date_start"]
            for call in write.call_args_list
            if "date_start" in call.args[1]
        ]
        self.assertCountEqual(
            starts, [datetime(2026, 3, 30, 9), datetime(2026, 3, 30, 15)]
        )

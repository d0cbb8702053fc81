"""The next task of a series: when, on which day, and what it takes over."""

from datetime import datetime

from odoo.fields import Command

from .common_series import SeriesCase


class TestSeries(SeriesCase):
    # ---- when

    def test_next_when_completed(self):
        task = self.repeat()
        self.assertEqual(task.series_words, "Every week on Wednesday")
        self.assertEqual(self.newest(task), task)
        following = self.finish(task)
        self.assertNotEqual(following, task)
        self.assertWhen(following, "2026-03-25 14:00", "2026-03-25 16:00", "2026-03-25")
        self.assertFalse(task.is_repeating)
        self.assertTrue(following.is_repeating)

    def test_next_when_cancelled(self):
        task = self.repeat()
        task._cancel("Not this week")
        self.assertDays(self.tasks_of(task), "03-18", "03-25")

    def test_next_when_deleted(self):
        task = self.repeat()
        series = task.sudo().series_id
        task.sudo().unlink()
        self.assertFalse(task.exists())
        self.assertDays(series.task_ids, "03-25")
        self.assertEqual(series.mail_activity_id, series.task_ids)

    def test_next_when_accepted(self):
        """A task with a review is done when it is accepted."""
        task = self.repeat(reviewer_id=self.boss.id)
        self.assertEqual(self.finish(task), task)
        self.assertEqual(task.review_state, "waiting")
        task.with_user(self.boss).action_return_review("No photos")
        self.assertEqual(self.finish(task), task)
        task.with_user(self.boss).action_accept_review()
        following = self.newest(task)
        self.assertDays(following, "03-25")
        self.assertEqual(following.reviewer_id, self.boss)
        self.assertFalse(following.review_state)
        self.assertFalse(following.differs_from_series)

    def test_archived_together(self):
        tasks = self.repeat() | self.repeat(rule={"repeat_unit": "day"})
        tasks.write({"active": False})
        self.assertDays(self.newest(tasks[0]), "03-25")
        self.assertDays(self.newest(tasks[1]), "03-19")

    def test_days_that_passed_are_left_out(self):
        task = self.repeat(rule={"repeat_unit": "day"})
        self.on_day("2026-03-23 13:00:00")
        self.assertDays(self.finish(task), "03-23")
        task = self.newest(task)
        # at three in the afternoon, the day is over for a task of two
        self.on_day("2026-03-24 17:00:00")
        self.assertDays(self.finish(task), "03-25")

    def test_done_early(self):
        task = self.repeat("2026-03-27 09:00:00")
        self.assertDays(self.finish(task), "04-03")

    def test_whole_day(self):
        task = self.repeat(
            None, date_deadline="2026-03-18", rule={"repeat_unit": "day"}
        )
        self.assertWhen(self.finish(task), None, None, "2026-03-19")

    def test_on_schedule(self):
        task = self.repeat(
            "2026-03-19 09:00:00", rule={"repeat_unit": "week", "next_on": "schedule"}
        )
        self.run_cron()
        self.assertEqual(self.tasks_of(task), task)
        self.on_day("2026-03-19 00:00:01")
        self.run_cron()
        self.run_cron()
        self.assertDays(self.tasks_of(task), "03-19", "03-26")
        task.action_feedback()
        self.assertDays(self.tasks_of(task), "03-19", "03-26")

    def test_on_schedule_after_downtime(self):
        task = self.repeat(rule={"repeat_unit": "day", "next_on": "schedule"})
        self.assertDays(self.tasks_of(task), "03-18", "03-19")
        self.on_day("2026-04-10 09:00:00")
        self.run_cron()
        self.assertDays(self.tasks_of(task), "03-18", "03-19", "04-10", "04-11")

    def test_day_of_the_assignee(self):
        self.rep.tz = "Pacific/Auckland"  # where it is Thursday at noon UTC
        task = self.repeat(
            "2026-03-19 20:00:00", rule={"repeat_unit": "day", "next_on": "schedule"}
        )
        self.assertEqual(str(task.series_day), "2026-03-20")
        self.assertEqual(task.sudo().series_id.next_check, datetime(2026, 3, 19, 11, 0))

    def test_wall_clock_over_dst(self):
        """9:00 stays 9:00, in zones that change at different moments, or never."""
        for tz, first, second, third in [
            ("Europe/Warsaw", "03-22 08:00", "03-29 07:00", "04-05 07:00"),
            ("America/New_York", "03-01 14:00", "03-08 13:00", "03-15 13:00"),
            ("Pacific/Auckland", "03-28 20:00", "04-04 21:00", "04-11 21:00"),
            ("Asia/Kolkata", "03-22 03:30", "03-29 03:30", "04-05 03:30"),
        ]:
            with self.subTest(tz=tz):
                self.rep.tz = tz
                self.on_day(f"2026-{first}:00")
                task = self.repeat(f"2026-{first}:00")
                following = self.finish(task)
                self.assertEqual(str(following.date_start)[5:16], second)
                following = self.finish(following)
                self.assertEqual(str(following.date_start)[5:16], third)

    def test_count(self):
        task = self.repeat(rule={"end_type": "count", "end_count": 2})
        following = self.finish(task)
        self.assertEqual(self.finish(following), following)
        self.assertEqual(following.series_state, "ended")
        self.assertDays(self.tasks_of(task), "03-18", "03-25")

    def test_until(self):
        task = self.repeat(rule={"end_type": "until", "end_date": "2026-03-25"})
        following = self.finish(task)
        self.assertDays(following, "03-25")
        self.assertEqual(self.finish(following), following)
        self.assertEqual(following.series_state, "ended")

    def test_month_end(self):
        self.on_day("2026-01-31 08:00:00")
        task = self.repeat(
            "2026-01-31 09:00:00", rule={"repeat_unit": "month", "month_day": 31}
        )
        days = []
        for _month in range(3):
            task = self.finish(task)
            days.append(str(task._day_of_series()))
        self.assertEqual(days, ["2026-02-28", "2026-03-31", "2026-04-30"])

    # ---- days off

    def test_days_off_of_the_assignee(self):
        """Thursday and Friday are off; the company has Monday to Friday."""
        self.give_hours(self.rep, self.make_calendar(0, 1, 2))
        for days_off, expected in [
            ("keep", "03-19"),
            ("skip", "03-23"),
            ("next", "03-23"),
            ("previous", "03-23"),  # Wednesday, the day before, has passed already
        ]:
            with self.subTest(days_off=days_off):
                task = self.repeat(
                    "2026-03-18 10:00:00",
                    rule={"repeat_unit": "day", "days_off": days_off},
                )
                self.on_day("2026-03-18 12:30:00")
                self.assertDays(self.finish(task), expected)

    def test_time_off_counts(self):
        calendar = self.make_calendar(0, 1, 2, 3, 4)
        resource = self.give_hours(self.rep, calendar)
        leave = {"calendar_id": calendar.id, "time_type": "leave"}
        self.env["resource.calendar.leaves"].create(
            [
                {
                    **leave,
                    "name": "Holiday",
                    "date_from": "2026-03-19 00:00:00",
                    "date_to": "2026-03-19 23:59:59",
                },
                {
                    **leave,
                    "name": "Mine",
                    "resource_id": resource.id,
                    "date_from": "2026-03-20 00:00:00",
                    "date_to": "2026-03-20 23:59:59",
                },
            ]
        )
        task = self.repeat(rule={"repeat_unit": "workday"})
        self.assertDays(self.finish(task), "03-23")

    def test_working_days_of_the_company(self):
        self.env.company.resource_calendar_id = self.make_calendar(2, 5)
        task = self.repeat(rule={"repeat_unit": "workday"})
        self.assertDays(self.finish(task), "03-21")

    def test_without_any_working_hours(self):
        self.env.company.resource_calendar_id = False
        task = self.repeat(rule={"repeat_unit": "workday"})
        self.assertDays(self.finish(task), "03-19")

    def test_who_never_works(self):
        self.give_hours(self.rep, self.make_calendar())
        task = self.repeat(rule={"repeat_unit": "workday"})
        self.assertEqual(self.finish(task), task)
        self.assertEqual(task.series_state, "ended")

    def test_day_by_the_rule_stays(self):
        self.on_day("2026-02-15 08:00:00")
        task = self.repeat(
            "2026-02-15 09:00:00", rule={"repeat_unit": "month", "days_off": "next"}
        )
        task = self.finish(task)
        self.assertDays(task, "03-16")  # the 15th is a Sunday
        self.assertDays(self.finish(task), "04-15")

    # ---- what is taken over

    def test_taken_over(self):
        alarm = self.env["calendar.alarm"].create(
            {"name": "A day before", "alarm_type": "email", "duration": 1,
             "interval": "days"}
        )  # fmt: skip
        self.visit.custom_field_ids = [
            Command.create({"name": "Floors", "kind": "integer", "key": "floors"}),
            Command.create(
                {
                    "name": "Partner",
                    "kind": "many2one",
                    "key": "partner",
                    "model_id": self.model_id("res.partner"),
                }
            ),
        ]
        task = self.repeat(
            summary="Look at the roof",
            note="<p>Bring the <b>ladder</b></p>",
            duration_hours=1.5,
            priority="2",
            co_executor_ids=self.colleague.ids,
            observer_ids=self.boss.ids,
            alarm_ids=alarm.ids,
            checklist_item_ids=[
                Command.create({"name": "Ladder", "is_done": True}),
                Command.create({"name": "Camera"}),
            ],
            task_properties={"floors": 3, "partner": self.client.id},
            attachment_ids=[Command.create({"name": "plan.txt", "raw": b"Plan"})],
        )
        task.message_post(body="A comment", message_type="comment")
        following = self.finish(task)
        for name in (
            "activity_type_id",
            "res_model",
            "res_id",
            "res_name",
            "partner_id",
            "user_id",
            "summary",
            "note",
            "duration_hours",
            "priority",
            "co_executor_ids",
            "observer_ids",
            "alarm_ids",
            "create_uid",
        ):
            with self.subTest(field=name):
                self.assertEqual(following[name], task[name])
        self.assertEqual(
            following.checklist_item_ids.mapped("name"), ["Ladder", "Camera"]
        )
        self.assertEqual(following.task_properties["floors"], 3)
        self.assertEqual(following.task_properties["partner"], self.client)
        self.assertEqual(following.sudo().reminder_ids.alarm_id, alarm)
        # not what was done
        self.assertFalse(any(following.checklist_item_ids.mapped("is_done")))
        self.assertFalse(following.attachment_ids)
        self.assertFalse(following.message_ids)
        self.assertFalse(following.feedback)
        self.assertFalse(following.differs_from_series)

    def test_nothing_instead_of_defaults(self):
        """What is empty stays empty, whatever the type says."""
        task = self.repeat(
            summary="Look", duration_hours=0, user_id=False, user=self.boss
        )
        task.summary = False
        task.action_repeat_following()
        self.visit.write(
            {"summary": "Default", "default_user_id": self.rep.id, "duration_hours": 9}
        )
        task.action_feedback()
        following = task.sudo().series_id.mail_activity_id
        self.assertNotEqual(following, task)
        self.assertFalse(following.summary)
        self.assertFalse(following.user_id)
        self.assertFalse(following.duration_hours)

    def test_required_fields_count_in_the_end(self):
        task = self.repeat(summary="Look")
        self.visit.card_field_ids.filtered(
            lambda line: line.field_name == "note"
        ).required_when = "planned"
        task.note = "<p>Seen</p>"
        self.assertFalse(self.finish(task).note)

    def test_what_was_deleted_is_left_out(self):
        tag = self.env["calendar.alarm"].create(
            {"name": "Soon", "alarm_type": "email", "duration": 1, "interval": "hours"}
        )
        task = self.repeat(alarm_ids=tag.ids, co_executor_ids=self.colleague.ids)
        tag.unlink()
        following = self.finish(task)
        self.assertNotEqual(following, task)
        self.assertFalse(following.alarm_ids)
        self.assertEqual(following.co_executor_ids, self.colleague)

    def test_fields_come_and_go_with_add_ons(self):
        task = self.repeat(summary="Weekly")
        series = task.sudo().series_id
        values = {**series.template["values"], "x_gone": 7}
        del values["priority"]
        series.template = {**series.template, "values": values}
        self.assertFalse(task.differs_from_series)
        following = self.finish(task)
        self.assertEqual((following.summary, following.priority), ("Weekly", "0"))

    def test_nobody_is_told_of_the_next(self):
        task = self.repeat(user=self.boss, user_id=self.rep.id)
        mails = self.env["mail.message"].search_count(
            [("partner_ids", "in", self.rep.partner_id.ids)]
        )
        task.with_user(self.rep).action_feedback()
        self.assertEqual(
            self.env["mail.message"].search_count(
                [("partner_ids", "in", self.rep.partner_id.ids)]
            ),
            mails,
        )

    # ---- many

    def test_queries_are_flat(self):
        def repeat_many(count):
            rule = {"repeat_unit": "workday"}
            tasks = [self.repeat(rule=rule) for _ in range(count)]
            return self.env["mail.activity"].concat(*tasks).with_user(self.rep)

        def complete(tasks):
            tasks.write({"active": False})
            made = tasks.sudo().series_id.mail_activity_id
            self.assertEqual(len(made - tasks.sudo()), len(tasks))

        self.assertFlatQueries(repeat_many, complete, more=10)

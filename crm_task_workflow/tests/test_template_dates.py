from odoo.exceptions import ValidationError

from odoo.addons.crm_task_types.tests.common import tagged

from .template_common import AUCKLAND, BERLIN, NEW_YORK, TemplateCase


@tagged("post_install", "-at_install")
class TestTemplateDates(TemplateCase):
    """When the tasks of a template are, for assignees in several zones."""

    def assertLine(self, expected, base=None, **line):
        """A line gives a task of the rep with the expected start, due and day."""
        template = self.template({"duration_hours": 0, **line})
        task = self.launch(template, base=base)
        self.assertWhen(task, *expected)
        task.unlink()
        template.unlink()

    # ---- as in Odoo

    def test_native_lines_are_whole_days(self):
        for delay_from, unit, day in (
            ("after_plan_date", "days", "2026-03-20"),
            ("before_plan_date", "days", "2026-03-16"),
            ("after_plan_date", "weeks", "2026-04-01"),
            ("before_plan_date", "weeks", "2026-03-04"),
            ("after_plan_date", "months", "2026-05-18"),
            ("before_plan_date", "months", "2026-01-18"),
        ):
            self.assertLine(
                (None, None, day),
                delay_from=delay_from,
                delay_unit=unit,
                delay_count=2,
            )

    def test_plan_date(self):
        self.assertLine((None, None, "2026-01-31"), base="2026-01-31")
        self.assertLine(
            (None, None, "2026-02-28"),
            base="2026-01-31",
            delay_unit="months",
            delay_count=1,
        )

    def test_native_forecast(self):
        """Odoo's own method says the same as the engine."""
        line = self.template({"delay_count": 2, "delay_unit": "weeks"}).template_ids
        self.assertEqual(str(line._get_date_deadline()), "2026-04-01")
        line.delay_from = "before_plan_date"
        self.assertEqual(str(line._get_date_deadline()), "2026-03-04")
        line.write({"delay_unit": "hours", "delay_count": 13})
        line.delay_from = "after_plan_date"
        self.assertEqual(str(line._get_date_deadline()), "2026-03-19")

    def test_the_plan_date_is_the_same_day_everywhere(self):
        for tz in (BERLIN, NEW_YORK, AUCKLAND):
            self.rep.tz = tz
            self.assertLine((None, None, "2026-03-25"), base="2026-03-25")

    def test_now_is_the_day_of_the_assignee(self):
        for tz, day in (
            (BERLIN, "2026-03-18"),
            (NEW_YORK, "2026-03-18"),
            (AUCKLAND, "2026-03-19"),
        ):
            self.rep.tz = tz
            self.assertLine((None, None, day))

    # ---- with a time

    def test_minutes_and_hours(self):
        self.set_clock("2026-03-18 12:00:45")
        self.assertLine(
            ("2026-03-18 12:30", "2026-03-18 12:30", "2026-03-18"),
            delay_unit="minutes",
            delay_count=30,
        )
        self.assertLine(
            ("2026-03-19 03:00", "2026-03-19 04:30", "2026-03-19"),
            delay_unit="hours",
            delay_count=15,
            duration_hours=1.5,
        )
        self.assertLine(
            ("2026-03-18 10:00", "2026-03-18 10:00", "2026-03-18"),
            delay_unit="hours",
            delay_count=2,
            delay_from="before_plan_date",
        )

    def test_minutes_and_hours_from_another_day(self):
        """They count from the time of day that it is now."""
        self.rep.tz = BERLIN  # 13:00 in winter
        self.assertLine(
            ("2026-04-01 12:00", "2026-04-01 12:00", "2026-04-01"),
            base="2026-04-01",
            delay_unit="hours",
            delay_count=1,
        )

    def test_hours_end_on_the_day_of_the_assignee(self):
        for tz, day in (
            (BERLIN, "2026-03-19"),
            (NEW_YORK, "2026-03-18"),
            (AUCKLAND, "2026-03-19"),
        ):
            self.rep.tz = tz
            self.assertLine(
                ("2026-03-18 23:30", "2026-03-18 23:30", day),
                delay_unit="minutes",
                delay_count=11 * 60 + 30,
            )

    def test_time_of_day(self):
        """In the zone of the assignee, before and after clocks change."""
        for tz, count, start, day in (
            (BERLIN, 1, "2026-03-19 08:30", "2026-03-19"),
            (BERLIN, 12, "2026-03-30 07:30", "2026-03-30"),
            (NEW_YORK, 1, "2026-03-19 13:30", "2026-03-19"),
            (NEW_YORK, 228, "2026-11-01 14:30", "2026-11-01"),
            (AUCKLAND, 1, "2026-03-19 20:30", "2026-03-20"),
            (AUCKLAND, 18, "2026-04-05 21:30", "2026-04-06"),
        ):
            self.rep.tz = tz
            self.assertLine(
                (start, start, day), delay_unit="days", delay_count=count, at_hour=9.5
            )

    def test_time_of_day_that_is_skipped(self):
        self.rep.tz = BERLIN
        self.assertLine(
            ("2026-03-29 01:30", "2026-03-29 01:30", "2026-03-29"),
            base="2026-03-29",
            at_hour=2.5,
        )

    def test_duration_over_midnight(self):
        self.assertLine(
            ("2026-03-18 22:00", "2026-03-19 01:00", "2026-03-19"),
            at_hour=22,
            duration_hours=3,
        )
        self.assertLine(
            ("2026-03-18 22:00", "2026-03-19 00:00", "2026-03-18"),
            at_hour=22,
            duration_hours=2,
        )

    def test_moment_as_base(self):
        self.assertLine(
            ("2026-07-01 11:00", "2026-07-01 11:00", "2026-07-01"),
            base="2026-07-01 10:00:00",
            delay_unit="hours",
            delay_count=1,
        )

    # ---- working time

    def test_working_time(self):
        office = self.env["resource.calendar"].create({"name": "Office", "tz": BERLIN})
        self.rep.tz = BERLIN
        self.assertLine(
            (None, None, "2026-03-23"),
            base="2026-03-20",
            delay_count=1,
            delay_calendar_id=office.id,
        )
        self.assertLine(
            (None, None, "2026-03-20"),
            base="2026-03-23",
            delay_count=1,
            delay_from="before_plan_date",
            delay_calendar_id=office.id,
        )
        self.set_clock("2026-03-27 15:30")  # half past four on a Friday
        self.assertLine(
            ("2026-03-30 06:30", "2026-03-30 06:30", "2026-03-30"),
            delay_unit="hours",
            delay_count=1,
            delay_calendar_id=office.id,
        )

    # ---- one after the other

    def test_after_the_previous_deadline(self):
        template = self.template(
            {"delay_count": 2, "at_hour": 9, "duration_hours": 1},
            {
                "delay_from": "previous_deadline",
                "delay_unit": "minutes",
                "delay_count": 30,
            },
            {"delay_from": "previous_deadline", "delay_count": 1},
            {
                "delay_from": "previous_deadline",
                "delay_count": 1,
                "at_hour": 8,
                "duration_hours": 0,
            },
        )
        first, second, third, fourth = self.launch(template)
        self.assertWhen(first, "2026-03-20 09:00", "2026-03-20 10:00", "2026-03-20")
        self.assertWhen(second, "2026-03-20 10:30", "2026-03-20 10:45", "2026-03-20")
        self.assertWhen(third, None, None, "2026-03-21")
        self.assertWhen(fourth, "2026-03-22 08:00", "2026-03-22 08:00", "2026-03-22")

    def test_after_the_deadline_of_somebody_elsewhere(self):
        """From the moment when the previous one is due, on the day of the next one's
        assignee."""
        self.rep.tz, self.colleague.tz = NEW_YORK, AUCKLAND
        template = self.template(
            {"at_hour": 16, "duration_hours": 0},
            {
                "delay_from": "previous_deadline",
                "delay_count": 1,
                "responsible_type": "other",
                "responsible_id": self.colleague.id,
            },
            {
                "delay_from": "previous_deadline",
                "delay_unit": "hours",
                "delay_count": 2,
                "duration_hours": 0,
            },
        )
        # the colleague can't open the lead of the rep
        self.lead.user_id = False
        first, second, third = self.launch(template)
        self.assertWhen(first, "2026-03-18 20:00", "2026-03-18 20:00", "2026-03-18")
        self.assertWhen(second, None, None, "2026-03-20")
        # a day stands for the time that it is now: eight in New York
        self.assertWhen(third, "2026-03-20 14:00", "2026-03-20 14:00", "2026-03-20")

    def test_the_first_line_has_no_previous(self):
        """It counts from the start."""
        for delay_from in ("previous_deadline", "previous_completion"):
            self.assertLine(
                (None, None, "2026-03-20"), delay_from=delay_from, delay_count=2
            )

    def test_a_line_that_is_left_out_is_not_the_previous_one(self):
        template = self.template(
            {"delay_count": 2},
            {"delay_count": 20, "domain": "[('name', '=', 'Other')]"},
            {"delay_from": "previous_deadline", "delay_count": 1},
        )
        self.assertEqual(
            [str(task.date_deadline) for task in self.launch(template)],
            ["2026-03-20", "2026-03-21"],
        )

    # ---- what is refused

    def test_below_zero(self):
        for values in (
            {"delay_count": -1},
            {"duration_hours": -1},
            {"at_hour": -1},
            {"at_hour": 24},
        ):
            with self.assertRaises(ValidationError):
                self.template(values)

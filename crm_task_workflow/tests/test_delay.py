from datetime import date, datetime

from odoo.addons.crm_task_types.tests.common import TaskCase, tagged

BERLIN, NEW_YORK, AUCKLAND = "Europe/Berlin", "America/New_York", "Pacific/Auckland"


def moment(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


@tagged("post_install", "-at_install")
class TestDelay(TaskCase):
    """Delays by the clock and in working time, in several zones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.delays = cls.env["crm.task.delay"]
        cls.by_clock = cls.env["resource.calendar"]
        cls.calendars = {tz: cls.office(tz) for tz in (BERLIN, NEW_YORK, AUCKLAND)}

    @classmethod
    def office(cls, tz, hours=((8, 12), (13, 17))):
        """A calendar from Monday to Friday."""
        return cls.env["resource.calendar"].create(
            {
                "name": f"Office in {tz}",
                "tz": tz,
                "attendance_ids": [
                    (0, 0, {"name": "Work", "dayofweek": str(day), **times})
                    for day in range(5)
                    for times in ({"hour_from": a, "hour_to": b} for a, b in hours)
                ],
            }
        )

    def close(self, calendar, start, stop):
        """Nobody works between two moments, given in UTC."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": start,
                "date_to": stop,
            }
        )

    def assertDelay(self, base, count, unit, expected, calendar=None, tz="UTC"):
        calendar = self.by_clock if calendar is None else calendar
        found = self.delays._add_delay(moment(base), count, unit, calendar, tz)
        self.assertEqual(found, moment(expected), (base, count, unit, tz))

    def assertDay(self, day, count, unit, expected, calendar=None):
        calendar = self.by_clock if calendar is None else calendar
        found = self.delays._add_days(date.fromisoformat(day), count, unit, calendar)
        self.assertEqual(found, date.fromisoformat(expected), (day, count, unit))

    # ---- by the clock

    def test_units(self):
        self.assertDelay("2026-03-18 12:00", 45, "minutes", "2026-03-18 12:45")
        self.assertDelay("2026-03-18 12:00", 30, "hours", "2026-03-19 18:00")
        self.assertDelay("2026-03-18 12:00", 3, "days", "2026-03-21 12:00")
        self.assertDelay("2026-03-18 12:00", 2, "weeks", "2026-04-01 12:00")
        self.assertDelay("2026-03-18 12:00", 1, "months", "2026-04-18 12:00")

    def test_zero_is_the_moment_itself(self):
        for unit in ("minutes", "hours", "days", "weeks", "months"):
            for tz in ("UTC", BERLIN, NEW_YORK, AUCKLAND):
                self.assertDelay("2026-03-18 12:00", 0, unit, "2026-03-18 12:00", tz=tz)

    def test_before(self):
        self.assertDelay("2026-03-18 12:00", -45, "minutes", "2026-03-18 11:15")
        self.assertDelay("2026-03-18 12:00", -3, "days", "2026-03-15 12:00")

    def test_month_ends(self):
        self.assertDelay("2026-01-31 12:00", 1, "months", "2026-02-28 12:00")
        self.assertDelay("2028-01-31 12:00", 1, "months", "2028-02-29 12:00")
        self.assertDelay("2026-08-31 12:00", 1, "months", "2026-09-30 12:00")
        # in Auckland it is the 31st already, and 30 days later the 28th of February
        self.assertDelay(
            "2026-01-30 12:00", 1, "months", "2026-02-27 12:00", tz=AUCKLAND
        )

    def test_wall_clock_over_summer_time(self):
        """Days, weeks and months keep the time of day; hours don't."""
        # clocks go forward in Berlin on the 29th of March, at 2:00
        self.assertDelay("2026-03-28 08:00", 1, "days", "2026-03-29 07:00", tz=BERLIN)
        self.assertDelay("2026-03-28 08:00", 24, "hours", "2026-03-29 08:00", tz=BERLIN)
        self.assertDelay("2026-03-20 08:00", 2, "weeks", "2026-04-03 07:00", tz=BERLIN)
        # ... and back in New York on the 1st of November
        self.assertDelay("2026-10-31 13:00", 1, "days", "2026-11-01 14:00", tz=NEW_YORK)
        # ... and back in Auckland on the 5th of April, where it is spring in Berlin
        self.assertDelay(
            "2026-04-03 20:00", 1, "weeks", "2026-04-10 21:00", tz=AUCKLAND
        )

    def test_time_of_day_that_doesn_t_exist(self):
        """2:30 in Berlin on the 29th of March is skipped: half past three."""
        self.assertDelay("2026-03-28 01:30", 1, "days", "2026-03-29 01:30", tz=BERLIN)

    # ---- in working time

    def test_working_hours(self):
        office = self.calendars[BERLIN]  # UTC+1 in winter
        self.assertDelay("2026-03-18 09:00", 1, "hours", "2026-03-18 10:00", office)
        # over lunch, over night, over the weekend
        self.assertDelay("2026-03-18 10:30", 1, "hours", "2026-03-18 12:30", office)
        self.assertDelay("2026-03-18 15:30", 1, "hours", "2026-03-19 07:30", office)
        self.assertDelay("2026-03-20 15:30", 1, "hours", "2026-03-23 07:30", office)

    def test_working_minutes_are_whole(self):
        """Thirds of an hour add up to whole minutes."""
        office = self.calendars[BERLIN]
        self.assertDelay("2026-03-18 10:50", 20, "minutes", "2026-03-18 12:10", office)
        self.assertDelay("2026-03-18 10:50", 491, "minutes", "2026-03-19 12:01", office)

    def test_working_hours_over_summer_time(self):
        self.assertDelay(
            "2026-03-27 15:30", 1, "hours", "2026-03-30 06:30", self.calendars[BERLIN]
        )

    def test_zero_in_working_time_is_the_next_moment_of_work(self):
        office = self.calendars[BERLIN]
        self.assertDelay("2026-03-18 09:00", 0, "hours", "2026-03-18 09:00", office)
        self.assertDelay("2026-03-18 11:30", 0, "minutes", "2026-03-18 12:00", office)
        self.assertDelay("2026-03-21 09:00", 0, "hours", "2026-03-23 07:00", office)
        self.assertDay("2026-03-18", 0, "days", "2026-03-18", office)
        self.assertDay("2026-03-21", 0, "days", "2026-03-23", office)

    def test_working_days(self):
        """The same days in all zones, whether work starts late or ends early."""
        for tz, office in self.calendars.items():
            for hours in (
                office,
                self.office(tz, [(6, 9)]),
                self.office(tz, [(18, 23)]),
            ):
                self.assertDay("2026-03-18", 1, "days", "2026-03-19", hours)
                self.assertDay("2026-03-18", 2, "days", "2026-03-20", hours)
                self.assertDay("2026-03-18", 3, "days", "2026-03-23", hours)
                self.assertDay("2026-03-21", 1, "days", "2026-03-23", hours)

    def test_working_days_before(self):
        for tz, office in self.calendars.items():
            for hours in (
                office,
                self.office(tz, [(6, 9)]),
                self.office(tz, [(18, 23)]),
            ):
                self.assertDay("2026-03-24", -1, "days", "2026-03-23", hours)
                self.assertDay("2026-03-24", -2, "days", "2026-03-20", hours)
                self.assertDay("2026-03-22", -1, "days", "2026-03-20", hours)

    def test_working_days_keep_the_time_of_day(self):
        """In the zone of the assignee, whatever that of the calendar."""
        self.assertDelay(
            "2026-03-27 08:00",
            1,
            "days",
            "2026-03-30 07:00",
            self.calendars[NEW_YORK],
            tz=BERLIN,
        )

    def test_weeks_and_months_end_on_a_day_of_work(self):
        office = self.calendars[BERLIN]
        self.assertDay("2026-03-18", 1, "weeks", "2026-03-25", office)
        self.assertDay("2026-02-14", 1, "weeks", "2026-02-23", office)  # a Saturday
        self.assertDay("2026-04-30", 1, "months", "2026-06-01", office)  # a Saturday
        self.assertDay("2026-06-30", -1, "months", "2026-05-29", office)

    def test_day_off(self):
        office = self.calendars[BERLIN]
        self.close(office, "2026-03-18 23:00:00", "2026-03-19 23:00:00")
        self.assertDay("2026-03-18", 1, "days", "2026-03-20", office)
        self.assertDay("2026-03-19", 0, "days", "2026-03-20", office)
        self.assertDay("2026-03-20", -1, "days", "2026-03-18", office)
        self.assertDelay("2026-03-18 15:30", 1, "hours", "2026-03-20 07:30", office)

    def test_nobody_ever_works(self):
        """A calendar without hours counts by the clock."""
        empty = self.office(BERLIN, ())
        self.assertDelay("2026-03-18 12:00", 1, "hours", "2026-03-18 13:00", empty)
        self.assertDay("2026-03-18", 3, "days", "2026-03-21", empty)

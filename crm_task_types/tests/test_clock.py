"""The arithmetic of days and moments, without records."""

from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools import clock

WEDNESDAY = date(2026, 3, 18)


@tagged("post_install", "-at_install")
class TestClock(BaseCase):
    def test_local_day(self):
        moment = datetime(2026, 3, 18, 22, 30)
        for tz, day in [
            ("Pacific/Honolulu", 18),
            ("UTC", 18),
            (None, 18),
            ("No/Such_Zone", 18),
            ("Europe/Warsaw", 18),
            ("Pacific/Tongatapu", 19),
        ]:
            with self.subTest(tz=tz):
                self.assertEqual(clock.local_day(moment, tz), date(2026, 3, day))

    def test_due_day(self):
        midnight = datetime(2026, 3, 19)
        self.assertEqual(clock.due_day(midnight, "UTC"), date(2026, 3, 19))
        self.assertEqual(clock.due_day(midnight, "UTC", 3), date(2026, 3, 18))
        self.assertEqual(clock.due_day(midnight, "Europe/Warsaw", 3), date(2026, 3, 19))

    def test_shift_keeps_the_wall_clock(self):
        for tz, moment, days, expected in [
            ("UTC", datetime(2026, 3, 18, 9), 2, datetime(2026, 3, 20, 9)),
            (
                "Pacific/Honolulu",
                datetime(2026, 3, 19, 9, 30),
                2,
                datetime(2026, 3, 21, 9, 30),
            ),
            # over the switch to summer time on March 29: 10:00 stays 10:00
            ("Europe/Warsaw", datetime(2026, 3, 27, 9), 3, datetime(2026, 3, 30, 8)),
            # 2:30 doesn't exist that night
            (
                "Europe/Warsaw",
                datetime(2026, 3, 27, 1, 30),
                2,
                datetime(2026, 3, 29, 1, 30),
            ),
            # 2:30 comes twice on October 25: the second
            (
                "Europe/Warsaw",
                datetime(2026, 10, 24, 0, 30),
                1,
                datetime(2026, 10, 25, 1, 30),
            ),
        ]:
            with self.subTest(tz=tz, days=days):
                self.assertEqual(clock.shift_days(moment, days, tz), expected)

    def test_whole_day_ends_at_midnight_of_the_assignee(self):
        for tz, expected in [
            ("Pacific/Honolulu", datetime(2026, 3, 19, 10)),
            ("UTC", datetime(2026, 3, 19)),
            ("Pacific/Tongatapu", datetime(2026, 3, 18, 11)),
        ]:
            with self.subTest(tz=tz):
                self.assertEqual(clock.overdue_from(None, WEDNESDAY, tz), expected)

    def test_last_day_of_the_calendar(self):
        for tz in ("UTC", "America/Los_Angeles", "Asia/Tokyo"):
            overdue = clock.overdue_from(None, date.max, tz)
            self.assertGreater(overdue, datetime(9999, 12, 31, 14))

    def test_bucket_days_are_in_their_bucket(self):
        """Whatever the day of the week, a task put into a column stays there."""
        for weekday in range(7):
            now = datetime(2026, 3, 16 + weekday, 8)
            for bucket in (clock.TODAY, clock.TOMORROW, clock.NEXT_WEEK, clock.LATER):
                day = clock.bucket_day(bucket, now.date())
                found = clock.bucket_at(
                    now, clock.overdue_from(None, day, "UTC"), day, "UTC"
                )
                with self.subTest(weekday=weekday, bucket=bucket):
                    # on a Sunday the next Monday is tomorrow
                    self.assertIn(
                        found, (bucket, clock.TOMORROW) if weekday == 6 else (bucket,)
                    )

    def test_this_week(self):
        for weekday, day in [(0, 20), (1, 20), (2, 20), (3, 21), (4, 22)]:
            now = datetime(2026, 3, 16 + weekday, 8)
            with self.subTest(weekday=weekday):
                self.assertEqual(
                    clock.bucket_day(clock.THIS_WEEK, now.date()), date(2026, 3, day)
                )

"""The days of rules and their words, without records."""

from datetime import date
from itertools import islice

from babel import Locale

from odoo.tests import BaseCase, tagged

from ..tools import recurrence
from ..tools.recurrence import Rule
from ..tools.recurrence_words import in_words

WEDNESDAY = date(2026, 3, 18)


def monday_to_friday(day):
    return day.weekday() < 5


def always(day):
    return True


def never(day):
    return False


@tagged("post_install", "-at_install")
class TestRecurrence(BaseCase):
    def days(self, rule, after=WEDNESDAY, is_work=monday_to_friday, count=3):
        found = islice(recurrence.days_after(rule, after, is_work), count)
        return [str(day)[2:] for _ruled, day in found]

    def test_days(self):
        by_date = {"month": 3, "weekday": 0, "position": 1}
        for rule, after, expected in [
            (Rule("day"), WEDNESDAY, ["26-03-19", "26-03-20", "26-03-21"]),
            (Rule("day", 10), WEDNESDAY, ["26-03-28", "26-04-07", "26-04-17"]),
            (Rule("workday"), WEDNESDAY, ["26-03-19", "26-03-20", "26-03-23"]),
            (Rule("workday", 2), WEDNESDAY, ["26-03-20", "26-03-24", "26-03-26"]),
            (
                Rule("week", 1, (0, 4)),
                WEDNESDAY,
                ["26-03-20", "26-03-23", "26-03-27"],
            ),
            # the other weeks are counted from that of the last one
            (
                Rule("week", 2, (0, 4)),
                WEDNESDAY,
                ["26-03-20", "26-03-30", "26-04-03"],
            ),
            (
                Rule("month", month_day=15, **by_date),
                WEDNESDAY,
                ["26-04-15", "26-05-15", "26-06-15"],
            ),
            # without a 31st, the last day
            (
                Rule("month", month_day=31, **by_date),
                date(2026, 1, 31),
                ["26-02-28", "26-03-31", "26-04-30"],
            ),
            # ... and it doesn't stay on the 28th
            (
                Rule("month", month_day=31, **by_date),
                date(2026, 2, 28),
                ["26-03-31", "26-04-30", "26-05-31"],
            ),
            (
                Rule("month", month_day=30, **by_date),
                date(2028, 1, 30),
                ["28-02-29", "28-03-30", "28-04-30"],
            ),
            (
                Rule("month", 3, month_day=29, **by_date),
                date(2026, 11, 29),
                ["27-02-28", "27-05-29", "27-08-29"],
            ),
            (
                Rule("month", position=1, weekday=0),
                WEDNESDAY,
                ["26-04-06", "26-05-04", "26-06-01"],
            ),
            (
                Rule("month", position=4, weekday=3),
                WEDNESDAY,
                ["26-03-26", "26-04-23", "26-05-28"],
            ),
            (
                Rule("month", position=-1, weekday=4),
                WEDNESDAY,
                ["26-03-27", "26-04-24", "26-05-29"],
            ),
            (
                Rule("year", month_day=18, month=3),
                WEDNESDAY,
                ["27-03-18", "28-03-18", "29-03-18"],
            ),
            (
                Rule("year", month_day=29, month=2),
                date(2027, 2, 28),
                ["28-02-29", "29-02-28", "30-02-28"],
            ),
            (
                Rule("year", 2, position=-1, weekday=4, month=11),
                date(2026, 11, 27),
                ["28-11-24", "30-11-29", "32-11-26"],
            ),
        ]:
            with self.subTest(rule=rule, after=after):
                self.assertEqual(self.days(rule, after), expected)

    def test_own_day_is_on_the_rule(self):
        """A rule made from any day of two years has that day as one of its days."""
        for ordinal in range(
            date(2027, 1, 1).toordinal(), date(2029, 1, 1).toordinal()
        ):
            day = date.fromordinal(ordinal)
            parts = recurrence.rule_fields_of(day)
            by_week = parts | {"month_day": None}
            for rule in (
                Rule("month", **parts),
                Rule("month", **by_week),
                Rule("year", **parts),
            ):
                before = date.fromordinal(ordinal - 1)
                found = next(recurrence.days_after(rule, before, always))
                self.assertEqual(found[0], day, rule)

    def test_days_off(self):
        saturday = date(2026, 3, 14)
        for days_off, expected in [
            (recurrence.KEEP, ["26-03-21", "26-03-28"]),
            (recurrence.NEXT, ["26-03-23", "26-03-30"]),
            (recurrence.PREVIOUS, ["26-03-20", "26-03-27"]),
            (recurrence.SKIP, []),
        ]:
            rule = Rule("week", weekdays=(5,), days_off=days_off)
            with self.subTest(days_off=days_off):
                self.assertEqual(self.days(rule, saturday, count=2), expected)
        rule = Rule("day", days_off=recurrence.SKIP)
        self.assertEqual(
            self.days(rule, date(2026, 3, 19)), ["26-03-20", "26-03-23", "26-03-24"]
        )

    def test_ruled_days_stay_when_days_off_move_them(self):
        rule = Rule("month", month_day=15, days_off=recurrence.NEXT)
        found = next(recurrence.days_after(rule, date(2026, 2, 15), monday_to_friday))
        self.assertEqual(found, (date(2026, 3, 15), date(2026, 3, 16)))

    def test_nobody_ever_works(self):
        self.assertEqual(self.days(Rule("workday"), is_work=never), [])
        for unit in ("day", "week", "month", "year"):
            for days_off, count in (("skip", 0), ("next", 2), ("previous", 2)):
                rule = Rule(
                    unit, weekdays=(0,), month_day=1, month=1, days_off=days_off
                )
                with self.subTest(rule=rule):
                    found = self.days(rule, is_work=never, count=2)
                    self.assertEqual(len(found), count)

    def test_until(self):
        rule = Rule("day", until=date(2026, 3, 20))
        self.assertEqual(self.days(rule), ["26-03-19", "26-03-20"])
        # the day by the rule counts
        rule = Rule("day", 3, until=date(2026, 3, 21), days_off=recurrence.NEXT)
        self.assertEqual(self.days(rule), ["26-03-23"])

    def test_end_of_time(self):
        last = date(9999, 12, 30)
        for unit in ("day", "workday", "month", "year"):
            rule = Rule(unit, month_day=31, month=12)
            self.assertLessEqual(len(self.days(rule, last)), 1)


@tagged("post_install", "-at_install")
class TestRecurrenceWords(BaseCase):
    def words(self, rule, count=0, locale="en_US"):
        return in_words(
            rule, lambda text, **values: text % values, Locale.parse(locale), count
        )

    def test_words(self):
        month = "Every month on the"
        for rule, expected in [
            (Rule("day"), "Every day"),
            (Rule("day", 3), "Every 3 days"),
            (Rule("workday"), "Every working day"),
            (Rule("workday", 2), "Every 2 working days"),
            (Rule("week", weekdays=(2,)), "Every week on Wednesday"),
            (Rule("week", 2, (4, 0)), "Every 2 weeks on Monday and Friday"),
            (
                Rule("week", 1, (0, 2, 4)),
                "Every week on Monday, Wednesday, and Friday",
            ),
            (Rule("month", month_day=15), "Every month on day 15"),
            (
                Rule("month", 2, month_day=30),
                "Every 2 months on day 30 or, without one, the last day",
            ),
            (Rule("month", month_day=31), "Every month on the last day"),
            (Rule("month", position=1, weekday=0), f"{month} first Monday"),
            (Rule("month", position=2, weekday=1), f"{month} second Tuesday"),
            (Rule("month", position=3, weekday=2), f"{month} third Wednesday"),
            (Rule("month", position=4, weekday=3), f"{month} fourth Thursday"),
            (Rule("month", 2, position=-1, weekday=4),
             "Every 2 months on the last Friday"),
            (Rule("year", month_day=29, month=2), "Every year on February 29"),
            (Rule("year", 2, month_day=31, month=4), "Every 2 years on April 30"),
            (
                Rule("year", position=-1, weekday=4, month=11),
                "Every year on the last Friday of November",
            ),
        ]:  # fmt: skip
            with self.subTest(rule=rule):
                self.assertEqual(self.words(rule), expected)

    def test_ends(self):
        rule = Rule("week", 2, (0, 4), until=date(2026, 12, 31))
        self.assertEqual(
            self.words(rule),
            "Every 2 weeks on Monday and Friday until Dec 31, 2026",
        )
        self.assertEqual(self.words(Rule("day"), count=5), "Every day, 5 times")

    def test_days_off(self):
        for days_off, expected in [
            ("keep", "Every day"),
            ("skip", "Every day, but not on days off"),
            ("next", "Every day; on days off, the next working day"),
            ("previous", "Every day; on days off, the working day before"),
        ]:
            self.assertEqual(self.words(Rule("day", days_off=days_off)), expected)
            workday = Rule("workday", days_off=days_off)
            self.assertEqual(self.words(workday), "Every working day")

    def test_names_of_days_in_other_languages(self):
        words = self.words(Rule("week", weekdays=(0, 4)), locale="pl_PL")
        self.assertIn("poniedziałek i piątek", words)

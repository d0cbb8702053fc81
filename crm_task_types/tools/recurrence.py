"""The days on which a task comes again, without Odoo.

A *day* is a calendar date in the time zone of the task's assignee. ``dateutil.rrule``
knows the calendar; here is what it doesn't know: days off, and the 31st of short
months.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil import rrule

DAY, WORKDAY, WEEK, MONTH, YEAR = "day", "workday", "week", "month", "year"
KEEP, SKIP, NEXT, PREVIOUS = "keep", "skip", "next", "previous"
LAST = -1

# how far a working day is looked for in a calendar that may have none
SEARCHED_DAYS = 366
SEARCHED_TIMES = 60


@dataclass(frozen=True)
class Rule:
    """When a task comes again.

    Months and years are ruled by ``month_day`` (the last day of months that are
    shorter) or, when that is empty, by ``position`` and ``weekday``.
    """

    unit: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()  # of weeks; 0 is Monday
    month_day: int | None = None
    position: int | None = None  # 1 to 4, or LAST
    weekday: int | None = None
    month: int | None = None  # of years
    until: date | None = None  # the last day that counts; empty: for ever
    days_off: str = KEEP


def days_after(
    rule: Rule, day: date, is_work: Callable[[date], bool]
) -> Iterator[tuple[date, date]]:
    """The days on which the task comes again after ``day``, itself a day of the rule
    or the day of the first task.

    :param is_work: whether a day is one of work; only asked by rules that need it
    :return: pairs of the day by the rule, and the day on which the task is due, which
        days off may move. They end with the rule, or where no working day is found
    """
    misses, found = 0, day
    for ruled in _ruled_days(rule, day, is_work):
        if rule.until and ruled > rule.until:
            return
        if due := _without_days_off(rule.days_off, ruled, is_work):
            misses, found = 0, ruled
            yield ruled, due
            continue
        misses += 1
        if misses > SEARCHED_TIMES and (ruled - found).days > SEARCHED_DAYS:
            return


def rule_fields_of(day: date) -> dict[str, int]:
    """The parts of a rule by which ``day`` itself is one of its days."""
    return {
        "month_day": day.day,
        "position": LAST if day.day > 28 else (day.day + 6) // 7,
        "weekday": day.weekday(),
        "month": day.month,
    }


def _ruled_days(rule, day, is_work):
    if rule.unit == WORKDAY:
        return _working_days(rule.interval, day, is_work)
    start = datetime.combine(day, datetime.min.time())
    days = rrule.rrule(dtstart=start, interval=rule.interval, **_rrule_options(rule))
    return (moment.date() for moment in days.xafter(start))


def _rrule_options(rule):
    if rule.unit == WEEK:
        return {"freq": rrule.WEEKLY, "byweekday": rule.weekdays, "wkst": rrule.MO}
    if rule.unit == MONTH:
        return {"freq": rrule.MONTHLY, **_day_in_month(rule)}
    if rule.unit == YEAR:
        return {"freq": rrule.YEARLY, "bymonth": rule.month, **_day_in_month(rule)}
    return {"freq": rrule.DAILY}


def _day_in_month(rule):
    if rule.month_day:
        # the latest of these days that the month has
        days = tuple(range(min(rule.month_day, 28), rule.month_day + 1))
        return {"bymonthday": days, "bysetpos": -1}
    return {"byweekday": rrule.weekday(rule.weekday)(rule.position)}


def _working_days(interval, day, is_work):
    def search():
        found, start = day, datetime.combine(day, datetime.min.time())
        for moment in rrule.rrule(rrule.DAILY, dtstart=start).xafter(start):
            if is_work(moment.date()):
                found = moment.date()
                yield found
            elif (moment.date() - found).days > SEARCHED_DAYS:
                return

    return islice(search(), interval - 1, None, interval)


def _without_days_off(days_off, day, is_work):
    """The day on which a task of ``day`` is due; empty: it is left out."""
    if days_off == KEEP or is_work(day):
        return day
    if days_off == SKIP:
        return None
    step = timedelta(days=1 if days_off == NEXT else -1)
    moved = (day + step * count for count in range(1, SEARCHED_DAYS))
    return next(filter(is_work, moved), day)

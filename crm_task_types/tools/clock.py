"""Days and moments of a task, without Odoo.

Moments are naive datetimes in UTC, as Odoo stores them. A *day* is a calendar
date in the time zone of the task's assignee. Time zones are given by name;
an empty or unknown name means UTC.
"""

from datetime import date, datetime, time, timedelta

import pytz

DONE, OVERDUE, TODAY, PLANNED = "done", "overdue", "today", "planned"

TOMORROW, THIS_WEEK, NEXT_WEEK, LATER = "tomorrow", "this_week", "next_week", "later"

MIDNIGHT = time(0, 0)
NEVER = datetime(9999, 12, 31, 23, 59, 59)


def zone(name: str | None):
    """The time zone called ``name``; UTC when there is no such zone."""
    return pytz.timezone(name) if name in pytz.all_timezones_set else pytz.utc


def to_local(moment: datetime, tz: str | None) -> datetime:
    """``moment`` on the wall clock of ``tz``, naive."""
    return pytz.utc.localize(moment).astimezone(zone(tz)).replace(tzinfo=None)


def to_utc(local: datetime, tz: str | None) -> datetime:
    """The moment at which the wall clock of ``tz`` shows ``local``.

    When clocks go forward and ``local`` is skipped, the moment after the gap;
    when they go back and ``local`` comes twice, the second. PostgreSQL's
    ``AT TIME ZONE`` answers the same.
    """
    aware = zone(tz).localize(local, is_dst=False)
    return aware.astimezone(pytz.utc).replace(tzinfo=None)


def local_day(moment: datetime, tz: str | None) -> date:
    return to_local(moment, tz).date()


def due_day(due: datetime, tz: str | None, duration_hours: float = 0) -> date:
    """The day on which a task is due.

    One that takes time and ends at midnight belongs to the day that ends.
    """
    local = to_local(due, tz)
    if duration_hours and local.time() == MIDNIGHT:
        return local.date() - timedelta(days=1)
    return local.date()


def shift_days(moment: datetime, days: int, tz: str | None) -> datetime:
    """``moment`` some days later, the wall clock of ``tz`` showing the same time."""
    return to_utc(to_local(moment, tz) + timedelta(days=days), tz)


def overdue_from(due: datetime | None, day: date, tz: str | None) -> datetime:
    """The moment from which an open task is overdue.

    :param due: when the task is due; empty for a task that has the whole day
    :param day: the day of the deadline; a task without a time is overdue when
        that day has ended in ``tz``
    """
    if due:
        return due
    try:
        return to_utc(datetime.combine(day + timedelta(days=1), MIDNIGHT), tz)
    except OverflowError:  # 31 December 9999, by which people mean never
        return NEVER


def state_at(now: datetime, overdue: datetime, day: date, tz: str | None) -> str:
    """The state of an open task at the moment ``now``."""
    if overdue <= now:
        return OVERDUE
    return TODAY if day <= local_day(now, tz) else PLANNED


def bucket_at(now: datetime, overdue: datetime, day: date, tz: str | None) -> str:
    """The column of an open task in a kanban by deadline; weeks start on Monday."""
    state = state_at(now, overdue, day, tz)
    if state != PLANNED:
        return state
    today = local_day(now, tz)
    monday = today - timedelta(days=today.weekday())
    if day == today + timedelta(days=1):
        return TOMORROW
    if day < monday + timedelta(weeks=1):
        return THIS_WEEK
    return NEXT_WEEK if day < monday + timedelta(weeks=2) else LATER


def bucket_day(bucket: str, today: date) -> date:
    """The day that a task gets when it is put into the column ``bucket``."""
    monday = today - timedelta(days=today.weekday())
    return {
        TODAY: today,
        TOMORROW: today + timedelta(days=1),
        THIS_WEEK: max(
            monday + timedelta(days=4),
            min(today + timedelta(days=2), monday + timedelta(days=6)),
        ),
        NEXT_WEEK: monday + timedelta(weeks=1),
        LATER: monday + timedelta(weeks=2),
    }[bucket]


def hours_between(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600

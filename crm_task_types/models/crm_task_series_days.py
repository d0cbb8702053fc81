"""The days on which people work, looked up for many of them at once."""

from datetime import date, datetime, time, timedelta

import pytz

from odoo import models

CHUNK_DAYS = 92


class WorkingDays:
    """Whether people work on a day: by their working hours without their time off, else
    by the hours of their company."""

    def __init__(self, users):
        """:param users: all people who may be asked for"""
        # sudo: when a colleague works is no secret among those who plan for him
        self._users = users.sudo()
        self._days = {}

    def is_work(self, user, day):
        """Whether a person works on a day. Without any working hours, always."""
        chunk = day.toordinal() // CHUNK_DAYS
        if chunk not in self._days:
            self._days[chunk] = self._load(chunk)
        days = self._days[chunk].get(user.id)
        return days is None or day in days

    def _load(self, chunk):
        """:return: ``{user id: the days of work in this stretch of days}``"""
        first = datetime.combine(
            datetime.fromordinal(max(chunk * CHUNK_DAYS, 1)), time.min
        )
        found = {}
        for calendar, users in self._users.grouped(self._calendar_of).items():
            if calendar:
                found |= self._days_of_calendar(calendar, users, first)
        return found

    def _days_of_calendar(self, calendar, users, first):
        zone = pytz.timezone(calendar.tz or "UTC")
        resource_of = {user: user.resource_ids[:1] for user in users}
        resources = users.resource_ids.browse(
            resource.id for resource in resource_of.values() if resource
        )
        intervals = calendar._work_intervals_batch(
            zone.localize(first),
            zone.localize(first + timedelta(days=CHUNK_DAYS)),
            resources=resources,
            tz=zone,
        )
        days_of = {
            resource_id: {
                date.fromordinal(day)
                for start, stop, _meta in found
                for day in range(start.toordinal(), self._last_day(stop) + 1)
            }
            for resource_id, found in intervals.items()
        }
        return {user.id: days_of[resource.id] for user, resource in resource_of.items()}

    @staticmethod
    def _last_day(stop):
        return (stop - timedelta(microseconds=1)).toordinal()

    def _calendar_of(self, user):
        return user.resource_calendar_id or user.company_id.resource_calendar_id


class CrmTaskSeries(models.Model):
    _inherit = "crm.task.series"

    def _working_days(self, users):
        """Hook: who knows better when people work, such as an add-on for holidays of
        its own, answers with something else that has ``is_work(user, day)``."""
        return WorkingDays(users)

from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.crm_task_types.tools import clock

MINUTES, HOURS, DAYS, WEEKS, MONTHS = "minutes", "hours", "days", "weeks", "months"
UNITS = [
    (MINUTES, "minutes"),
    (HOURS, "hours"),
    (DAYS, "days"),
    (WEEKS, "weeks"),
    (MONTHS, "months"),
]


class CrmTaskDelay(models.AbstractModel):
    """A stretch of time after which something happens, by the clock or in working
    time."""

    _name = "crm.task.delay"
    _description = "Delay"

    delay_count = fields.Integer("Delay", default=0)
    delay_unit = fields.Selection(UNITS, default=DAYS, required=True)
    delay_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working time",
        help="Counts only working time. Empty: by the clock.",
    )

    _delay_not_negative = models.Constraint(
        "CHECK(delay_count >= 0)",
        "A delay can't be negative.",
    )

    def _after(self, base, tz):
        """The moment when the delay is over; see :meth:`_add_delay`."""
        self.ensure_one()
        return self._add_delay(
            base, self.delay_count, self.delay_unit, self.delay_calendar_id, tz
        )

    @api.model
    def _add_delay(self, base, count, unit, calendar, tz):
        """Add a delay to a moment.

        :param datetime base: naive, UTC
        :param int count: how many units, below zero for the time before; 0 gives
            ``base`` or, in working time, the next moment of work
        :param str unit: one of :data:`UNITS`
        :param calendar: a ``resource.calendar``; empty counts by the clock. Minutes and
            hours are then hours of work; days, weeks and months end on a day of work
            at the same time of day
        :param str tz: zone in which days, weeks and months keep the time of day
        :rtype: datetime
        """
        if unit in (MINUTES, HOURS):
            return self._add_hours(
                base, count / 60 if unit == MINUTES else count, calendar
            )
        local = clock.to_local(base, tz)
        day = self._add_days(local.date(), count, unit, calendar)
        return clock.to_utc(datetime.combine(day, local.time()), tz)

    @api.model
    def _add_hours(self, base, hours, calendar):
        """Add hours, of work if there is a calendar.

        :param datetime base: naive, UTC
        :param float hours: below zero for the time before
        """
        planned = calendar and calendar.plan_hours(
            hours, pytz.utc.localize(base), compute_leaves=True
        )
        if not planned:  # no calendar, or one in which nobody ever works
            return base + timedelta(hours=hours)
        moment = planned.astimezone(pytz.utc).replace(tzinfo=None)
        # hours are fractions: the sum may miss a whole second by a millionth
        return (moment + timedelta(milliseconds=500)).replace(microsecond=0)

    @api.model
    def _add_days(self, day, count, unit, calendar):
        """Add days, weeks or months to a day.

        :param date day: a day in no particular zone
        :param int count: below zero for the time before
        :param calendar: days are then days of work, and a week or a month that ends on
            a day off goes on to the next day of work, or back to the one before
        :rtype: date
        """
        if not calendar:
            return day + relativedelta(**{unit: count})
        if unit == DAYS:
            return self._add_working_days(day, count, calendar)
        moved = day + relativedelta(**{unit: count})
        if count < 0:  # the day itself or, if it is off, the one before
            return self._add_working_days(moved + timedelta(days=1), -1, calendar)
        return self._add_working_days(moved, 0, calendar)

    @api.model
    def _add_working_days(self, day, count, calendar):
        """The ``count``-th day of work after a day, or before it if below zero.

        :param int count: 0 gives the day itself or, if it is off, the next day of work
        """
        # plan_days counts the first day itself as one; days are those of the calendar
        first = day + timedelta(days=1) if count > 0 else day
        midnight = pytz.timezone(calendar.tz).localize(datetime.combine(first, time()))
        ends = calendar.plan_days(count or 1, midnight, compute_leaves=True)
        return ends.date() if ends else day + timedelta(days=count)

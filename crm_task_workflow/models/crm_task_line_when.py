"""When the task of a line is to be done."""

from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_task_types.tools import clock

from .crm_task_delay import HOURS, MINUTES
from .crm_task_template_slot import When

WHOLE_DAY, AFTER_DELAY, AT_HOUR = "day", "moment", "hour"


class CrmTaskLine(models.AbstractModel):
    _inherit = "crm.task.line"

    @api.constrains(
        lambda self: [
            *self._line_names("delay_count", "duration", "hour"),
            *self._line_sources(),
        ]
    )
    def _check_line_times(self):
        for line in self._lines():
            if line._line("delay_count") < 0 or line._line("duration") < 0:
                raise ValidationError(
                    self.env._(
                        "“%s”: a delay or a duration can't be below zero.",
                        line._line_label(),
                    )
                )
            if not 0 <= line._line("hour") < 24:
                raise ValidationError(
                    self.env._(
                        "“%s”: the time of day must be between 0:00 and 23:59.",
                        line._line_label(),
                    )
                )

    def _fill_times(self, slots, launch):
        """Give each slot its time, in the zone of its assignee."""
        for slot in slots:
            tz = slot.user.tz or self.env.context.get("tz")
            moment, day = self._base_of(slot, launch)
            key = (self.id, moment, day, tz)
            if key not in launch.times:
                launch.times[key] = self._when(
                    *self._complete_base(moment, day, launch.now, tz), tz
                )
            slot.when = launch.times[key]

    def _base_of(self, slot, launch):
        """From when the delay counts: a moment (naive UTC), or a day."""
        return launch.moment, launch.day

    @api.model
    def _complete_base(self, moment, day, now, tz):
        """A moment and its day in ``tz``, where one of them is given.

        A day without a time stands for the time of day that it is now.
        """
        if day:
            time_now = clock.to_local(now, tz).time()
            return clock.to_utc(datetime.combine(day, time_now), tz), day
        return moment, clock.local_day(moment, tz)

    def _when(self, moment, day, tz):
        """When the task is, counted from a moment and its day in ``tz``.

        :rtype: When
        """
        self.ensure_one()
        moment, day = self._after_delay(moment, day, tz)
        timing = self._timing()
        if timing == WHOLE_DAY:
            return When(day)
        if timing == AT_HOUR:
            moment = clock.to_utc(datetime.combine(day, self._time_of_day()), tz)
        start, hours = moment.replace(second=0, microsecond=0), self._line("duration")
        due = start + timedelta(hours=hours)
        return When(clock.due_day(due, tz, hours), start, due)

    def _after_delay(self, moment, day, tz):
        """The moment at which the delay is over, and its day."""
        Delay = self.env["crm.task.delay"]
        delay = (self._signed_count(), self._line("delay_unit"), self._line("calendar"))
        if self._is_by_the_minute():
            moment = Delay._add_delay(moment, *delay, tz)
            return moment, clock.local_day(moment, tz)
        time_of_day = clock.to_local(moment, tz).time()
        day = Delay._add_days(day, *delay)
        return clock.to_utc(datetime.combine(day, time_of_day), tz), day

    def _timing(self):
        """:data:`WHOLE_DAY`, :data:`AFTER_DELAY` or :data:`AT_HOUR`"""
        if self._is_by_the_minute():
            return AFTER_DELAY
        return AT_HOUR if self._line("hour") else WHOLE_DAY

    def _is_by_the_minute(self):
        return self._line("delay_unit") in (MINUTES, HOURS)

    def _signed_count(self):
        """The delay, below zero for the time before."""
        return self._line("delay_count")

    def _time_of_day(self):
        minutes = min(round(self._line("hour") * 60), 24 * 60 - 1)
        return time(*divmod(minutes, 60))

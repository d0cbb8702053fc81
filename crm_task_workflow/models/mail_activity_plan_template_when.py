"""When the tasks of a template are to be done."""

from datetime import datetime, time, timedelta

from odoo import fields, models

from odoo.addons.crm_task_types.tools import clock

from .crm_task_delay import HOURS, MINUTES
from .crm_task_template_slot import When
from .mail_activity_plan_template import (
    BEFORE_START,
    PREVIOUS_COMPLETION,
    PREVIOUS_DEADLINE,
)


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    def _fill_times(self, slots, launch):
        """Give each slot its time, in the zone of its assignee."""
        for slot in slots:
            tz = slot.user.tz or self.env.context.get("tz")
            moment, day = self._base_of(slot, launch, tz)
            key = (self.id, moment, day, tz)
            if key not in launch.times:
                launch.times[key] = self._when(moment, day, tz)
            slot.when = launch.times[key]

    def _base_of(self, slot, launch, tz):
        """From when the delay counts: a moment, and the day of it in ``tz``.

        A day without a time stands for the time of day that it is now.
        """
        moment, day = launch.moment, launch.day
        if slot.previous and self.delay_from == PREVIOUS_COMPLETION:
            moment, day = launch.now, None
        elif slot.previous and self.delay_from == PREVIOUS_DEADLINE:
            due = slot.previous.when.due
            moment, day = due, None if due else slot.previous.when.day
        if day:
            time_now = clock.to_local(launch.now, tz).time()
            moment = clock.to_utc(datetime.combine(day, time_now), tz)
        return moment, day or clock.local_day(moment, tz)

    def _when(self, moment, day, tz):
        """When the task is, counted from a moment and its day.

        In Odoo's units a task has a whole day, unless the line says at which hour.
        """
        self.ensure_one()
        Delay = self.env["crm.task.delay"]
        count = self._signed_count()
        if self._is_by_the_minute():
            start = Delay._add_delay(
                moment, count, self.delay_unit, self.delay_calendar_id, tz
            ).replace(second=0, microsecond=0)
        else:
            day = Delay._add_days(day, count, self.delay_unit, self.delay_calendar_id)
            if not self.at_hour:
                return When(day)
            start = clock.to_utc(datetime.combine(day, self._time_of_day()), tz)
        due = start + timedelta(hours=self.duration_hours)
        return When(clock.due_day(due, tz, self.duration_hours), start, due)

    def _signed_count(self):
        before = self.delay_from == BEFORE_START
        return -self.delay_count if before else self.delay_count

    def _is_by_the_minute(self):
        return self.delay_unit in (MINUTES, HOURS)

    def _time_of_day(self):
        hours, minutes = divmod(min(round(self.at_hour * 60), 24 * 60 - 1), 60)
        return time(hours, minutes)

    def _get_date_deadline(self, base_date=False):
        """Odoo's forecast of the day, where no document and no assignee is known."""
        self.ensure_one()
        tz = self.env.context.get("tz") or self.env.user.tz
        now = fields.Datetime.now()
        day = fields.Date.to_date(base_date) or clock.local_day(now, tz)
        moment = clock.to_utc(datetime.combine(day, clock.to_local(now, tz).time()), tz)
        return self._when(moment, day, tz).day

"""Moments that steps count from and wait for."""

from datetime import datetime, time

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.crm_task_types.tools import clock

from .crm_task_line_when import AT_HOUR
from .crm_task_process_step_task import BEFORE, FIELD, VARIABLE


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _run_timer(self, tokens):
        documents, now = tokens._documents(), tokens.run_id._now()
        waiting = {}
        for token in tokens:
            moment = self._timer_moment(token, documents[token], now)
            if moment > now:
                waiting.setdefault(moment, []).append(token.id)
        for moment, ids in waiting.items():
            tokens.browse(ids)._wait(date_due=moment)

    def _timer_moment(self, token, document, now):
        """When the wait is over, naive UTC."""
        tz = self._zone(token)
        base = self._base_value("start", token, document) or now
        moment = self._as_moment(base, tz)
        moment = self.env["crm.task.delay"]._add_delay(
            moment,
            self._signed_count(),
            self.delay_unit,
            self.delay_calendar_id,
            tz,
        )
        if self.timing == AT_HOUR:
            day = clock.local_day(moment, tz)
            moment = clock.to_utc(datetime.combine(day, self._time_of_day()), tz)
        return moment

    def _zone(self, token):
        """Days are those of the working time, else those of who owns the process."""
        return self.delay_calendar_id.tz or token.run_id.owner_id.tz

    @api.model
    def _as_moment(self, value, tz):
        """A day stands for the moment at which it begins."""
        if isinstance(value, datetime):
            return value
        return clock.to_utc(datetime.combine(value, time()), tz)

    def _base_value(self, end, token, document):
        """The day or the moment from which ``start`` or ``due`` counts; None for now.

        :raise UserError: when it is empty
        """
        source = self[f"{end}_from"]
        if source == FIELD:
            path = self[f"{end}_field"]
            value = self._follow(document, path)
            label = path
        elif source == VARIABLE:
            variable = self[f"{end}_variable_id"]
            value = token.run_id._typed_variables().get(variable.code)
            label = variable.name
        else:
            return None
        if not value:
            raise UserError(
                self.env._(
                    "“%(what)s” of “%(document)s” is empty, so there is no time to "
                    "count from.",
                    what=label,
                    document=document.display_name,
                )
            )
        return value

    def _due_moment(self, token, document, now, tz):
        """When a task is due whose due time doesn't follow from its start."""
        base = self._base_value("due", token, document) or now
        count = -self.due_count if self.due_direction == BEFORE else self.due_count
        return self.env["crm.task.delay"]._add_delay(
            self._as_moment(base, tz), count, self.due_unit, self.delay_calendar_id, tz
        )

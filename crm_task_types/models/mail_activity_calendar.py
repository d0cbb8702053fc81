"""What the calendar view of tasks needs: a start and an end for every task, also for
whole-day ones."""

from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain

NOON = time(12, 0)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    is_all_day = fields.Boolean(
        compute="_compute_calendar",
        inverse="_inverse_calendar",
        search="_search_is_all_day",
        string="Whole day",
    )
    calendar_start = fields.Datetime(
        compute="_compute_calendar",
        inverse="_inverse_calendar",
        search="_search_calendar_start",
    )
    calendar_stop = fields.Datetime(
        compute="_compute_calendar",
        inverse="_inverse_calendar",
        search="_search_calendar_stop",
    )
    type_color = fields.Integer(related="activity_type_id.color", string="Type colour")

    @api.depends("date_start", "date_due", "date_deadline")
    def _compute_calendar(self):
        for task in self:
            task.is_all_day = not task.date_start
            # the calendar takes only the day of whole-day tasks: noon, so that no zone
            # changes it
            noon = task.date_deadline and datetime.combine(task.date_deadline, NOON)
            task.calendar_start = task.date_start or noon
            task.calendar_stop = task.date_due or noon

    def _inverse_calendar(self):
        """Dragging in the calendar moves a task, also between the whole-day row and the
        hours."""
        for task in self:
            if task.is_all_day:
                task.write(
                    {"date_due": False, "date_deadline": task.calendar_start.date()}
                )
            else:
                task.write(
                    {"date_start": task.calendar_start, "date_due": task.calendar_stop}
                )

    @api.model
    def _search_is_all_day(self, operator, values):
        if operator != "in":
            return NotImplemented
        domain = Domain.FALSE
        if True in values:
            domain |= Domain("date_start", "=", False)
        if False in values:
            domain |= Domain("date_start", "!=", False)
        return domain

    @api.model
    def _search_calendar_start(self, operator, value):
        return self._search_calendar("date_start", operator, value)

    @api.model
    def _search_calendar_stop(self, operator, value):
        return self._search_calendar("date_due", operator, value)

    @api.model
    def _search_calendar(self, field_name, operator, value):
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        day = fields.Date.to_date(value)
        return Domain(field_name, operator, value) | (
            Domain("date_start", "=", False)
            & Domain("date_deadline", operator[0] + "=", day)
        )

    @api.model
    def default_get(self, fields):
        """Translate what the calendar proposes for a new task into times of the
        task."""
        defaults = super().default_get(fields)
        context = self.env.context
        start, stop = (
            context.get("default_calendar_start"),
            context.get("default_calendar_stop"),
        )
        if not start:
            return defaults
        if context.get("default_is_all_day"):
            return defaults | {"date_deadline": start[:10]}
        return defaults | {"date_start": start, "date_due": stop or start}

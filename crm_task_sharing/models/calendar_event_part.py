"""What tells of an event is for those who may see the event."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmTaskEventPart(models.AbstractModel):
    _name = "crm.task.event.part"
    _inherit = "crm.task.mention"
    _description = "Part of an Event of a Task"

    _event_field = "event_id"

    @api.model
    def _of_no_hidden_task_sql(self, model, alias, query):
        Event = model.env["calendar.event"].with_context(active_test=False)
        events = Event._search(Domain.TRUE, bypass_access=True)
        event_id = model._field_to_sql(alias, self._event_field, query)
        known_id = SQL.identifier(events.table, "id")
        events.add_where(SQL("%s = %s", known_id, event_id))
        return SQL("(%s IS NULL OR EXISTS %s)", event_id, events.subselect())

    def _telling_of_tasks(self):
        return self.browse()  # who may add it is said by the event


class CalendarAttendee(models.Model):
    _name = "calendar.attendee"
    _inherit = ["calendar.attendee", "crm.task.event.part"]


class CalendarRecurrence(models.Model):
    _name = "calendar.recurrence"
    _inherit = ["calendar.recurrence", "crm.task.event.part"]

    _event_field = "base_event_id"

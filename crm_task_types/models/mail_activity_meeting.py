"""Tasks of a meeting type with a time stand in Odoo's calendar, and follow their
event."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# what of a task concerns its event
TIME_FIELDS = {
    "date_start",
    "date_due",
    "duration_hours",
    "date_deadline",
    "deadline_bucket",
    "calendar_start",
}
EVENT_FIELDS = TIME_FIELDS | {"activity_type_id", "summary", "user_id"}
EVENT_TIMES = {"start", "stop", "duration", "allday", "start_date", "stop_date"}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    calendar_event_id = fields.Many2one(copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_events_writable(
            {vals.get("calendar_event_id") for vals in vals_list}
        )
        tasks = super().create(vals_list)
        tasks._make_events()
        return tasks

    def write(self, vals):
        self._check_events_writable({vals.get("calendar_event_id")})
        result = super().write(vals)
        if not EVENT_FIELDS.isdisjoint(vals):
            self._make_events()
            self._update_events(vals)
        return result

    @api.model
    def _check_events_writable(self, event_ids):
        """Who moves a task moves its event: that of a stranger can't be made one."""
        events = self.env["calendar.event"].browse(id_ for id_ in event_ids if id_)
        if events:
            events.check_access("write")

    def _make_events(self):
        """One event for each open meeting task that has a time and no event yet."""
        meetings = self._by_type(lambda task_type: task_type.category == "meeting")
        without = self.browse().concat(*meetings.values())
        without = without.filtered(lambda task: task._needs_event())
        if without:
            # the note of the task as it is: Odoo would add the assignee's phone
            Event = self.env["calendar.event"].with_context(
                skip_contact_description=True
            )
            events = Event.create([task._prepare_event_values() for task in without])
            events = events.with_env(self.env)
            for task, event in zip(without, events, strict=True):
                task.with_context(
                    calendar_event_meeting_update=True
                ).calendar_event_id = event

    def _needs_event(self):
        return self.active and self.date_start and not self.calendar_event_id

    def _prepare_event_values(self):
        """The assignee attends; clients are invited by hand, so that no mail goes out
        by surprise."""
        lead_id = self.res_id if self.res_model == "crm.lead" else False
        return {
            "opportunity_id": lead_id,
            "name": self._event_name(),
            "description": self.note,
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(self.user_id.partner_id.ids)],
            "res_model_id": self.res_model_id.id,
            "res_id": self.res_id,
            "activity_ids": [Command.link(self.id)],
            **self._prepare_event_times(),
        }

    def _event_name(self):
        return self.summary or self.res_name or self.activity_type_id.name

    def _prepare_event_times(self, event=None):
        """:param event: the event that has other times so far; empty for a new one"""
        if self.date_start:
            return {"allday": False, "start": self.date_start, "stop": self.date_due}
        day = self.date_deadline
        lasts = (
            event.stop_date - event.start_date
            if event and event.allday
            else timedelta()
        )
        return {"allday": True, "start_date": day, "stop_date": day + lasts}

    def _update_events(self, vals):
        """Tell the events what changed in their tasks.

        :param vals: what was written on the tasks
        """
        if self.env.context.get("calendar_event_meeting_update"):
            return
        for task in self.filtered("calendar_event_id"):
            # sudo: who may move the task moves its event, also that of a colleague
            event = task.calendar_event_id.sudo()
            changes = {}
            if not TIME_FIELDS.isdisjoint(vals):
                times = task._prepare_event_times(event)
                changes = {
                    name: time for name, time in times.items() if event[name] != time
                }
            if vals.get("summary"):
                changes["name"] = vals["summary"]
            if vals.get("user_id") and event.user_id != task.user_id:
                changes |= task._prepare_event_organizer(event)
            if changes:
                event.with_context(mail_activity_meeting_update=True).write(changes)

    def _prepare_event_organizer(self, event):
        leaving = event.user_id.partner_id - self.user_id.partner_id
        return {
            "user_id": self.user_id.id,
            "partner_ids": [
                *[Command.unlink(partner.id) for partner in leaving],
                Command.link(self.user_id.partner_id.id),
            ],
        }

    def _cancel(self, reason):
        """The event of a task goes with it."""
        events = self.filtered("active").calendar_event_id
        result = super()._cancel(reason)
        self._delete_events(events)
        return result

    def unlink_w_meeting(self):
        events = self.calendar_event_id
        result = self.unlink()
        self.exists()._delete_events(events.exists())
        return result

    def _delete_events(self, events):
        """Delete events that the user may delete, not their tasks with them."""
        events = events.sudo(False)._filtered_access("unlink")
        # sudo: the task is closed already
        self.sudo().filtered(
            lambda task: task.calendar_event_id in events
        ).calendar_event_id = False
        events.unlink()


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(
            [self._with_applicable_task(vals) for vals in vals_list]
        )
        events._give_times_to_tasks()
        return events

    @api.model
    def _with_applicable_task(self, vals):
        """Odoo makes a task for a meeting on a document: its type must apply there.

        Odoo takes the first meeting type by its single model. Where that type is
        limited to other documents, the first that applies is taken, or no task is made.
        """
        model = self._model_name(vals.get("res_model_id"))
        if not model or not vals.get("res_id") or vals.get("activity_ids"):
            return vals
        types = self.env["mail.activity.type"].search([("category", "=", "meeting")])
        chosen = types.filtered(lambda kind: kind.res_model in (False, model))[:1]
        if not chosen or chosen._applies_to(model):
            return vals
        applicable = types.filtered(lambda kind: kind._applies_to(model))[:1]
        if not applicable:
            return vals | {"activity_ids": [Command.clear()]}
        task_values = self._prepare_task_values(vals, applicable)
        return vals | {"activity_ids": [Command.create(task_values)]}

    @api.model
    def _model_name(self, model_id):
        # sudo: names of models are no secret
        return self.env["ir.model"].sudo().browse(model_id).model

    @api.model
    def _prepare_task_values(self, vals, task_type):
        return {
            "activity_type_id": task_type.id,
            "res_model_id": vals["res_model_id"],
            "res_id": vals["res_id"],
            "summary": vals.get("name"),
            "note": vals.get("description"),
            "user_id": vals.get("user_id", self.env.uid),
        }

    def _sync_activities(self, fields):
        # Odoo would give the tasks the day of the event in the user's zone: leave that
        # to us
        events = self.with_context(calendar_event_meeting_update=True)
        result = super(CalendarEvent, events)._sync_activities(
            {name for name in fields if name != "start"}
        )
        if not EVENT_TIMES.isdisjoint(fields):
            self._give_times_to_tasks()
        return result

    def _give_times_to_tasks(self):
        """The tasks of an event have its times, or its day."""
        if self.env.context.get("mail_activity_meeting_update"):
            return
        for event in self.filtered("activity_ids"):
            tasks = event.activity_ids.with_context(calendar_event_meeting_update=True)
            if event.allday:
                tasks.write({"date_due": False, "date_deadline": event.start_date})
            else:
                tasks.write({"date_start": event.start, "date_due": event.stop})

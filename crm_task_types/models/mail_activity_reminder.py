"""When people are reminded of a task: so long before it starts and before it is due,
again when it moves."""

from datetime import datetime, time, timedelta

from odoo import api, fields, models

from ..tools import clock
from ..tools.review import WAITING
from .crm_task_reminder import DUE, START

# tasks without a time are reminded of as if they began then
WHOLE_DAY_REMINDER = time(9, 0)
# what the moments of reminders follow from
_INPUTS = {
    "active",
    "activity_type_id",
    "alarm_ids",
    "date_deadline",
    "date_due",
    "date_start",
    "due_alarm_ids",
    "duration_hours",
    "user_id",
}


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    alarm_ids = fields.Many2many(
        "calendar.alarm",
        "mail_activity_type_calendar_alarm_rel",
        "activity_type_id",
        "alarm_id",
        string="Remind before start",
        help="The reminders of every new task of this type.",
    )
    due_alarm_ids = fields.Many2many(
        "calendar.alarm",
        "mail_activity_type_due_alarm_rel",
        "activity_type_id",
        "alarm_id",
        string="Remind before due",
        help="Further reminders of every new task of this type.",
    )
    remind_co_executors = fields.Boolean("Remind co-executors")
    remind_observers = fields.Boolean("Remind observers")


class MailActivity(models.Model):
    _inherit = "mail.activity"

    alarm_ids = fields.Many2many(
        "calendar.alarm",
        "mail_activity_calendar_alarm_rel",
        "activity_id",
        "alarm_id",
        string="Remind before start",
        compute="_compute_alarm_ids",
        store=True,
        readonly=False,
        copy=True,
        help="Sent to the assignee before the task starts, or is due if it has no "
        "start; for tasks without a time, before nine in the morning.",
    )
    due_alarm_ids = fields.Many2many(
        "calendar.alarm",
        "mail_activity_due_alarm_rel",
        "activity_id",
        "alarm_id",
        string="Remind before due",
        compute="_compute_alarm_ids",
        store=True,
        readonly=False,
        copy=True,
        help="Sent to the assignee before the task is due; for tasks without a time, "
        "before nine in the morning.",
    )
    remind_co_executors = fields.Boolean(
        "Remind co-executors",
        compute="_compute_remind_whom",
        store=True,
        precompute=True,
        readonly=False,
    )
    remind_observers = fields.Boolean(
        "Remind observers",
        compute="_compute_remind_whom",
        store=True,
        precompute=True,
        readonly=False,
    )
    reminder_ids = fields.One2many(
        "crm.task.reminder",
        "mail_activity_id",
        "Reminders to send",
        bypass_search_access=True,
    )

    @api.depends("activity_type_id")
    def _compute_alarm_ids(self):
        for task_type, tasks in self._by_type(
            lambda one: one.alarm_ids or one.due_alarm_ids
        ).items():
            tasks.alarm_ids = task_type.alarm_ids
            tasks.due_alarm_ids = task_type.due_alarm_ids

    @api.depends("activity_type_id")
    def _compute_remind_whom(self):
        for task in self:
            task_type = task.activity_type_id
            task.remind_co_executors = task_type.remind_co_executors
            task.remind_observers = task_type.remind_observers

    # ---- the queue

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        if tasks.alarm_ids or tasks.due_alarm_ids:
            tasks.filtered(
                lambda task: task.alarm_ids or task.due_alarm_ids
            )._plan_reminders()
        return tasks

    def write(self, vals):
        if _INPUTS.isdisjoint(vals):
            return super().write(vals)
        before = {task: task._remind_at_by_alarm() for task in self}
        result = super().write(vals)
        self._still_there().filtered(
            lambda task: task._remind_at_by_alarm() != before[task]
        )._plan_reminders()
        return result

    def _plan_reminders(self):
        """Queue the reminders that are still ahead; those that don't change stay, also
        when they are due just now."""
        # sudo: the queue belongs to the system, who changes the task changes it
        Reminder = self.env["crm.task.reminder"].sudo()
        queued = {
            (
                reminder.mail_activity_id.id,
                reminder.counted_from,
                reminder.alarm_id.id,
            ): reminder
            for reminder in Reminder.search([("mail_activity_id", "in", self.ids)])
        }
        now = fields.Datetime.now()
        values, kept = [], Reminder
        for task in self:
            for (base, alarm_id), moment in task._remind_at_by_alarm().items():
                reminder = queued.get((task.id, base, alarm_id), Reminder)
                if reminder.remind_at == moment:
                    kept |= reminder
                elif moment > now:
                    values.append(
                        {
                            "mail_activity_id": task.id,
                            "alarm_id": alarm_id,
                            "counted_from": base,
                            "remind_at": moment,
                        }
                    )
        (Reminder.union(*queued.values()) - kept).unlink()
        Reminder.create(values)

    def _remind_at_by_alarm(self):
        """When each reminder of the task is sent: ``{(start or due, alarm id): moment
        in UTC}``; empty for tasks that are done or cancelled."""
        self.ensure_one()
        if not self.active:
            return {}
        # sudo: alarms are Odoo's, whoever changes the task
        task = self.sudo()
        return {
            (base, alarm.id): self._remind_at(alarm, base)
            for base, alarms in ((START, task.alarm_ids), (DUE, task.due_alarm_ids))
            for alarm in alarms
        }

    def _remind_at(self, alarm, base):
        return self._reminder_base(base) - timedelta(minutes=alarm.duration_minutes)

    def _reminder_base(self, base):
        """The moment before which reminders are counted, UTC.

        :param str base: ``start`` or ``due``
        """
        self.ensure_one()
        moment = self.date_due if base == DUE else self.date_start
        if moment := moment or self.date_start or self.date_due:
            return moment
        morning = datetime.combine(self.date_deadline, WHOLE_DAY_REMINDER)
        return clock.to_utc(morning, self._get_tz())

    # ---- who is reminded

    def _is_reminded(self):
        """Hook: whether there is something to do on the task right now."""
        self.ensure_one()
        return self.active and self.review_state != WAITING

    def _people_to_remind(self):
        """Hook: the users who get the reminders of the task."""
        self.ensure_one()
        people = self.user_id
        if self.remind_co_executors:
            people |= self.co_executor_ids
        if self.remind_observers:
            people |= self.observer_ids
        return people.filtered(lambda user: user.active and not user.share)


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        """Nine in the morning comes at another moment in another time zone."""
        result = super().write(vals)
        if "tz" in vals:
            # sudo: the reminders of his tasks, whoever moves him
            tasks = self.env["mail.activity"].sudo()
            tasks.search(
                [
                    ("user_id", "in", self.ids),
                    ("date_due", "=", False),
                    "|",
                    ("alarm_ids", "!=", False),
                    ("due_alarm_ids", "!=", False),
                ]
            )._plan_reminders()
        return result

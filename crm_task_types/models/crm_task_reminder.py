from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import clock

BATCH = 500
WHOLE_DAY_REMINDER = time(
    9, 0
)  # tasks without a time are reminded of as if they began then


class CrmTaskReminder(models.Model):
    """One reminder of one task, until it is sent: the queue that the cron works off."""

    _name = "crm.task.reminder"
    _inherit = ["crm.task.part"]
    _description = "Reminder of a Task"
    _order = "remind_at, id"

    alarm_id = fields.Many2one(
        "calendar.alarm", "Reminder", required=True, ondelete="cascade"
    )
    remind_at = fields.Datetime(required=True)

    _once = models.Constraint(
        "UNIQUE(mail_activity_id, alarm_id)", "A task has each of its reminders once."
    )
    _due_idx = models.Index("(remind_at)")

    @api.model
    def _cron_send_due(self):
        """Send what is due, a batch at a time; each reminder once, also with several
        servers."""
        while due := self._lock_due():
            due._send()
            remaining = self.search_count([("remind_at", "<=", fields.Datetime.now())])
            if not self.env["ir.cron"]._commit_progress(len(due), remaining=remaining):
                break

    @api.model
    def _lock_due(self):
        """Due reminders that no other worker is sending, locked for this
        transaction."""
        self.flush_model(["remind_at"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM crm_task_reminder WHERE remind_at <= %s"
                " ORDER BY remind_at, id LIMIT %s FOR UPDATE SKIP LOCKED",
                fields.Datetime.now(),
                BATCH,
            )
        )
        return self.browse([row[0] for row in rows])

    def _send(self):
        """Send the reminders and forget them."""
        for reminder in self:
            task = reminder.mail_activity_id
            if task.active and task.user_id.active:
                if reminder.alarm_id.alarm_type == "email":
                    task._remind_by_mail()
                else:
                    task._remind_in_browser()
        self.unlink()


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    alarm_ids = fields.Many2many(
        "calendar.alarm",
        "mail_activity_type_calendar_alarm_rel",
        "activity_type_id",
        "alarm_id",
        string="Reminders",
        help="The reminders of every new task of this type.",
    )


class MailActivity(models.Model):
    _inherit = "mail.activity"

    alarm_ids = fields.Many2many(
        "calendar.alarm",
        "mail_activity_calendar_alarm_rel",
        "activity_id",
        "alarm_id",
        string="Reminders",
        compute="_compute_alarm_ids",
        store=True,
        readonly=False,
        copy=True,
        help="Sent to the assignee before the task starts; for tasks without a time, "
        "before nine in the morning.",
    )
    reminder_ids = fields.One2many(
        "crm.task.reminder",
        "mail_activity_id",
        "Reminders to send",
        bypass_search_access=True,
    )

    @api.depends("activity_type_id")
    def _compute_alarm_ids(self):
        for task in self:
            if task.activity_type_id.alarm_ids:
                task.alarm_ids = task.activity_type_id.alarm_ids

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._plan_reminders()
        return tasks

    def write(self, vals):
        before = {task: task._reminder_base() for task in self}
        result = super().write(vals)
        if "alarm_ids" in vals or "active" in vals:
            self._plan_reminders()
        else:
            self.filtered(
                lambda task: task._reminder_base() != before[task]
            )._plan_reminders()
        return result

    def _plan_reminders(self):
        """Queue the reminders that are still ahead."""
        # sudo: the queue belongs to the system, who changes the task changes it
        Reminder = self.env["crm.task.reminder"].sudo()
        Reminder.search([("mail_activity_id", "in", self.ids)]).unlink()
        now = fields.Datetime.now()
        Reminder.create(
            [
                {"mail_activity_id": task.id, "alarm_id": alarm.id, "remind_at": moment}
                for task in self
                if task.active
                for alarm in task.alarm_ids
                if (moment := task._remind_at(alarm)) > now
            ]
        )

    def _reminder_base(self):
        """The moment before which reminders are counted, UTC."""
        self.ensure_one()
        if self.date_start or not self.date_deadline:
            return self.date_start
        morning = datetime.combine(self.date_deadline, WHOLE_DAY_REMINDER)
        return clock.to_utc(morning, self._get_tz())

    def _remind_at(self, alarm):
        return self._reminder_base() - timedelta(minutes=alarm.duration_minutes)

    def _remind_in_browser(self):
        self.ensure_one()
        self.user_id._bus_send(
            "crm_task/reminder",
            {
                "id": self.id,
                "title": self.display_name,
                "message": self._reminder_text(),
            },
        )

    def _remind_by_mail(self):
        self.ensure_one()
        self.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=self.env._("Reminder: %s", self.display_name),
            body=self._reminder_text(),
        )

    def _reminder_text(self):
        when = self._format_when(self.date_start, self.date_deadline)
        return self.env._(
            "%(when)s · %(document)s", when=when, document=self.res_name or ""
        )

"""The reminders that are still to be sent: the queue that the cron works off."""

from odoo import api, fields, models
from odoo.tools import SQL

BATCH = 2000  # a message costs, a task in it hardly does


class CrmTaskReminder(models.Model):
    """One reminder of one task, until it is sent."""

    _name = "crm.task.reminder"
    _inherit = ["crm.task.part"]
    _description = "Reminder of a Task"
    _order = "remind_at, id"

    alarm_id = fields.Many2one(
        "calendar.alarm", "Reminder", required=True, index=True, ondelete="cascade"
    )
    remind_at = fields.Datetime(required=True, help="When it is to be sent, in UTC.")

    _once = models.Constraint(
        "UNIQUE(mail_activity_id, alarm_id)", "A task has each of its reminders once."
    )
    _due_idx = models.Index("(remind_at)")

    @api.model
    def _cron_send_due(self):
        """Send what is due, a batch at a time; each reminder once, also with several
        servers. What is due together, such as after the server was down, comes to each
        person in one message."""
        while due := self._take_due():
            due._send()
            remaining = self.search_count([("remind_at", "<=", fields.Datetime.now())])
            if not self.env["ir.cron"]._commit_progress(len(due), remaining=remaining):
                break

    @api.model
    def _take_due(self):
        """Due reminders that no other server is sending, locked until this transaction
        ends."""
        self.flush_model(["remind_at"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM crm_task_reminder WHERE remind_at <= %s"
                " ORDER BY remind_at, id LIMIT %s FOR UPDATE SKIP LOCKED",
                fields.Datetime.now(),
                BATCH,
            )
        )
        return self.browse(row[0] for row in rows)

    def _send(self):
        """Send the reminders and forget them."""
        ids_by_kind = {
            kind: reminders.mail_activity_id.ids
            for kind, reminders in self.grouped(
                lambda reminder: reminder.alarm_id.alarm_type
            ).items()
        }
        self.unlink()
        for kind, ids in ids_by_kind.items():
            self.env["mail.activity"].browse(ids)._remind(kind)


class CalendarAlarm(models.Model):
    _inherit = "calendar.alarm"

    def write(self, vals):
        """Reminders that are still ahead follow a changed "2 hours before"."""
        result = super().write(vals)
        if not {"duration", "interval"}.isdisjoint(vals):
            # sudo: the queue belongs to the system
            queued = self.env["crm.task.reminder"].sudo()
            queued = queued.search([("alarm_id", "in", self.ids)])
            queued.mail_activity_id._plan_reminders()
        return result

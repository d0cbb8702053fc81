"""The reminders that are still to be sent: the queue that the cron works off."""

from odoo import api, fields, models

from ..tools.circles import circles

START, DUE = "start", "due"
BATCH = 2000  # a message costs, a task in it hardly does


class CrmTaskReminder(models.Model):
    """One reminder of one task, until it is sent."""

    _name = "crm.task.reminder"
    _inherit = ["crm.task.part", "crm.task.batches"]
    _description = "Reminder of a Task"
    _order = "remind_at, id"

    alarm_id = fields.Many2one(
        "calendar.alarm", "Reminder", required=True, index=True, ondelete="cascade"
    )
    counted_from = fields.Selection(
        [(START, "Start"), (DUE, "Due time")], required=True, default=START
    )
    remind_at = fields.Datetime(required=True, help="When it is to be sent, in UTC.")

    _once = models.Constraint(
        "UNIQUE(mail_activity_id, alarm_id, counted_from)",
        "A task has each of its reminders once.",
    )
    _due_idx = models.Index("(remind_at)")

    @api.model
    def _cron_send_due(self):
        """Send what is due, a batch at a time; each reminder once, also with several
        servers. What is due together, such as after the server was down, comes to each
        person in one message of its kind."""
        due = self.search(self._due_domain())
        self._work_off("_send_due", due._batches_of_people(), len(due))

    def _batches_of_people(self):
        """Batches of these reminders: all that goes to somebody is in one of them. It
        is larger than others where that much goes to people who work together."""
        people = {
            reminder.id: reminder.mail_activity_id._people_to_remind().ids
            for reminder in self
        }
        batches = [[]]
        for ids in circles(people):
            if batches[-1] and len(batches[-1]) + len(ids) > BATCH:
                batches.append([])
            batches[-1] += ids
        return [self.browse(ids) for ids in batches]

    @api.model
    def _due_domain(self):
        return [("remind_at", "<=", fields.Datetime.now())]

    def _send_due(self):
        """Send those of these that are still due and that no other server sends."""
        self._lock_free().filtered_domain(self._due_domain())._send()

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

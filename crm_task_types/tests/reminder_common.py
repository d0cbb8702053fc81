import json
from datetime import timedelta

from odoo.tools import html2plaintext

from .common import NOON, TaskCase


class ReminderCase(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.popup, cls.mail = cls.env["calendar.alarm"].create(
            [
                {
                    "name": "15 minutes",
                    "alarm_type": "notification",
                    "duration": 15,
                    "interval": "minutes",
                },
                {
                    "name": "1 hour by mail",
                    "alarm_type": "email",
                    "duration": 1,
                    "interval": "hours",
                },
            ]
        )
        cls.visit.alarm_ids = cls.popup | cls.mail
        cls.start = NOON + timedelta(hours=4)

    def moments(self, task):
        return task.sudo().reminder_ids.sorted("remind_at").mapped("remind_at")

    def send(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_task_types.ir_cron_send_reminders"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def inbox(self, user):
        """What a person was reminded of by mail, as plain text."""
        told = self.env["mail.message"].search(
            [
                ("notified_partner_ids", "in", user.partner_id.ids),
                ("email_layout_xmlid", "=", "mail.mail_notification_light"),
            ]
        )
        return [f"{mail.subject}\n{html2plaintext(mail.body)}" for mail in told]

    def reminders(self, user):
        """The same, without what else he is told by such mails."""
        return [mail for mail in self.inbox(user) if mail.startswith("Reminder")]

    def popups(self):
        """What open browsers are told: ``{title: lines}``."""
        self.env["bus.bus"].search([("id", ">", 0)]).unlink()
        self.send()
        self.env.cr.precommit.run()  # writes what the bus is to send
        sent = self.env["bus.bus"].search([("message", "like", "crm_task/reminder")])
        payloads = [
            json.loads(message)["payload"] for message in sent.mapped("message")
        ]
        return {payload["title"]: payload["lines"] for payload in payloads}

    def mails(self, task):
        return self.env["mail.message"].search(
            [
                ("model", "=", "mail.activity"),
                ("res_id", "=", task.id),
                ("subject", "like", "Reminder"),
            ]
        )

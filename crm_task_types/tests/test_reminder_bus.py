import json
from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from odoo.addons.bus.tests import common as bus


@tagged("post_install", "-at_install")
class TestReminderBus(bus.WebsocketCase):
    """What an open browser gets over the bus; ``reminder.test.js`` has what it does
    with it."""

    def test_popup_in_an_open_browser(self):
        rep, colleague = (
            new_test_user(
                self.env,
                login,
                groups="sales_team.group_sale_salesman",
                password="Password!1",
            )
            for login in ("bus_rep", "bus_colleague")
        )
        browser = self.open_browser(rep)
        self.plan(colleague, "Not for the rep").reminder_ids._send()
        task = self.plan(rep, "Measure the roof")
        task.reminder_ids._send()
        self.trigger_notification_dispatching((rep | colleague).partner_id)
        told = self.hear(browser)
        self.assertEqual(told["ids"], task.ids)
        self.assertEqual(told["title"], "Measure the roof")

    def plan(self, user, summary):
        return self.env["mail.activity"].create(
            {
                "summary": summary,
                "user_id": user.id,
                "date_start": fields.Datetime.now() + timedelta(days=1),
                "alarm_ids": self.env.ref("calendar.alarm_notif_1").ids,
            }
        )

    def open_browser(self, user):
        session = self.authenticate(user.login, "Password!1")
        socket = self.websocket_connect(cookie=f"session_id={session.sid};")
        self.subscribe(socket, [], self.env["bus.bus"]._bus_last_id())
        return socket

    def hear(self, socket):
        """The first reminder that comes."""
        while True:
            for sent in json.loads(socket.recv()):
                if sent["message"]["type"] == "crm_task/reminder":
                    return sent["message"]["payload"]

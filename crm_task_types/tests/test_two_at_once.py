"""Two servers, or two people, at the same moment: with two real connections."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .race_common import RaceCase

NAME = "At the same moment"


@tagged("post_install", "-at_install")
class TestTwoAtOnce(RaceCase):
    def setUp(self):
        super().setUp()
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            alarm = env["calendar.alarm"].create(
                {"name": NAME, "alarm_type": "notification", "duration": 1}
            )
            now = fields.Datetime.now()
            task = env["mail.activity"].create(
                {
                    "summary": NAME,
                    "user_id": env.ref("base.user_admin").id,
                    "date_start": now + timedelta(days=1),
                    "alarm_ids": alarm.ids,
                    "checklist_item_ids": [Command.create({"name": NAME})],
                }
            )
            task.reminder_ids.remind_at = now - timedelta(minutes=1)
            self.task_id, self.alarm_id = task.id, alarm.id
            self.item_id = task.checklist_item_ids.id

    def tearDown(self):
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            env["mail.activity"].browse(self.task_id).unlink()
            env["calendar.alarm"].browse(self.alarm_id).unlink()
            cr.execute("DELETE FROM bus_bus WHERE message LIKE %s", [f"%{NAME}%"])
        super().tearDown()

    # ---- reminders

    def take(self, cr):
        Reminder = self.env_of(cr)["crm.task.reminder"]
        return (
            Reminder.search(Reminder._due_domain())
            ._lock_free()
            .filtered(lambda reminder: reminder.mail_activity_id.id == self.task_id)
        )

    def count_popups(self):
        with self.connection.cursor() as cr:
            cr.execute(
                "SELECT count(*) FROM bus_bus WHERE message LIKE %s", [f"%{NAME}%"]
            )
            return cr.fetchone()[0]

    def test_two_servers_remind_once(self):
        with self.connection.cursor() as first, self.connection.cursor() as second:
            mine, theirs = self.take(first), self.take(second)
            self.assertEqual((len(mine), len(theirs)), (1, 0))
            mine._send()
            first.commit()
        with self.connection.cursor() as cr:
            self.assertFalse(self.take(cr))
        self.assertEqual(self.count_popups(), 1)

    def test_a_server_dies_while_it_reminds(self):
        with self.connection.cursor() as dying:
            self.take(dying)._send()
            self.env_of(dying).flush_all()
            dying.rollback()
        self.assertEqual(self.count_popups(), 0)
        with self.connection.cursor() as cr:
            self.take(cr)._send()
        self.assertEqual(self.count_popups(), 1)

    # ---- ticking

    def tick(self, cr, login):
        user = self.env_of(cr).ref(login)
        item = self.env_of(cr, user.id)["crm.task.checklist.item"].browse(self.item_id)
        item.action_tick()
        item.env.flush_all()

    def test_two_people_tick(self):
        """The first tick stays; the other person finds it ticked."""
        self.at_the_same_moment(
            lambda cr: self.tick(cr, "base.user_admin"),
            lambda cr: self.tick(cr, "base.user_root"),
        )
        with self.connection.cursor() as cr:
            item = self.env_of(cr)["crm.task.checklist.item"].browse(self.item_id)
            admin = item.env.ref("base.user_admin")
            self.assertEqual((item.is_done, item.done_uid), (True, admin))

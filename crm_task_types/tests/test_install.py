"""Coming to a database with tasks, and leaving it."""

from odoo.tests import tagged

from ..hooks import pre_init_hook
from .common import TaskCase


@tagged("post_install", "-at_install")
class TestInstall(TaskCase):
    def test_columns_are_filled_as_odoo_would(self):
        """What is written in SQL at the installation equals what the fields compute."""
        self.rep.tz = "Pacific/Tongatapu"
        tasks = self.plan(date_deadline="2026-03-20") | self.plan(
            self.client, user=self.boss
        )
        tasks |= self.env["mail.activity"].create({"user_id": self.rep.id})
        self.env.flush_all()
        computed = tasks.read(["date_overdue", "partner_id", "priority"])
        self.env.cr.execute(
            "UPDATE mail_activity"
            " SET date_overdue = NULL, partner_id = NULL, priority = NULL"
            " WHERE id IN %s",
            [tasks._ids],
        )
        pre_init_hook(self.env)
        tasks.invalidate_recordset()
        self.assertEqual(
            tasks.read(["date_overdue", "partner_id", "priority"]), computed
        )

    def test_missing_codes(self):
        self.env.cr.execute("ALTER TABLE mail_activity_type ALTER code DROP NOT NULL")
        call = self.env.ref("mail.mail_activity_data_call")
        self.env.cr.execute(
            "UPDATE mail_activity_type SET code = NULL WHERE id IN %s",
            [(call.id, self.visit.id)],
        )
        self.env.invalidate_all()
        self.env["mail.activity.type"]._init_column("code")
        self.assertEqual((call.code, self.visit.code), ("call", "site_visit"))

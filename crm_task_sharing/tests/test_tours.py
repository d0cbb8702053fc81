from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

SALESMAN = "sales_team.group_sale_salesman"


@tagged("post_install", "-at_install")
class TestShareTours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.task.share"].search([]).unlink()
        cls.owner = new_test_user(
            cls.env, "tour_owner", groups=SALESMAN, tz="UTC", name="Tour owner"
        )
        cls.colleague = new_test_user(
            cls.env, "tour_colleague", groups=SALESMAN, tz="UTC", name="Tour colleague"
        )
        cls.visit, cls.other = cls.env["mail.activity.type"].create(
            [{"name": "Tour visit"}, {"name": "Tour other"}]
        )

    def plan(self, summary, task_type, hour):
        today = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        return (
            self.env["mail.activity"]
            .with_user(self.owner)
            .create(
                {
                    "summary": summary,
                    "activity_type_id": task_type.id,
                    "user_id": self.owner.id,
                    "date_start": today.replace(hour=0) + timedelta(hours=hour),
                    "duration_hours": 2,
                }
            )
        )

    def test_preferences(self):
        self.start_tour("/odoo", "crm_task_share_preferences", login="tour_owner")
        shares = self.owner.task_share_ids
        self.assertEqual(
            sorted(
                (share.grantee_kind, share.level, share.activity_type_ids.name or "")
                for share in shares
            ),
            [
                ("everyone", "busy", ""),
                ("user", "full", "Tour visit"),
                ("user", "read", ""),
            ],
        )
        self.assertEqual(shares.grantee_id, self.colleague)
        task = self.plan("Secret", self.visit, 9).with_user(self.colleague)
        self.assertTrue(task.has_access("write"))
        self.start_tour("/odoo", "crm_task_share_preferences_hold", login="tour_owner")
        self.assertEqual(self.owner.task_share_ids, shares)

    def test_busy_calendar(self):
        self.env["crm.task.share"].create(
            [
                {"user_id": self.owner.id, "grantee_kind": "everyone", "level": level}
                | ({"activity_type_ids": self.visit.ids} if level == "read" else {})
                for level in ("busy", "read")
            ]
        )
        secret = self.plan("Secret", self.other, 9)
        shared = self.plan("Open house", self.visit, 12)
        tasks = secret | shared
        found = tasks.with_user(self.colleague).search([("id", "in", tasks.ids)])
        self.assertEqual(found.sudo(), shared.sudo())
        self.start_tour("/odoo/crm", "crm_task_slot_calendar", login="tour_colleague")

from datetime import date, timedelta

from odoo.tests import HttpCase, new_test_user, tagged

# a Tuesday far from any today
TUESDAY = date(2099, 3, 17)


@tagged("post_install", "-at_install")
class TestSeriesTours(HttpCase):
    def setUp(self):
        super().setUp()
        self.rep = new_test_user(
            self.env,
            "series_rep",
            groups="sales_team.group_sale_salesman",
            tz="UTC",
        )
        self.lead = self.env["crm.lead"].create(
            {"name": "Roof for Acme", "user_id": self.rep.id, "type": "opportunity"}
        )
        self.visit = self.env["mail.activity.type"].create({"name": "Site visit"})
        if "outcome_ids" in self.visit._fields:
            self.visit.outcome_ids.unlink()  # Odoo's own Mark Done

    def test_every_monday(self):
        task = self.lead.activity_schedule(
            activity_type_id=self.visit.id,
            user_id=self.rep.id,
            summary="Ask for an order",
            date_deadline=TUESDAY,
        )
        self.start_tour(
            f"/odoo/my-crm-tasks/{task.id}",
            "crm_task_rep_repeats",
            login=self.rep.login,
        )
        self.env.invalidate_all()
        self.assertFalse(task.active)
        following = self.lead.activity_ids
        self.assertEqual(following.date_deadline, TUESDAY + timedelta(days=6))
        self.start_tour(
            f"/odoo/crm/{self.lead.id}",
            "crm_task_rep_sees_next",
            login=self.rep.login,
        )

    def test_planned_to_repeat(self):
        self.start_tour(
            f"/odoo/crm/{self.lead.id}",
            "crm_task_rep_plans_repeated",
            login=self.rep.login,
        )
        self.assertEqual(self.lead.activity_ids.series_words, "Every working day")

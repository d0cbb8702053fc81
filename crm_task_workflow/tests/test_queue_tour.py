from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestQueueTour(HttpCase):
    def setUp(self):
        super().setUp()
        self.rep = new_test_user(
            self.env,
            "queue_rep",
            groups="sales_team.group_sale_salesman",
            tz="UTC",
        )
        self.lead = self.env["crm.lead"].create(
            {"name": "Roof for Acme", "user_id": self.rep.id, "type": "opportunity"}
        )
        self.visits = self.env["mail.activity.type"].create(
            {"name": "Site visit", "code": "tour_site_visit"}
        )
        self.call = self.env.ref("mail.mail_activity_data_call")

    def plan(self, summary, task_type, priority, days):
        return self.env["mail.activity"].create(
            {
                "activity_type_id": task_type.id,
                "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "res_id": self.lead.id,
                "user_id": self.rep.id,
                "summary": summary,
                "priority": priority,
                "date_deadline": fields.Date.today() + timedelta(days=days),
            }
        )

    def test_three_tasks_by_keyboard(self):
        ask = self.plan("Ask for the budget", self.call, "0", -3)
        urgent = self.plan("Urgent answer", self.call, "2", 5)
        visit = self.plan("Visit the site", self.visits, "0", 5)
        self.start_tour(
            "/odoo/crm-work-queue", "crm_task_work_queue", login=self.rep.login
        )
        self.env.invalidate_all()
        self.assertEqual((ask.active, ask.attempt_count), (True, 1))
        self.assertFalse(visit.active)
        self.assertTrue(urgent.active)
        self.assertEqual(urgent.reschedule_reason, "2 more days, 1 at least")
        self.assertEqual(
            (ask | urgent | visit).result_ids.outcome_id.mapped("code"),
            ["no_answer", "change", visit.result_ids.outcome_id.code],
        )

    def test_a_filtered_list(self):
        visit = self.plan("Visit the site", self.visits, "2", 1)
        less = self.plan("Less urgent", self.call, "1", 5)
        urgent = self.plan("Urgent answer", self.call, "2", 5)
        self.start_tour(
            "/odoo/action-crm_task_types.mail_activity_action_my",
            "crm_task_work_through_list",
            login=self.rep.login,
        )
        self.env.invalidate_all()
        self.assertEqual((visit | less | urgent).mapped("active"), [True, False, False])

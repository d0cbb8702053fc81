from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestQueueTour(HttpCase):
    def test_three_tasks_by_keyboard(self):
        rep = new_test_user(
            self.env,
            "queue_rep",
            groups="sales_team.group_sale_salesman",
            tz="UTC",
        )
        lead = self.env["crm.lead"].create(
            {"name": "Roof for Acme", "user_id": rep.id, "type": "opportunity"}
        )
        visits = self.env["mail.activity.type"].create(
            {"name": "Site visit", "code": "tour_site_visit"}
        )
        call = self.env.ref("mail.mail_activity_data_call")
        today = fields.Date.today()
        ask, urgent, visit = self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": task_type.id,
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "res_id": lead.id,
                    "user_id": rep.id,
                    "summary": summary,
                    "priority": priority,
                    "date_deadline": today + timedelta(days=days),
                }
                for summary, task_type, priority, days in (
                    ("Ask for the budget", call, "0", -3),
                    ("Urgent answer", call, "2", 5),
                    ("Visit the site", visits, "0", 5),
                )
            ]
        )
        self.start_tour("/odoo/crm-work-queue", "crm_task_work_queue", login=rep.login)
        self.env.invalidate_all()
        self.assertEqual((ask.active, ask.attempt_count), (True, 1))
        self.assertFalse(visit.active)
        self.assertTrue(urgent.active)
        self.assertEqual(urgent.reschedule_reason, "2 more days, 1 at least")
        self.assertEqual(
            (ask | urgent | visit).result_ids.outcome_id.mapped("code"),
            ["no_answer", "change", visit.result_ids.outcome_id.code],
        )

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

SALESMAN = "sales_team.group_sale_salesman"


@tagged("post_install", "-at_install")
class TestTours(HttpCase):
    """A rep presses the buttons of a call, in the browser."""

    def setUp(self):
        super().setUp()
        self.rep = new_test_user(self.env, "tour_rep", groups=SALESMAN, tz="UTC")
        self.call = self.env.ref("mail.mail_activity_data_call")
        self.lead = self.env["crm.lead"].create(
            {"name": "Roof for Acme", "user_id": self.rep.id, "type": "opportunity"}
        )
        self.task = self.env["mail.activity"].create(
            {
                "activity_type_id": self.call.id,
                "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "res_id": self.lead.id,
                "user_id": self.rep.id,
                "summary": "Ask for the budget",
            }
        )

    def tour(self, name, url=None):
        self.start_tour(url or f"/odoo/crm/{self.lead.id}", name, login=self.rep.login)
        self.env.invalidate_all()

    def outcomes(self):
        return self.task.result_ids.sorted("id").outcome_id.mapped("code")

    def test_no_answer_three_times(self):
        no_answer = self.call.outcome_ids.filtered(lambda o: o.code == "no_answer")
        no_answer.effect_ids.attempt_delay_ids = [
            Command.create({"delay_count": 15, "delay_unit": "minutes"}),
            Command.create({"delay_count": 2, "delay_unit": "hours"}),
        ]
        self.tour("crm_task_no_answer")
        self.assertEqual(self.outcomes(), ["no_answer", "done"])
        self.assertEqual(self.task.attempt_count, 3)

    def test_close_deal(self):
        self.tour("crm_task_close_deal")
        self.assertEqual(self.lead.lost_reason_id.name, "Too expensive")
        self.assertFalse(self.lead.active)

    def test_proposal(self):
        visit = self.env["mail.activity.type"].create({"name": "Site visit"})
        self.env["crm.task.followup"].create(
            {
                "activity_type_id": self.call.id,
                "next_type_id": visit.id,
                "title": "Measure the roof",
                "delay_count": 2,
                "delay_unit": "days",
            }
        )
        self.tour("crm_task_proposal_accepted")
        self.assertEqual(self.lead.activity_ids.activity_type_id, visit)
        self.lead.activity_ids.unlink()
        self.task.action_unarchive()
        self.tour("crm_task_proposal_skipped")
        self.assertFalse(self.lead.activity_ids)

    def test_undo(self):
        self.tour("crm_task_undo", f"/odoo/my-crm-tasks/{self.task.id}")
        self.assertTrue(self.task.active)
        self.assertEqual(len(self.task.result_ids), 2)

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

SALESMAN = "sales_team.group_sale_salesman"


@tagged("post_install", "-at_install")
class TestReviewTour(HttpCase):
    def test_returned_and_accepted(self):
        """The stage of the deal changes when the reviewer has accepted it, and what
        follows is proposed to him."""
        rep = new_test_user(self.env, "tour_rep", groups=SALESMAN, tz="UTC")
        reviewer = new_test_user(
            self.env, "tour_reviewer", groups=f"{SALESMAN}_all_leads", tz="UTC"
        )
        stage = self.env["crm.stage"].create({"name": "They agreed"})
        call = self.env.ref("mail.mail_activity_data_call")
        self.env["crm.task.outcome"].create(
            {
                "activity_type_id": call.id,
                "name": "Agreed",
                "effect_ids": [
                    Command.create({"kind": "stage", "stage_id": stage.id}),
                    Command.create({"kind": "complete"}),
                ],
            }
        )
        self.env["crm.task.followup"].create(
            {
                "activity_type_id": call.id,
                "next_type_id": self.env.ref("mail.mail_activity_data_email").id,
                "title": "Send the offer",
            }
        )
        lead = self.env["crm.lead"].create(
            {"name": "Roof for Acme", "user_id": rep.id, "type": "opportunity"}
        )
        task = lead.activity_schedule(
            activity_type_id=call.id,
            user_id=rep.id,
            summary="Ask for the budget",
            reviewer_id=reviewer.id,
        )

        self.start_tour(
            f"/odoo/crm/{lead.id}", "crm_task_rep_completes", login=rep.login
        )
        self.assertEqual((task.review_state, task.held_uid), ("waiting", rep))
        self.start_tour("/odoo/crm", "crm_task_reviewer_returns", login=reviewer.login)
        self.env.invalidate_all()
        self.assertEqual((task.review_state, task.return_count), ("returned", 1))
        self.start_tour(f"/odoo/crm/{lead.id}", "crm_task_rep_mends", login=rep.login)
        self.assertNotEqual(lead.stage_id, stage)
        self.start_tour("/odoo/crm", "crm_task_reviewer_accepts", login=reviewer.login)
        self.env.invalidate_all()
        self.assertEqual(lead.stage_id, stage)
        self.assertFalse(task.active)
        self.assertEqual(task.result_ids.accepted_uid, reviewer)
        self.assertEqual(lead.activity_ids.summary, "Send the offer")
        self.assertEqual(lead.activity_ids.user_id, rep)

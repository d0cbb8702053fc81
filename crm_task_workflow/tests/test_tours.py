from dateutil.relativedelta import relativedelta

from odoo import fields
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

    def test_change(self):
        self.tour("crm_task_change")
        self.assertEqual(self.outcomes(), ["change"])
        self.assertEqual(
            (str(self.task.date_deadline), self.task.reschedule_reason),
            ("2030-01-15", "The client is ill"),
        )

    def test_missing_fields(self):
        budget = self.env["crm.task.custom.field"].create(
            {"activity_type_id": self.call.id, "name": "Budget"}
        )
        done = self.call.outcome_ids.filtered("is_default")
        done.required_custom_field_ids = budget
        done.required_field_ids = self.call.card_field_ids.filtered(
            lambda field: field.field_name in ("summary", "priority")
        )
        self.tour("crm_task_missing_fields")
        self.assertEqual(self.outcomes(), ["done"])
        self.assertEqual(
            (self.task.summary, self.task.priority), ("Ask for the budget", "2")
        )
        self.assertEqual(self.task.task_properties[budget.key], "20000")

    def test_close_deal(self):
        self.tour("crm_task_close_deal")
        self.assertDealIsLost()
        self.assertFalse(self.lead.activity_ids)

    def test_close_deal_with_a_lost_set(self):
        self.lead.team_id = self.env["crm.team"].create(
            {
                "name": "Roofs",
                "lost_plan_ids": [
                    Command.create(
                        {
                            "name": "Lost",
                            "res_model": "crm.lead",
                            "template_ids": [
                                self.line("Ask why we lost"),
                                self.line("Call again next year", delay_count=12),
                            ],
                        }
                    )
                ],
            }
        )
        self.tour("crm_task_close_deal_lost_set")
        self.assertDealIsLost()
        today = fields.Date.today()
        self.assertEqual(
            [
                (task.summary, task.user_id, task.date_deadline)
                for task in self.lead.activity_ids.sorted("date_deadline")
            ],
            [
                ("Ask why we lost", self.rep, today),
                ("Call again next year", self.rep, today + relativedelta(months=12)),
            ],
        )

    def assertDealIsLost(self):
        self.assertEqual(self.outcomes(), ["close_deal"])
        self.assertEqual(self.lead.lost_reason_id.name, "Too expensive")
        self.assertFalse(self.lead.active)

    def line(self, title, **values):
        """A line of a template: a call for the salesperson, months from now."""
        return Command.create(
            {
                "activity_type_id": self.call.id,
                "summary": title,
                "delay_from": "after_plan_date",
                "delay_unit": "months",
                "responsible_type": "salesperson",
                **values,
            }
        )

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

from odoo.addons.crm_task_types.tests.common import tagged

from .process_common import BUDGET, DAY, ProcessCase


@tagged("post_install", "-at_install")
class TestProcessAssign(ProcessCase):
    """Steps that set variables and fields."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss.group_ids += cls.env.ref("mail.group_mail_template_editor")

    def test_assign_variables(self):
        process = self.publish(
            {
                "start": {},
                "assign": {
                    "sets": [
                        {"variable": "budget", "text": "{{ variables.budget * 2 }}"},
                        {"variable": "day", "source": "now", "shift_count": 3},
                    ]
                },
                "call": {"summary": "{{ variables.budget }} by {{ variables.day }}"},
                "end": {},
            },
            "start>assign", "assign>call", "call>end", variables=[BUDGET, DAY],
        )  # fmt: skip
        run = self.start(process, budget=7)
        self.assertEqual(run.variables, {"budget": 14, "day": "2026-03-21"})
        self.assertEqual(self.tasks().summary, "14 by 2026-03-21")

    def test_assign_fields(self):
        process = self.publish(
            {
                "start": {},
                "assign": {
                    "sets": [
                        {"field": "crm.lead.priority", "text": "2"},
                        {"field": "crm.lead.user_id", "text": "colleague"},
                        {
                            "field": "crm.lead.expected_revenue",
                            "source_variable": "budget",
                            "source": "variable",
                        },
                        {"field": "crm.lead.date_deadline", "source": "now"},
                    ]
                },
                "end": {},
            },
            "start>assign", "assign>end", variables=[BUDGET],
        )  # fmt: skip
        runs = self.start(process, self.leads(3), by=self.boss)
        self.assertEqual(set(runs.mapped("state")), {"done"}, runs[0].error_message)
        lead = self.env["crm.lead"].browse(runs[0].res_id)
        self.assertEqual(
            (
                lead.priority,
                lead.user_id,
                lead.expected_revenue,
                str(lead.date_deadline),
            ),
            ("2", self.colleague, 100, "2026-03-18"),
        )

    def test_a_value_that_does_not_fit(self):
        process = self.publish(
            {
                "start": {},
                "assign": {
                    "sets": [{"variable": "budget", "text": "{{ object.name }}"}]
                },
                "end": {},
            },
            "start>assign", "assign>end", variables=[BUDGET],
        )  # fmt: skip
        run = self.start(process)
        self.assertStopped(run, "Roof for Acme", "Budget")
        self.assertEqual(run.error_step, "assign")

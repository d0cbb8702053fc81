from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

SALESMAN = "sales_team.group_sale_salesman"


@tagged("post_install", "-at_install")
class TestTemplateTour(HttpCase):
    """A rep launches a template from the form of a company, in the browser."""

    def test_on_a_company(self):
        rep = new_test_user(self.env, "tour_rep", groups=SALESMAN, tz="UTC")
        colleague = new_test_user(self.env, "tour_colleague", groups=SALESMAN, tz="UTC")
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        call, email, meeting = (
            self.env.ref(f"mail.mail_activity_data_{code}").id
            for code in ("call", "email", "meeting")
        )
        template = self.env["mail.activity.plan"].create(
            {
                "name": "Welcome a company",
                "res_model": "res.partner",
                "template_ids": [
                    Command.create(
                        {
                            "activity_type_id": call,
                            "summary": "Introduce ourselves to {{ object.name }}",
                            "delay_from": "after_plan_date",
                            "delay_count": 1,
                            "at_hour": 9,
                        }
                    ),
                    Command.create(
                        {
                            "activity_type_id": email,
                            "summary": "Send the brochure",
                            "delay_from": "previous_deadline",
                            "delay_count": 2,
                            "responsible_type": "other",
                            "responsible_id": colleague.id,
                        }
                    ),
                    Command.create(
                        {
                            "activity_type_id": meeting,
                            "summary": "Visit them",
                            "delay_from": "previous_completion",
                        }
                    ),
                ],
            }
        )
        url = f"/odoo/res.partner/{company.id}"
        self.start_tour(url, "crm_task_template_on_company", login=rep.login)
        self.env.invalidate_all()
        self.assertEqual(
            [
                (task.summary, task.user_id, task.date_start, task.date_deadline)
                for task in company.activity_ids.sorted("id")
            ],
            [
                (
                    "Introduce ourselves to Acme",
                    rep,
                    datetime(2030, 1, 16, 9),
                    date(2030, 1, 16),
                ),
                ("Send the brochure", colleague, False, date(2030, 1, 18)),
            ],
        )
        waiting = self.env["crm.task.template.wait"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", company.id)]
        )
        self.assertEqual(waiting.line_id, template.template_ids[2])

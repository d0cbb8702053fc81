from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestProjectTours(HttpCase):
    def setUp(self):
        super().setUp()
        self.chief = new_test_user(
            self.env,
            "project_chief",
            groups="project.group_project_manager,sales_team.group_sale_salesman",
            tz="UTC",
        )
        client = self.env["res.partner"].create({"name": "Acme"})
        self.project = self.env["project.project"].create(
            {"name": "New roof", "partner_id": client.id, "user_id": self.chief.id}
        )
        self.lead = self.env["crm.lead"].create(
            {"name": "Roof", "partner_id": client.id, "user_id": self.chief.id}
        )
        self.visit = self.env["mail.activity.type"].create({"name": "Site visit"})
        if "outcome_ids" in self.visit._fields:
            self.visit.outcome_ids.unlink()  # Odoo's own Mark Done

    def plan(self, summary, **values):
        return self.lead.activity_schedule(
            activity_type_id=self.visit.id,
            user_id=self.chief.id,
            summary=summary,
            date_deadline=fields.Date.today() + timedelta(days=2),
            **values,
        )

    def test_from_the_task_to_the_project_and_back(self):
        task = self.plan("Order the tiles")
        self.plan("Measure", project_id=self.project.id).action_feedback()
        self.start_tour(
            f"/odoo/my-crm-tasks/{task.id}",
            "crm_task_in_project",
            login=self.chief.login,
        )
        self.env.invalidate_all()
        self.assertEqual((task.project_id, task.active), (self.project, False))
        self.assertEqual(self.project.crm_task_progress, 100)

    def test_template_on_the_project(self):
        self.env["mail.activity.plan"].create(
            {
                "name": "New roofs",
                "res_model": "project.project",
                "template_ids": [
                    (
                        0,
                        0,
                        {
                            "activity_type_id": self.visit.id,
                            "summary": summary,
                            "responsible_type": "other",
                            "responsible_id": self.chief.id,
                        },
                    )
                    for summary in ("Choose the tiles", "Call the roofer")
                ],
            }
        )
        self.start_tour(
            f"/odoo/project.project/{self.project.id}",
            "crm_task_template_on_project",
            login=self.chief.login,
        )
        tasks = self.env["mail.activity"].search(
            [("res_id", "=", self.project.id), ("res_model", "=", "project.project")]
        )
        self.assertEqual(tasks.project_id, self.project)
        self.assertEqual(self.project.crm_task_count, 2)

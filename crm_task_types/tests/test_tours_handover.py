from odoo.tests import HttpCase, new_test_user, tagged

from ..models.mail_activity_cancel import ASK_REASON

SALESMAN = "sales_team.group_sale_salesman"
MANAGER = "sales_team.group_sale_manager"


@tagged("post_install", "-at_install")
class TestHandoverTours(HttpCase):
    """Nothing is lost: by the browser, too."""

    def setUp(self):
        super().setUp()
        self.rep = new_test_user(self.env, "tour_rep", groups=SALESMAN, tz="UTC")
        self.heir = new_test_user(
            self.env, "tour_heir", groups=SALESMAN, tz="UTC", name="Tour heir"
        )
        self.lead = self.env["crm.lead"].create(
            {"name": "Roof for Acme", "user_id": self.rep.id, "type": "opportunity"}
        )
        self.visit = self.env["mail.activity.type"].create({"name": "Tour visit"})

    def plan(self, count):
        return self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": self.visit.id,
                    "summary": "Measure the roof",
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "res_id": self.lead.id,
                    "user_id": self.rep.id,
                }
                for _number in range(count)
            ]
        )

    def test_archiving_shows_the_tasks_first(self):
        boss = new_test_user(
            self.env, "tour_boss", groups=f"{MANAGER},base.group_system"
        )
        tasks = self.plan(2)
        self.start_tour(
            f"/odoo/users/{self.rep.id}",
            "crm_task_admin_archives_rep",
            login=boss.login,
        )
        self.assertFalse(self.rep.active)
        self.assertEqual((tasks.user_id, len(tasks.exists())), (self.heir, 2))
        self.assertTrue(all(tasks.mapped("active")))

    def test_cancel_asks_for_the_reason(self):
        self.env["ir.config_parameter"].set_param(ASK_REASON, True)
        self.env["crm.task.cancel.reason"].create({"name": "Tour reason"})
        task = self.plan(1)
        self.start_tour(
            f"/odoo/crm/{self.lead.id}", "crm_task_rep_cancels", login=self.rep.login
        )
        self.assertEqual(
            (task.is_cancelled, task.cancel_reason, task.cancel_uid),
            (True, "Tour reason, twice", self.rep),
        )

from odoo.tests import HttpCase, new_test_user, tagged

MANAGER = "sales_team.group_sale_manager,crm_task_types.group_task_admin"
SALESMAN = "sales_team.group_sale_salesman"
TYPES = "/odoo/action-crm_task_types.mail_activity_type_action"
FORM = "/odoo/action-crm_task_workflow.crm_task_process_action"


@tagged("post_install", "-at_install")
class TestProcessTour(HttpCase):
    """A process is drawn, published, runs and is looked at, in the browser."""

    def setUp(self):
        super().setUp()
        self.boss = new_test_user(self.env, "tour_boss", groups=MANAGER, tz="UTC")
        self.rep = new_test_user(self.env, "tour_rep", groups=SALESMAN, tz="UTC")

    def tour(self, url, name, user):
        self.start_tour(url, name, login=user.login)
        self.env.invalidate_all()

    def test_draw_run_and_monitor(self):
        self.tour(TYPES, "crm_task_process_type", self.boss)
        call = self.env.ref("mail.mail_activity_data_call")
        no_answer = call.outcome_ids.filtered(lambda o: o.code == "no_answer")
        no_answer.effect_ids.unlink()
        self.tour(FORM, "crm_task_process_draw", self.boss)
        process = self.env["crm.task.process"].search([("name", "=", "Ring them up")])
        self.assertEqual(process.step_ids.mapped("kind"), ["start", "task", "end"])
        self.assertEqual(process.state, "published")

        lead = self.env["crm.lead"].create(
            {"name": "Roof for Acme", "user_id": self.rep.id, "type": "opportunity"}
        )
        self.tour(f"/odoo/crm/{lead.id}", "crm_task_process_press", self.rep)
        run = self.env["crm.task.process.run"].search([("process_id", "=", process.id)])
        self.assertEqual(run.state, "done")
        self.tour(f"{FORM}/{process.id}", "crm_task_process_monitor", self.boss)

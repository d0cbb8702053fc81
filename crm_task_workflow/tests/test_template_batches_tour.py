from odoo.tests import HttpCase, new_test_user, tagged

from ..wizard import mail_activity_schedule_batches as batches

MANAGER = "sales_team.group_sale_manager"


@tagged("post_install", "-at_install")
class TestTemplateBatchesTour(HttpCase):
    """A manager launches a template from the list of leads, in batches."""

    def test_from_a_list(self):
        self.patch(batches, "BATCH_SIZE", 2)
        boss = new_test_user(self.env, "tour_boss", groups=MANAGER, tz="UTC")
        self.env["crm.lead"].search([]).unlink()
        names = ["A", "B", "C", "D", "Nobody's lead"]
        leads = self.env["crm.lead"].create(
            [{"name": name, "type": "lead", "user_id": boss.id} for name in names]
        )
        leads[-1].user_id = False
        line = {
            "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
            "summary": "Say hello",
            "delay_from": "after_plan_date",
            "responsible_type": "salesperson",
            "assignee_fallback": "error",
        }
        self.env["mail.activity.plan"].create(
            {"name": "Welcome", "res_model": "crm.lead", "template_ids": [(0, 0, line)]}
        )
        url = "/odoo/action-crm.crm_lead_all_leads?view_type=list"
        self.start_tour(url, "crm_task_template_batches", login=boss.login)
        self.env.invalidate_all()
        for lead in leads[:-1]:
            self.assertEqual(lead.activity_ids.summary, "Say hello")
        self.assertFalse(leads[-1].activity_ids)

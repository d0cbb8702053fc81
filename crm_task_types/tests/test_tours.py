from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

SALESMAN = "sales_team.group_sale_salesman"
MANAGER = "sales_team.group_sale_manager"


@tagged("post_install", "-at_install")
class TestTours(HttpCase):
    """A type of task from its invention to the completion of its first task."""

    def test_site_visit(self):
        boss = new_test_user(
            self.env, "tour_boss", groups=f"{MANAGER},base.group_system"
        )
        rep = new_test_user(self.env, "tour_rep", groups=SALESMAN, tz="UTC")
        lead = self.env["crm.lead"].create(
            {"name": "Roof for Acme", "user_id": rep.id, "type": "opportunity"}
        )
        self.start_tour("/odoo/crm", "crm_task_admin_adds_type", login=boss.login)
        visit = self.env["mail.activity.type"].search([("code", "=", "site_visit")])
        self.assertEqual((visit.icon, visit.duration_hours), ("fa-car", 2))
        self.assertEqual(visit._allowed_models(), {"crm.lead", "res.partner"})

        if "outcome_ids" in visit._fields:
            visit.outcome_ids.unlink()  # Odoo's own Mark Done, without the workflow's

        lead_url = f"/odoo/crm/{lead.id}"
        self.start_tour(lead_url, "crm_task_rep_plans_site_visit", login=rep.login)
        task = lead.activity_ids
        self.assertEqual((task.activity_type_id, task.user_id), (visit, rep))
        self.assertEqual(task.duration_hours, 2)

        planned = task.date_start
        self.start_tour("/odoo/crm", "crm_task_rep_moves_site_visit", login=rep.login)
        self.assertNotEqual(task.date_start.date(), planned.date())
        self.assertEqual(task.date_start.time(), planned.time())

        with mute_logger("odoo.http"):  # refused until the result is filled in
            self.start_tour(
                lead_url, "crm_task_rep_completes_site_visit", login=rep.login
            )
        self.assertFalse(task.active)
        self.assertEqual(task.feedback, "They want slate")

    def task_with_checklist(self):
        """A task of the rep with three items, two of them required."""
        rep = new_test_user(self.env, "tour_rep", groups=SALESMAN, tz="UTC")
        lead = self.env["crm.lead"].create({"name": "Roof", "user_id": rep.id})
        visit = self.env["mail.activity.type"].create(
            {
                "name": "Site visit",
                "default_checklist": "Ladder *\nCamera\nBoots *",
            }
        )
        if "outcome_ids" in visit._fields:
            visit.outcome_ids.unlink()  # Odoo's own Mark Done, without the workflow's
        return lead.activity_schedule(
            activity_type_id=visit.id, user_id=rep.id, summary="Measure the roof"
        )

    def test_checklist(self):
        """A required item holds the task until it is ticked, in the chatter."""
        task = self.task_with_checklist()
        with mute_logger("odoo.http"):  # refused until the items are ticked
            self.start_tour(
                f"/odoo/crm/{task.res_id}", "crm_task_checklist", login="tour_rep"
            )
        self.env.invalidate_all()
        self.assertFalse(task.active)
        items = task.checklist_item_ids
        self.assertEqual(items.mapped("is_done"), [True, False, True])
        self.assertEqual(items.done_uid, task.user_id)

    def test_order_and_progress(self):
        """Items are dragged; the progress stands in lists and on cards."""
        task = self.task_with_checklist()
        task.checklist_item_ids[1].is_done = True
        self.start_tour(
            "/odoo/my-crm-tasks", "crm_task_checklist_order", login="tour_rep"
        )
        self.env.invalidate_all()
        items = task.checklist_item_ids.sorted()
        self.assertEqual(items.mapped("name"), ["Boots", "Ladder", "Camera"])
        self.assertEqual(items.mapped("is_done"), [False, True, True])

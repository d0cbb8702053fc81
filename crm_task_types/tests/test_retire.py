from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestRetire(TaskCase):
    def test_unused_type_disappears(self):
        self.visit.with_user(self.boss).unlink()
        self.assertFalse(self.visit.exists())

    def test_used_type_is_retired(self):
        self.env["crm.task.custom.field"].create(
            {
                "activity_type_id": self.visit.id,
                "name": "Result",
                "required_when": "completed",
            }
        )
        task = self.plan(summary="Measure the roof")
        self.visit.with_user(self.boss).unlink()
        self.assertTrue(self.visit.exists())
        self.assertTrue(self.visit.retired)
        self.assertFalse(self.visit.active)
        self.assertEqual((task.activity_type_id, task.icon), (self.visit, "fa-car"))
        self.assertEqual(task.activity_type_id.with_user(self.rep).name, "Site visit")
        with self.assertRefused(ValidationError, "Result"):
            task.action_feedback()
        task.task_properties = {self.visit.custom_field_ids.key: "Flat"}
        task.date_deadline = "2026-03-25"
        task.action_feedback(feedback="Measured")
        self.assertFalse(task.active)

    def test_done_task_retires_too(self):
        task = self.plan()
        task.action_feedback()
        self.visit.unlink()
        self.assertTrue(self.visit.retired)

    def test_task_that_the_administrator_cannot_see_retires_too(self):
        self.env["mail.activity"].create(
            {"activity_type_id": self.visit.id, "user_id": self.rep.id}
        )
        self.visit.with_user(self.boss).unlink()
        self.assertTrue(self.visit.retired)

    def test_used_and_unused_in_one_go(self):
        unused = self.visit.copy()
        self.plan()
        (self.visit | unused).unlink()
        self.assertTrue(self.visit.retired)
        self.assertFalse(unused.exists())

    def test_never_back(self):
        self.plan()
        self.visit.unlink()
        for change in (
            lambda: self.visit.action_unarchive(),
            lambda: self.visit.write({"active": True}),
            lambda: self.visit.write({"retired": False}),
            lambda: self.visit.sudo()
            .with_user(self.env.ref("base.user_admin"))
            .write({"active": True}),
        ):
            with self.assertRefused(UserError, "Site visit"):
                change()

    def test_not_offered_and_refused(self):
        task = self.plan(task_type=self.call)
        self.plan()
        self.visit.unlink()
        offered = self.env["mail.activity.type"].search(
            [("applicable_model", "=", "crm.lead")]
        )
        self.assertNotIn(self.visit, offered)
        with self.assertRefused(ValidationError, "Site visit"):
            self.plan()
        with self.assertRefused(ValidationError, "Site visit"):
            task.activity_type_id = self.visit

    def test_protected_types_stay(self):
        self.plan(task_type=self.call)
        for task_type in (self.call, self.env.ref("mail.mail_activity_data_todo")):
            with self.assertRefused(UserError, task_type.name):
                task_type.unlink()
            self.assertTrue(task_type.active)

    def test_chained_types_forget_it(self):
        self.call.triggered_next_type_id = self.visit
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        meeting.suggested_next_type_ids = self.visit
        self.plan()
        self.visit.unlink()
        self.assertFalse(self.call.triggered_next_type_id)
        self.assertFalse(meeting.suggested_next_type_ids)
        task = self.plan(task_type=self.call)
        task.action_feedback()
        self.assertFalse(task.active)

    def test_unused_type_leaves_chains(self):
        self.call.triggered_next_type_id = self.visit
        self.visit.with_user(self.boss).unlink()
        self.assertFalse(self.visit.exists())
        self.assertFalse(self.call.triggered_next_type_id)

    def test_plan_says_which_type_is_gone(self):
        plan = self.env["mail.activity.plan"].create(
            {
                "name": "New lead",
                "res_model": "crm.lead",
                "template_ids": [Command.create({"activity_type_id": self.visit.id})],
            }
        )
        self.visit.with_user(self.boss).unlink()
        self.assertTrue(self.visit.retired)
        wizard = self.env["mail.activity.schedule"].with_context(
            active_model="crm.lead", active_ids=self.lead.ids
        )
        with self.assertRefused(ValidationError, "Site visit"):
            wizard.create({"plan_id": plan.id})

    def test_action_that_plans_it_keeps_it(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Visit",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "state": "next_activity",
                "activity_type_id": self.visit.id,
            }
        )
        self.visit.with_user(self.boss).unlink()
        self.assertTrue(self.visit.retired)
        self.assertEqual(action.activity_type_id, self.visit)

    def test_uninstall_of_a_module_is_not_disturbed(self):
        task = self.plan()
        self.visit.with_context(_force_unlink=True).unlink()
        self.assertFalse(self.visit.exists())
        self.assertEqual(
            task.activity_type_id, self.env.ref("mail.mail_activity_data_todo")
        )

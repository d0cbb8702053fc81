from odoo.exceptions import AccessError

from odoo.addons.crm_task_types.tests.common import tagged

from .template_common import TemplateCase


@tagged("post_install", "-at_install")
class TestTemplateRights(TemplateCase):
    """Who may set up templates and sets, and who may only use them."""

    def test_templates(self):
        """Sales administrators: those of leads, persons and companies."""
        for model in ("crm.lead", "res.partner"):
            template = self.template({}, model=model)
            template.with_user(self.boss).name = "Renamed"
            template.template_ids.with_user(self.boss).delay_count = 3
            with self.assertRaises(AccessError):
                template.with_user(self.rep).name = "Mine"
            with self.assertRaises(AccessError):
                template.template_ids.with_user(self.rep).delay_count = 1
        other = self.template({}, model="ir.actions.server")
        with self.assertRaises(AccessError):
            other.with_user(self.boss).name = "Renamed"

    def test_sets(self):
        stage = self.env["crm.stage"].create({"name": "Stage"})
        values = {"stage_id": stage.id, "plan_id": self.template({}).id}
        Set = self.env["crm.stage.task.set"]
        task_set = Set.with_user(self.boss).create(values)
        task_set.with_user(self.boss).sequence = 2
        self.assertEqual(task_set.with_user(self.rep).plan_id.name, "Set")
        with self.assertRaises(AccessError):
            Set.with_user(self.rep).create(values)
        with self.assertRaises(AccessError):
            task_set.with_user(self.rep).unlink()

    def test_tasks_to_come(self):
        """Rows of the system: nobody writes them, administrators may look."""
        self.launch(self.template({}, {"delay_from": "previous_completion"}))
        Wait = self.env["crm.task.template.wait"]
        self.assertTrue(Wait.with_user(self.boss).search([]))
        with self.assertRaises(AccessError):
            Wait.with_user(self.rep).search([])
        with self.assertRaises(AccessError):
            Wait.search([], limit=1).with_user(self.boss).write({"state": "dropped"})

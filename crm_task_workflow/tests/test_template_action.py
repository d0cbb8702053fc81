from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_actions import ServerActionWithWarningsError
from odoo.addons.crm_task_types.tests.common import tagged

from .template_common import TemplateCase


@tagged("post_install", "-at_install")
class TestTemplateAction(TemplateCase):
    """The server action *Apply task template*."""

    def action(self, template=None, model="crm.lead", **values):
        return self.env["ir.actions.server"].create(
            {
                "name": "Apply",
                "model_id": self.model_id(model),
                "state": "task_template",
                "task_plan_id": template and template.id,
                **values,
            }
        )

    def run_on(self, action, documents, by=None):
        action.with_user(by or self.boss).with_context(
            active_model=documents._name,
            active_ids=documents.ids,
            active_id=documents[:1].id,
        ).run()

    def test_on_many_records(self):
        leads = self.more_leads(3)
        action = self.action(self.template({"responsible_type": "salesperson"}))
        self.run_on(action, leads)
        tasks = self.tasks_of(leads)
        self.assertEqual(tasks.mapped("res_id"), leads.ids)
        self.assertEqual(tasks.user_id, self.rep)
        self.assertTrue(all(tasks.mapped("automated")))

    def test_on_companies(self):
        action = self.action(self.template({}, model="res.partner"), "res.partner")
        self.run_on(action, self.client)
        self.assertEqual(len(self.tasks_of(self.client)), 1)

    def test_nobody_is_asked(self):
        """Lines that ask go by their fallback."""
        template = self.template(
            {"assignee_fallback": "user", "fallback_user_id": self.boss.id}, {}
        )
        self.run_on(self.action(template), self.lead)
        first, second = self.tasks_of()
        self.assertEqual(first.user_id, self.boss)
        self.assertFalse(second.user_id)

    def test_by_an_automation_rule(self):
        template = self.template({"responsible_type": "salesperson"})
        self.env["base.automation"].create(
            {
                "name": "Important deals",
                "model_id": self.model_id("crm.lead"),
                "trigger": "on_create_or_write",
                "filter_pre_domain": "[('priority', '!=', '3')]",
                "filter_domain": "[('priority', '=', '3')]",
                "action_server_ids": [
                    Command.create(
                        {
                            "name": "Apply",
                            "model_id": self.model_id("crm.lead"),
                            "state": "task_template",
                            "task_plan_id": template.id,
                        }
                    )
                ],
            }
        )
        self.lead.with_user(self.rep).priority = "3"
        self.assertEqual(len(self.tasks_of()), 1)
        self.lead.with_user(self.rep).priority = "3"
        self.assertEqual(len(self.tasks_of()), 1)

    def test_name(self):
        action = self.action(self.template({}))
        self.assertEqual(action._generate_action_name(), "Apply Set")

    def test_template_of_another_model(self):
        with self.assertRefused(ValidationError, "Set"):
            action = self.action(self.template({}))
            action.write({"task_plan_id": self.template({}, model="res.partner").id})

    def test_another_kind_forgets_the_template(self):
        action = self.action(self.template({}))
        action.write({"state": "code"})
        self.assertFalse(action.task_plan_id)

    def test_warnings(self):
        action = self.action()
        self.assertIn("choose the task template", action.warning)
        with self.assertRaises(ServerActionWithWarningsError):
            self.run_on(action, self.lead)
        action.task_plan_id = self.template({})
        self.assertFalse(action.warning)
        countries = self.action(model="res.country")
        self.assertIn("models with tasks", countries.warning)

    def test_offered_models(self):
        action = self.action()
        models = action.available_model_ids.mapped("model")
        self.assertIn("crm.lead", models)
        self.assertNotIn("res.country", models)

    def test_template_in_use(self):
        template = self.template({})
        self.action(template)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            template.unlink()

    def test_nothing_to_do(self):
        self.run_on(self.action(self.template({})), self.env["crm.lead"])
        self.assertFalse(self.tasks_of())

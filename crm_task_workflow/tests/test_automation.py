"""Automation rules that wait for tasks."""

from odoo.exceptions import UserError, ValidationError

from .automation_common import CRITICAL, TELL, AutomationCase


class TestOnOutcome(AutomationCase):
    def test_document_task_and_result(self):
        self.rule(
            "on_task_outcome",
            "record.message_post(body='Ran %s %s %s' % "
            "(task.summary, result.outcome_id.code, result.comment))",
        )
        self.plan_call().action_outcome("done", comment="Fine")
        self.assertIn("Ran Ask for the budget done Fine", self.lines()[0])

    def test_types_and_outcomes(self):
        visit_done = self.visit.outcome_ids.filtered("is_default")
        for types, outcomes, expected in (
            ([], [], 3),
            ([self.call], [], 2),
            ([self.call], [self.no_answer], 1),
            ([], [self.done, visit_done], 2),
        ):
            with self.subTest(types=types, outcomes=outcomes):
                lead = self.lead.copy({"user_id": self.rep.id})
                rule = self.rule(
                    "on_task_outcome",
                    task_type_ids=[t.id for t in types],
                    task_outcome_ids=[o.id for o in outcomes],
                )
                self.plan_call(document=lead).action_outcome("done")
                self.plan_call(document=lead).action_outcome("no_answer")
                self.plan(document=lead).action_outcome()
                self.assertRan(expected, lead)
                rule.active = False

    def test_domain(self):
        self.rule("on_task_outcome", filter_domain="[('name', '=', 'Other')]")
        self.plan_call().action_outcome("done")
        self.assertRan(0)
        self.lead.name = "Other"
        self.plan_call().action_outcome("done")
        self.assertRan(1)

    def test_other_models_and_rules_switched_off(self):
        rule = self.rule("on_task_outcome")
        self.plan(document=self.client, task_type=self.call).action_outcome("done")
        self.assertRan(0)
        self.assertRan(0, self.client)
        rule.active = False
        self.plan_call().action_outcome("done")
        self.assertRan(0)
        rule.active = True
        self.plan_call().action_outcome("done")
        self.assertRan(1)
        rule.unlink()
        self.plan_call().action_outcome("done")
        self.assertRan(1)

    def test_moving_and_last_attempts_too(self):
        self.rule("on_task_outcome", task_outcome_ids=self.no_answer.ids)
        self.plan_call().action_outcome("no_answer")
        self.assertRan(1)

    def test_failure_undoes_the_press(self):
        self.rule("on_task_outcome", CRITICAL, name="Strict rule")
        task = self.plan_call()
        with self.assertRefused(UserError, "Strict rule", "No way"):
            task.action_outcome("done")
        self.assertTrue(task.active)
        self.assertFalse(self.results(task))

    def test_every_task_of_a_document(self):
        self.rule("on_task_outcome")
        tasks = self.plan_call(summary="A") | self.plan_call(summary="B")
        tasks.action_outcome("done")
        lines = self.lines()
        self.assertEqual(len(lines), 2)
        self.assertIn("A", lines[0])
        self.assertIn("B", lines[1])

    def test_action_that_presses_again(self):
        """It ends, and the other task is pressed once."""
        other = self.plan(document=self.lead)
        self.rule(
            "on_task_outcome",
            actions=[
                {"state": "code", "code": TELL % "Ran"},
                {
                    "state": "press_outcome",
                    "task_type_id": self.visit.id,
                    "task_outcome_id": self.visit.outcome_ids.filtered("is_default").id,
                },
            ],
        )
        self.plan_call().action_outcome("done")
        self.assertFalse(other.active)
        self.assertEqual(len(self.results(other)), 1)
        self.assertRan(1)

    def test_document_deleted_by_a_rule(self):
        self.rule(
            "on_task_outcome", "env['crm.lead'].browse(record.id).unlink()", name="A"
        )
        self.rule("on_task_outcome", name="B")
        lead = self.lead.copy({"user_id": self.rep.id})
        self.plan_call(document=lead).action_outcome("done")
        self.assertFalse(lead.exists())

    def test_presser_without_rights_on_the_document(self):
        self.rule("on_task_outcome")
        task = self.plan_call()
        task.sudo().user_id = self.colleague
        task.with_user(self.colleague).action_outcome("done")
        self.assertRan(1)

    def test_task_without_document(self):
        self.rule("on_task_outcome")
        task = (
            self.env["mail.activity"]
            .with_user(self.rep)
            .create({"activity_type_id": self.call.id, "user_id": self.rep.id})
        )
        task.action_outcome("done")
        self.assertFalse(task.active)

    def test_no_queries_without_rules(self):
        task, other = self.plan_call(), self.plan_call()
        task._run_task_rules("on_task_outcome")  # fills the cache
        with self.assertQueryCount(0):
            other._run_task_rules("on_task_outcome")

    def test_what_cant_be_set(self):
        with self.assertRefused(ValidationError, "Rule", "Country"):
            self.rule("on_task_outcome", model="res.country")
        with self.assertRefused(ValidationError, "Done"):
            self.rule(
                "on_task_outcome",
                task_type_ids=self.visit.ids,
                task_outcome_ids=self.done.ids,
            )
        self.visit.model_ids = [(4, self.model_id("res.partner"))]
        with self.assertRefused(ValidationError, "Site visit"):
            self.rule("on_task_outcome", task_type_ids=self.visit.ids)
        with self.assertRefused(ValidationError, "deleted"):
            self.rule(
                "on_unlink",
                actions=[{"state": "create_task", "task_type_id": self.call.id}],
            )

    def test_actions_elsewhere_know_no_task(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Plain",
                "state": "code",
                "model_id": self.model_id("crm.lead"),
                "code": "record.message_post(body='Ran %s' % bool(task or result))",
            }
        )
        action.with_context(active_model="crm.lead", active_id=self.lead.id).run()
        self.assertIn("Ran False", self.lines()[0])


class TestOnCreated(AutomationCase):
    def test_created(self):
        self.rule("on_task_created", task_type_ids=self.call.ids)
        self.plan_call(summary="New")
        self.plan()
        self.assertRan(1)
        self.assertIn("New", self.lines()[0])

    def test_rule_that_creates_a_task(self):
        self.rule(
            "on_task_created",
            actions=[{"state": "create_task", "task_type_id": self.call.id}],
        )
        self.plan()
        tasks = self.env["mail.activity"].search([("res_id", "=", self.lead.id)])
        self.assertEqual(
            len(tasks.filtered(lambda t: t.activity_type_id == self.call)), 1
        )

    def test_failure_names_the_rule(self):
        self.rule("on_task_created", CRITICAL, name="Strict rule")
        with self.assertRefused(UserError, "Strict rule", "No way"):
            self.plan_call()

    def test_imported_done_tasks_dont_count(self):
        self.rule("on_task_created")
        self.plan_call(active=False)
        self.assertRan(0)

"""What a press makes by itself is made once."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOON, WorkflowCase


@tagged("post_install", "-at_install")
class TestPressKey(WorkflowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the demo's were completed at another time than that of the tests
        cls.env["mail.activity"].search([("active", "=", False)]).unlink()

    def plan_call(self):
        return self.plan(task_type=self.call)

    def rule(self, **values):
        values = {"activity_type_id": self.call.id, "next_type_id": self.visit.id}
        return self.env["crm.task.followup"].create(values | {"mode": "create"})

    def effect(self, **values):
        return self.add_outcome(self.call, "Go on", {"kind": "complete"}, values)

    def next_task(self):
        return self.effect(kind="next_task", next_type_id=self.visit.id)

    def template(self, lines=2):
        line = {"activity_type_id": self.call.id}
        values = {"name": "Calls", "res_model": "crm.lead"}
        lines = [(0, 0, line) for _number in range(lines)]
        plan = self.env["mail.activity.plan"].create(values | {"template_ids": lines})
        return self.effect(kind="template", plan_id=plan.id)

    def problems(self):
        self.env.flush_all()
        return [
            line.rpartition(": ")[0]
            for line in self.env["crm.task.check"]._find_problems()
        ]

    def test_each_has_its_own(self):
        self.rule()
        self.rule()
        self.call.triggered_next_type_id = self.visit
        self.call.chaining_type = "trigger"
        for outcome, count in ((self.next_task(), 4), (self.template(), 5)):
            tasks = self.plan_call() | self.plan_call()
            tasks.action_outcome(outcome)
            # two tasks of one document: one template
            expected = 2 * count if outcome.effect_ids[1].kind == "next_task" else 8
            made = self.lead.activity_ids
            self.assertEqual(len(made), expected)
            self.assertEqual(len(set(made.mapped("press_key")) - {False}), expected)
            self.assertEqual(self.problems(), [])
            made.unlink()

    def test_pressed_again(self):
        self.rule()
        task = self.plan_call()
        task.action_outcome(self.next_task())
        task.action_unarchive()
        self.set_clock(NOON + timedelta(minutes=5))
        task.action_outcome()
        self.assertEqual(len(self.lead.activity_ids), 3)
        self.assertEqual(self.problems(), [])

    def assertMadeOnce(self, outcome, method):
        """Whoever makes it twice by a mistake fails, and nothing is done."""
        model, name = method
        once = getattr(self.env.registry[model], name)

        def twice(*args, **kwargs):
            once(*args, **kwargs)
            return once(*args, **kwargs)

        task = self.plan_call()
        with (
            patch.object(self.env.registry[model], name, twice),
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            task.action_outcome(outcome)
        self.env.invalidate_all()
        self.assertEqual(self.lead.activity_ids, task)
        task.unlink()

    def test_rule_twice(self):
        self.rule()
        self.assertMadeOnce(self.done, ("crm.task.followup", "_follow_up"))

    def test_effect_twice(self):
        effect = "crm.task.outcome.effect"
        self.assertMadeOnce(self.next_task(), (effect, "_apply_next_task"))
        self.assertMadeOnce(self.template(), (effect, "_apply_template"))

    def test_check(self):
        self.rule()
        task = self.plan_call()
        task.action_outcome()
        follower = self.lead.activity_ids
        self.assertFalse(follower.copy().press_key)
        self.env.flush_all()
        self.env.cr.execute("DROP INDEX mail_activity_once_per_press")
        follower.copy({"press_key": follower.press_key})
        self.assertEqual(self.problems(), ["Task that follows twice from one press"])
        self.env.cr.execute("UPDATE crm_task_result SET press = 'another'")
        self.assertIn(
            "Task that follows from a press without a result", self.problems()
        )

    def test_only_of_a_press(self):
        """A request can't say that it is one."""
        self.call.triggered_next_type_id = self.visit
        task = self.plan_call().with_context(crm_task_press="press")
        self.assertFalse(task._press_key(self.call))

    def test_undone(self):
        self.rule()
        outcome = self.next_task()
        self.rule().active = False
        task = self.plan_call()
        task.action_outcome(outcome)
        self.assertEqual(len(self.lead.activity_ids), 2)
        task.action_undo_last()
        self.assertEqual(self.lead.activity_ids, task)

    def test_not_undone_when_something_was_built_on_it(self):
        self.rule()
        task = self.plan_call()
        task.action_outcome()
        self.lead.activity_ids.with_user(self.rep).action_outcome("done")
        with self.assertRefused(UserError, "worked on"):
            task.action_undo_last()

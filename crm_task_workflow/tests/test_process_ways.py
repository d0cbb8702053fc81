from odoo.addons.crm_task_types.tests.common import tagged

from .process_common import BUDGET, ProcessCase


@tagged("post_install", "-at_install")
class TestProcessWays(ProcessCase):
    """Which way a run takes: conditions, parallel branches, loops."""

    def test_condition(self):
        process = self.publish(
            {"start": {}, "condition": {}, "end": {}, "end2": {}, "end3": {}},
            "start>condition",
            ("condition>end", {"domain": "[('expected_revenue', '>', 50)]"}),
            ("condition>end2", {"variable_domain": "[('budget', '>', 100)]"}),
            "condition>end3",
            variables=[BUDGET],
        )  # fmt: skip
        self.assertEqual(self.passed(self.start(process))[-1], "end3")
        self.assertEqual(self.passed(self.start(process, budget=101))[-1], "end2")
        self.lead.expected_revenue = 60
        self.assertEqual(self.passed(self.start(process, budget=101))[-1], "end")

    def test_split_and_join(self):
        process = self.publish(
            {"start": {}, "split": {}, "call": {}, "call2": {}, "join": {}, "end": {}},
            "start>split", "split>call", "split>call2", "call>join", "call2>join",
            "join>end",
        )  # fmt: skip
        run = self.start(process)
        self.assertStands(run, "call", "call2")
        first, second = self.tasks()
        first.with_user(self.rep).action_outcome("done")
        self.assertStands(run, "join", "call2")
        second.with_user(self.rep).action_outcome("done")
        self.assertStands(run, state="done")
        self.assertEqual(self.passed(run).count("end"), 1)

    def test_both_at_once(self):
        process = self.publish(
            {"start": {}, "split": {}, "call": {}, "call2": {}, "join": {}, "end": {}},
            "start>split", "split>call", "split>call2", "call>join", "call2>join",
            "join>end",
        )  # fmt: skip
        runs = self.start(process, self.leads(4))
        tasks = self.env["mail.activity"].search(
            [("res_id", "in", runs.mapped("res_id"))]
        )
        tasks.with_user(self.rep).action_outcome("done")
        self.assertEqual(set(runs.mapped("state")), {"done"})

    def test_a_branch_that_ends_is_not_waited_for(self):
        process = self.publish(
            {
                "start": {}, "split": {}, "call": {}, "call2": {}, "join": {},
                "end": {}, "end2": {},
            },
            "start>split", "split>call", "split>call2", "call>join", "call2>end2",
            "call2>join:no_answer", "join>end",
        )  # fmt: skip
        run = self.start(process)
        first, second = self.tasks()
        first.with_user(self.rep).action_outcome("done")
        self.assertStands(run, "join", "call2")
        second.with_user(self.rep).action_outcome("done")
        self.assertStands(run, state="done")
        self.assertIn("end", self.passed(run))

    def test_an_end_of_everything(self):
        steps = {"start": {}, "split": {}, "call": {}, "call2": {}, "end": {}}
        ways = ("start>split", "split>call", "split>call2", "call>end", "call2>end2")
        for ends_all in (False, True):
            process = self.publish(
                {**steps, "end": {"ends_all": ends_all}, "end2": {}}, *ways
            )
            run = self.start(process)
            first, second = run.token_ids.task_id
            first.with_user(self.rep).action_outcome("done")
            self.assertEqual(run.state, "done" if ends_all else "running")
            self.assertEqual(second.exists().active, not ends_all)
        self.assertIn("cancelled", run.event_ids.mapped("kind"))

    def test_several_branches_at_an_end_of_everything(self):
        process = self.publish(
            {"start": {}, "split": {}, "timer": {"delay_count": 1},
             "end": {"ends_all": True}, "end2": {}},
            "start>split", "split>timer", "split>end", "split>end2", "timer>end",
        )  # fmt: skip
        runs = self.start(process, self.leads(3))
        self.assertEqual(set(runs.mapped("state")), {"done"})
        self.assertFalse(runs.token_ids)

    def test_loop_guard(self):
        process = self.publish(
            {
                "start": {}, "assign": {"sets": [{"variable": "budget", "text": "1"}]},
                "condition": {}, "timer": {}, "end": {},
            },
            "start>assign", "assign>condition", "timer>assign",
            ("condition>end", {"domain": "[('color', '=', 1)]"}), "condition>timer",
            variables=[BUDGET],
        )  # fmt: skip
        self.assertStopped(self.start(process), "round and round")

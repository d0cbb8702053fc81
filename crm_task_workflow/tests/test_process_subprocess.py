from odoo.exceptions import ValidationError
from odoo.tests import Form

from odoo.addons.crm_task_types.tests.common import tagged

from .process_common import BUDGET, ProcessCase

TOTAL = {"name": "Total", "code": "total", "kind": "number", "default": "7"}
TELLS = {
    "target": "child", "child_code": "budget", "source": "variable",
    "source_variable": "total",
}  # fmt: skip
ASKS = {"variable": "total", "source": "child", "child_code": "result"}
ASKS_FIELD = {
    "field": "crm.lead.expected_revenue", "source": "child", "child_code": "result",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestProcessSubprocess(ProcessCase):
    """Steps that start another process."""

    def test_subprocess(self):
        child = self.publish(
            {"start": {}, "call": {"summary": "{{ variables.budget }}"}, "end": {}},
            "start>call", "call>end", variables=[BUDGET], name="Child",
        )  # fmt: skip
        process = self.publish(
            {"start": {}, "subprocess": {"child_process_id": child.id}, "end": {}},
            "start>subprocess", "subprocess>end", variables=[BUDGET],
        )  # fmt: skip
        run = self.start(process, budget=3)
        self.assertStands(run, "subprocess")
        self.assertEqual(self.tasks().summary, "3")
        self.tasks().with_user(self.rep).action_outcome("done")
        self.assertStands(run, state="done")

    def test_subprocess_that_is_not_waited_for(self):
        child = self.call_process({"name": "Child"})
        settings = {"child_process_id": child.id, "waits_for_child": False}
        process = self.publish(
            {"start": {}, "subprocess": settings, "end": {}},
            "start>subprocess", "subprocess>end",
        )  # fmt: skip
        self.assertStands(self.start(process), state="done")
        self.assertEqual(len(self.tasks()), 1)

    def test_subprocess_that_is_cancelled(self):
        child = self.call_process({"name": "Child"})
        process = self.publish(
            {"start": {}, "subprocess": {"child_process_id": child.id}, "end": {}},
            "start>subprocess", "subprocess>end",
        )  # fmt: skip
        run = self.start(process)
        run.token_ids.child_run_id.with_user(self.boss).action_cancel()
        self.assertStopped(run, "was cancelled")

    def child_that_asks(self):
        """Gives back, as ``result``, the budget that it was given."""
        result = {"name": "Result", "code": "result", "kind": "number"}
        return self.publish(
            {
                "start": {},
                "call": {},
                "assign": {
                    "sets": [
                        {"source": "variable", "source_variable": "budget",
                         "variable": "result"}
                    ]
                },
                "end": {},
            },
            "start>call", "call>assign", "assign>end",
            variables=[BUDGET, result], name="Child",
        )  # fmt: skip

    def parent(self, child, *sets, **settings):
        return self.publish(
            {
                "start": {},
                "subprocess": {
                    "child_process_id": child.id, "sets": sets, **settings,
                },
                "end": {},
            },
            "start>subprocess", "subprocess>end", variables=[TOTAL],
        )  # fmt: skip

    def test_values_go_in_and_out(self):
        process = self.parent(self.child_that_asks(), TELLS, ASKS, ASKS_FIELD)
        runs = self.start(process, self.leads(2) | self.lead, total=8)
        self.assertEqual(
            runs.token_ids.child_run_id.mapped("variables"),
            [{"budget": 8, "result": None}] * 3,
        )
        documents = self.env["crm.lead"].browse(runs.mapped("res_id"))
        self.tasks(documents).with_user(self.rep).action_outcome("done")
        self.assertEqual(runs.mapped("state"), ["done"] * 3)
        self.assertEqual(runs.mapped("variables"), [{"total": 8}] * 3)
        self.assertEqual(documents.mapped("expected_revenue"), [8] * 3)

    def test_the_variable_is_chosen(self):
        child = self.child_that_asks()
        step = self.parent(child).step_ids.filtered("child_process_id")
        budget, result = child.variable_ids.sorted("code")
        with Form(step) as form:
            with form.value_ids.new() as line:
                line.target, line.source = "child", "text"
                line.text, line.child_variable_id = "5", budget
            with form.value_ids.new() as line:
                line.target, line.source = "variable", "child"
                line.variable_id = step.process_id.variable_ids
                line.child_variable_id = result
        self.assertEqual(step.value_ids.mapped("child_code"), ["budget", "result"])

    def test_a_process_that_ends_at_once_gives_its_values(self):
        child = self.publish(
            {"start": {}, "end": {}}, "start>end", variables=[BUDGET], name="Child"
        )
        asks = {**ASKS, "child_code": "budget"}
        run = self.start(self.parent(child, asks))
        self.assertEqual((run.state, run.variables), ("done", {"total": 100}))

    def test_a_value_that_does_not_fit_stops_who_asked(self):
        child = self.publish(
            {"start": {}, "call": {}, "end": {}}, "start>call", "call>end",
            variables=[{"name": "City", "code": "city", "default": "Bonn"}],
            name="Child",
        )  # fmt: skip
        run = self.start(self.parent(child, {**ASKS, "child_code": "city"}))
        self.tasks().with_user(self.rep).action_outcome("done")
        self.assertStopped(run, "Bonn", "Total")
        self.assertFalse(self.tasks().filtered(lambda t: t.res_model == "crm.lead"))

    def test_values_need_a_process_that_is_waited_for(self):
        child = self.child_that_asks()
        with self.assertRaisesRegex(ValidationError, "wait for its end"):
            self.parent(child, ASKS, waits_for_child=False)
        with self.assertRaisesRegex(ValidationError, "another process"):
            self.draw({"assign": {"sets": [ASKS]}}, variables=[TOTAL])

    def test_a_variable_that_the_other_process_does_not_have(self):
        process = self.parent(self.child_that_asks(), ASKS)
        process.step_ids.value_ids.child_code = "nothing"
        (problem,) = process.check_process()
        self.assertIn("no variable “nothing”", problem["message"])

    def test_skipping_the_wait_ends_the_other_process(self):
        run = self.start(self.parent(self.child_that_asks()))
        child, task = run.token_ids.child_run_id, self.tasks()
        end = run.process_id.step_ids.filtered(lambda step: step.kind == "end")
        run.with_user(self.boss).action_skip_to(end.key)
        self.assertEqual((run.state, child.state), ("done", "cancelled"))
        self.assertFalse(task.exists().active)

    def test_flat_queries(self):
        process = self.parent(self.child_that_asks(), TELLS, ASKS)
        self.start(process, self.leads(2))
        counts = [self.queries_of(process, number) for number in (2, 20)]
        self.assertLessEqual(counts[1], counts[0] + 3)

    def queries_of(self, process, number):
        leads = self.leads(number)
        return self.count_queries(lambda: self.start(process, leads))

    def test_a_process_that_starts_itself(self):
        process = self.call_process({"is_single": False})
        step = self.add_step(
            process, "subprocess", child_process_id=process.id, waits_for_child=False
        )
        way = process.transition_ids.filtered(lambda way: way.origin_id.kind == "start")
        self.add_way(process, {"sub": step, "call": way.target_id}, "sub>call")
        way.target_id = step
        process.action_publish()
        self.start(process)
        runs = self.Run.search([("process_id", "=", process.id)])
        self.assertEqual(runs.mapped("state").count("error"), 1)

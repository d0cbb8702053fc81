from odoo.addons.crm_task_types.tests.common import tagged

from .process_common import BUDGET, ProcessCase


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

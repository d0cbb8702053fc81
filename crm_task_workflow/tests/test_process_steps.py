from datetime import timedelta

from odoo.addons.crm_task_types.tests.common import tagged

from .common import NOON
from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestProcessSteps(ProcessCase):
    """Server actions, ends, and kinds of other modules. Tasks have their own tests, as
    have the steps of test_process_assign, _ways, _timer and _subprocess."""

    def action(self, **values):
        return self.env["ir.actions.server"].create(
            {"name": "Do it", "model_id": self.model_id("crm.lead"), **values}
        )

    def test_server_action(self):
        action = self.action(
            state="code",
            code="if record.color:\n"
            "    raise UserError('Too colourful')\n"
            "record.message_post(body='Ran')",
        )
        process = self.publish(
            {"start": {}, "action": {"action_server_id": action.id}, "end": {}},
            "start>action", "action>end",
        )  # fmt: skip
        leads = self.leads(5)
        leads[3].color = 1
        runs = self.start(process, leads, by=self.boss)
        failed = runs.filtered(lambda run: run.state == "error")
        self.assertEqual(failed.res_id, leads[3].id)
        self.assertStopped(failed, "Too colourful")
        self.assertEqual((runs - failed).mapped("state"), ["done"] * 4)
        for lead in leads:
            ran = [body for body in lead.message_ids.mapped("body") if "Ran" in body]
            self.assertEqual(len(ran), 0 if lead == leads[3] else 1)

    def test_server_action_for_all_at_once(self):
        action = self.action(
            state="object_write", update_path="priority", value="2",
        )  # fmt: skip
        process = self.publish(
            {"start": {}, "action": {"action_server_id": action.id}, "end": {}},
            "start>action", "action>end",
        )  # fmt: skip
        leads = self.leads(3)
        self.start(process, leads)
        self.assertEqual(leads.mapped("priority"), ["2"] * 3)

    def test_end(self):
        for result, expected in (("won", "won"), ("lost", "lost")):
            process = self.publish(
                {"start": {}, "end": {"end_result": result}}, "start>end"
            )
            leads = self.leads(2)
            runs = self.start(process, leads)
            self.assertEqual(runs.mapped("state"), ["done"] * 2)
            self.assertEqual(leads.mapped("won_status"), [expected] * 2)

    def test_winning_ends_tasks_of_the_same_run(self):
        """Those that the type of the task cancels when a deal is won."""
        self.call.won_policy = "cancel"
        process = self.publish(
            {
                "start": {}, "split": {}, "call": {}, "timer": {"delay_count": 1},
                "end": {"end_result": "won"}, "end2": {},
            },
            "start>split", "split>call", "split>timer", "timer>end", "call>end2",
        )  # fmt: skip
        run = self.start(process)
        self.set_clock(NOON + timedelta(days=1))
        self.run_cron()
        self.assertStands(run, state="done")

    def test_a_kind_of_another_module(self):
        """One value of the selection and one method; here the registry stays as it is,
        and the version says the kind."""

        def praise(step, tokens):
            for token, lead in tokens._documents().items():
                lead.message_post(body=f"Well done in {token.step_name}")

        Step = type(self.env["crm.task.process.step"])
        Step._run_praise = praise
        self.addCleanup(delattr, Step, "_run_praise")
        process = self.publish(
            {"start": {}, "timer": {}, "end": {}}, "start>timer", "timer>end"
        )
        data = process._freeze()
        data["steps"][1]["kind"] = "praise"
        process.version_id = self.env["crm.task.process.version"].create(
            {"process_id": process.id, "number": 2, "data": data}
        )
        self.assertStands(self.start(process), state="done")
        self.assertIn("Well done in timer", self.lead.message_ids[0].body)

    def test_a_kind_of_a_module_that_is_gone(self):
        process = self.publish(
            {"start": {}, "timer": {}, "end": {}}, "start>timer", "timer>end"
        )
        data = process._freeze()
        data["steps"][1]["kind"] = "praise"
        process.version_id = self.env["crm.task.process.version"].create(
            {"process_id": process.id, "number": 2, "data": data}
        )
        self.assertStopped(self.start(process), "isn't known any more")

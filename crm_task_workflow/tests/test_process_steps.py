from datetime import datetime, timedelta

from odoo.addons.crm_task_types.tests.common import tagged

from .common import NOON
from .process_common import ProcessCase

BUDGET = {"name": "Budget", "code": "budget", "kind": "number", "default": "100"}
DAY = {"name": "Day", "code": "day", "kind": "date"}


@tagged("post_install", "-at_install")
class TestProcessSteps(ProcessCase):
    """Each kind of step but tasks, which have their own tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss.group_ids += cls.env.ref("mail.group_mail_template_editor")

    def test_assign_variables(self):
        process = self.publish(
            {
                "start": {},
                "assign": {
                    "sets": [
                        {"variable": "budget", "text": "{{ variables.budget * 2 }}"},
                        {"variable": "day", "source": "now", "shift_count": 3},
                    ]
                },
                "call": {"summary": "{{ variables.budget }} by {{ variables.day }}"},
                "end": {},
            },
            "start>assign", "assign>call", "call>end", variables=[BUDGET, DAY],
        )  # fmt: skip
        run = self.start(process, budget=7)
        self.assertEqual(run.variables, {"budget": 14, "day": "2026-03-21"})
        self.assertEqual(self.tasks().summary, "14 by 2026-03-21")

    def test_assign_fields(self):
        process = self.publish(
            {
                "start": {},
                "assign": {
                    "sets": [
                        {"field": "crm.lead.priority", "text": "2"},
                        {"field": "crm.lead.user_id", "text": "colleague"},
                        {
                            "field": "crm.lead.expected_revenue",
                            "source_variable": "budget",
                            "source": "variable",
                        },
                        {"field": "crm.lead.date_deadline", "source": "now"},
                    ]
                },
                "end": {},
            },
            "start>assign", "assign>end", variables=[BUDGET],
        )  # fmt: skip
        runs = self.start(process, self.leads(3), by=self.boss)
        self.assertEqual(set(runs.mapped("state")), {"done"}, runs[0].error_message)
        lead = self.env["crm.lead"].browse(runs[0].res_id)
        self.assertEqual(
            (
                lead.priority,
                lead.user_id,
                lead.expected_revenue,
                str(lead.date_deadline),
            ),
            ("2", self.colleague, 100, "2026-03-18"),
        )

    def test_a_value_that_does_not_fit(self):
        process = self.publish(
            {
                "start": {},
                "assign": {
                    "sets": [{"variable": "budget", "text": "{{ object.name }}"}]
                },
                "end": {},
            },
            "start>assign", "assign>end", variables=[BUDGET],
        )  # fmt: skip
        run = self.start(process)
        self.assertStopped(run, "Roof for Acme", "Budget")
        self.assertEqual(run.error_step, "assign")

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

    def test_timer(self):
        process = self.publish(
            {"start": {}, "timer": {"delay_count": 2}, "end": {}},
            "start>timer", "timer>end",
        )  # fmt: skip
        run = self.start(process)
        self.assertEqual(run.token_ids.date_due, NOON + timedelta(days=2))
        self.set_clock(NOON + timedelta(days=2, minutes=-1))
        self.run_cron()
        self.assertStands(run, "timer")
        self.set_clock(NOON + timedelta(days=2))
        self.run_cron()
        self.assertStands(run, state="done")
        self.assertEqual(run.event_ids[2].seconds, 2 * 24 * 3600)

    def test_timer_until_a_field(self):
        process = self.publish(
            {
                "start": {},
                "timer": {
                    "start_from": "field",
                    "start_field": "date_deadline",
                    "start_direction": "before",
                    "delay_count": 1,
                    "timing": "hour",
                    "at_hour": 9.5,
                },
                "end": {},
            },
            "start>timer", "timer>end",
        )  # fmt: skip
        self.assertStopped(self.start(process), "empty")
        lead = self.leads(1, date_deadline="2026-03-25")
        run = self.start(process, lead)
        self.assertEqual(run.token_ids.date_due, datetime(2026, 3, 24, 9, 30))

    def test_timer_that_is_over_already(self):
        process = self.publish(
            {
                "start": {},
                "timer": {"start_from": "variable", "start_variable": "day"},
                "end": {},
            },
            "start>timer", "timer>end", variables=[DAY],
        )  # fmt: skip
        self.assertStands(self.start(process, day="2026-03-01"), state="done")

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

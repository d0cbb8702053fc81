"""From the first stroke to the version that runs, and on to the next one."""

import base64
import json

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from odoo.addons.crm_task_types.tests.common import tagged

from .process_common import ProcessCase

BUDGET = {"name": "Budget", "code": "budget", "kind": "number", "default": "5"}


@tagged("post_install", "-at_install")
class TestProcessCheck(ProcessCase):
    def codes(self, process):
        return {problem["code"] for problem in process.check_process()}

    def test_empty(self):
        process = self.draw({})
        self.assertIn("no_start", self.codes(process))
        with self.assertRefused(UserError, "First call", "no start"):
            process.action_publish()

    def test_problems_lead_to_their_step(self):
        process = self.draw(
            {"start": {}, "call": {}, "end": {}},
            "start>call", ("call>end:no_answer", {}),
        )  # fmt: skip
        (problem,) = process.check_process()
        call = process.step_ids[1]
        self.assertEqual(
            (problem["code"], problem["level"], problem["step_id"]),
            ("no_default", "error", call.id),
        )
        self.assertIn("“call”", problem["message"])
        self.assertIn(f"/odoo/crm.task.process.step/{call.id}", process.problem_html)

    def test_what_the_database_knows(self):
        process = self.draw(
            {
                "start": {},
                "call": {"assignee_rule": "fixed", "assignee_id": self.rep.id},
                "task": {"activity_type_id": self.visit.id},
                "end": {},
            },
            "start>call", "call>task", "task>end",
        )  # fmt: skip
        self.assertFalse(self.codes(process))
        self.visit.unlink()
        self.rep.active = False
        self.assertEqual(self.codes(process), {"retired", "archived"})

    def test_outcome_of_another_type(self):
        process = self.draw(
            {"start": {}, "call": {}, "end": {}, "end2": {}},
            "start>call", "call>end", "call>end2:no_answer",
        )  # fmt: skip
        process.step_ids[1].activity_type_id = self.visit
        (problem,) = process.check_process()
        self.assertEqual(problem["code"], "foreign_outcome")
        self.assertIn("No answer", problem["message"])

    def test_missing_variable(self):
        process = self.draw(
            {"start": {}, "condition": {}, "end": {}, "end2": {}},
            "start>condition", "condition>end",
            ("condition>end2", {"variable_domain": "[('other', '=', 1)]"}),
        )  # fmt: skip
        self.assertEqual(self.codes(process), {"missing_variable"})

    def test_what_is_refused_at_once(self):
        for step in (
            {"summary": "{{ variables.nothing }}"},
            {"summary": "{{ object.nothing }}"},
            {"assignee_rule": "field", "assignee_field": "partner_id.nothing"},
            {"start_from": "field", "start_field": "name"},
            {"start_from": "variable"},
            {"kind": "action"},
            {"sets": [{"field": "crm.lead.name", "text": "x"}]},
            {"sets": [{"field": "mail.activity.active", "text": "0"}]},
            {"sets": [{"variable": "budget", "text": "many"}]},
        ):
            with self.subTest(step), self.assertRaises(ValidationError):
                self.draw({"call": step}, variables=[BUDGET])


@tagged("post_install", "-at_install")
class TestProcessLife(ProcessCase):
    def test_versions(self):
        process = self.call_process()
        self.assertFalse(process.has_changes)
        first = process.version_id
        self.assertEqual((first.number, first.author_id), (1, self.boss))
        run = self.start(process)
        process.step_ids[1].summary = "Changed"
        self.assertTrue(process.has_changes)
        process.action_publish("Another title")
        self.assertEqual(process.version_id.number, 2)
        self.assertEqual(process.version_id.comment, "Another title")
        self.assertEqual(run.version_id, first)
        with self.assertRaises(UserError):
            first.data = {}

    def test_a_run_keeps_its_version(self):
        process = self.call_process()
        run = self.start(process)
        process.transition_ids.unlink()
        process.step_ids.unlink()
        self.tasks().with_user(self.rep).action_outcome("no_answer")
        self.assertStands(run, "call2")

    def test_a_deleted_user_and_type(self):
        process = self.publish(
            {
                "start": {}, "timer": {"delay_count": 1},
                "call": {"assignee_rule": "fixed", "assignee_id": self.rep.id},
                "end": {},
            },
            "start>timer", "timer>call", "call>end",
        )  # fmt: skip
        run = self.start(process)
        self.rep.active = False
        self.set_clock("2026-03-20 12:00")
        self.run_cron()
        self.assertStopped(run, "Nobody was found")

    def test_a_version_whose_type_was_deleted(self):
        demo = self.env["mail.activity.type"].create({"name": "Demo", "code": "demo"})
        process = self.call_process(activity_type_id=demo.id)
        process.step_ids.filtered("activity_type_id").activity_type_id = self.call
        demo.unlink()
        self.assertStopped(self.start(process), "The task type was deleted.")

    def test_restore(self):
        process = self.call_process()
        first = process.version_id
        keys = set(process.step_ids.mapped("key"))
        process.step_ids[1].unlink()
        first.with_user(self.boss).action_restore()
        self.assertEqual(set(process.step_ids.mapped("key")), keys)
        self.assertFalse(process.has_changes)

    def test_names_of_steps_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        process = self.draw({"start": {}, "call": {}, "end": {}},
                            "start>call", "call>end")  # fmt: skip
        step = process.step_ids.filtered(lambda step: step.kind == "task")
        step.with_context(lang="pl_PL").name = "Zadzwoń"
        process.with_context(lang="pl_PL").action_publish()
        for lang, name in (("en_US", "call"), ("pl_PL", "Zadzwoń")):
            here = process.with_context(lang=lang)
            self.assertFalse(here.has_changes)
            for picture in (here.get_designer(), here.version_id.get_picture()):
                self.assertIn(name, [entry["name"] for entry in picture["steps"]])
        run = self.start(process)
        self.assertEqual(run.token_ids.with_context(lang="pl_PL").step_name, "Zadzwoń")
        copied = self.Process.import_process(process.export_process())
        again = copied.step_ids.filtered(lambda step: step.kind == "task")
        self.assertEqual(again.name, "call")
        self.assertEqual(again.with_context(lang="pl_PL").name, "Zadzwoń")

    def test_copy(self):
        process = self.call_process()
        copy = process.copy()
        self.assertEqual((copy.name, copy.state), ("First call (copy)", "draft"))
        self.assertEqual(copy._freeze(), process._freeze())
        copy.action_publish()

    def test_migrate(self):
        process = self.call_process()
        runs = self.start(process, self.leads(3))
        old = process.version_id
        self.tasks(self.env["crm.lead"].browse(runs[0].res_id)).with_user(
            self.rep
        ).action_outcome("no_answer")
        self.assertStands(runs[0], "call2")
        steps = {step.name: step for step in process.step_ids}
        steps["call2"].unlink()
        process.action_publish()
        wizard = Form(
            self.env["crm.task.process.migrate"]
            .with_user(self.boss)
            .with_context(default_version_id=old.id)
        ).save()
        found = [
            (line.step_name, line.token_count, line.target_id.name)
            for line in wizard.line_ids
        ]
        self.assertEqual(found, [("call", 2, "call"), ("call2", 1, False)])
        with self.assertRefused(UserError, "call2"):
            wizard.action_migrate()
        wizard.line_ids[1].target_id = steps["end"]
        wizard.action_migrate()
        self.assertEqual(runs.version_id, process.version_id)
        self.assertStands(runs[0], state="done")
        self.assertStands(runs[1], "call")
        self.tasks(self.env["crm.lead"].browse(runs[1].res_id)).with_user(
            self.rep
        ).action_outcome("done")
        self.assertStands(runs[1], state="done")

    def test_export_and_import(self):
        process = self.publish(
            {
                "start": {},
                "call": {
                    "assignee_rule": "fixed",
                    "assignee_id": self.rep.id,
                    "start_from": "now",
                    "sets": [{"field": "mail.activity.priority", "text": "1"}],
                },
                "end": {},
            },
            "start>call", "call>end", "call>end:no_answer",
            variables=[BUDGET], code="exported",
        )  # fmt: skip
        text = base64.b64decode(process.export_file)
        self.assertIn("rep", text.decode())
        wizard = (
            self.env["crm.task.process.import"]
            .with_user(self.boss)
            .create({"file": base64.b64encode(text)})
        )
        made = self.env["crm.task.process"].browse(wizard.action_import()["res_id"])
        self.assertEqual((made.code, made.state), ("exported_2", "draft"))
        self.assertEqual(made._freeze(), process._freeze())

    def test_owner_and_working_time_come_along(self):
        hours = self.env["resource.calendar"].create({"name": "Half days"})
        process = self.call_process({"owner_id": self.rep.id, "calendar_id": hours.id})
        content = process.export_process()
        made = self.Process.import_process(content)
        self.assertEqual((made.owner_id, made.calendar_id), (self.rep, hours))

        content["owner"]["key"] = "nobody"
        content["calendar"]["key"] = "No days"
        file = base64.b64encode(json.dumps(content).encode())
        wizard = self.env["crm.task.process.import"].with_user(self.boss)
        told = wizard.create({"file": file}).action_import()["params"]
        self.assertIn("nobody", told["message"])
        self.assertIn("No days", told["message"])
        made = self.Process.browse(told["next"]["res_id"])
        self.assertEqual(made.owner_id, self.boss)
        self.assertFalse(made.calendar_id)

    def test_import_of_nonsense(self):
        good = self.call_process().export_process()
        for broken in (
            {**good, "data": []},
            {**good, "data": {**good["data"], "steps": [{"key": 3}]}},
            {**good, "data": {**good["data"], "transitions": None}},
            {**good, "owner": 7},
            {key: value for key, value in good.items() if key != "name"},
        ):
            with self.subTest(), self.assertRefused(UserError, "isn't the file"):
                self.Process.import_process(broken)

    def test_import_says_what_is_missing(self):
        content = self.call_process().export_process()
        text = json.dumps(content).replace("call.no_answer", "call.unheard")
        content = json.loads(text.replace('{"key": "call"', '{"key": "shout"'))
        with self.assertRefused(UserError, "call.unheard", "shout"):
            self.Process.import_process(content)
        with self.assertRefused(UserError, "isn't the file"):
            self.Process.import_process({"a": 1})

    def test_no_change_of_the_model(self):
        process = self.call_process()
        with self.assertRaises(ValidationError):
            process.model_id = self.model_id("res.partner")
        with self.assertRaises(ValidationError):
            process.code = "other"

    def test_used_ones_are_kept(self):
        process = self.call_process()
        self.start(process)
        with self.assertRefused(UserError, "has run already"):
            process.unlink()
        self.draw({"start": {}}).unlink()


@tagged("post_install", "-at_install")
class TestProcessForms(ProcessCase):
    def test_start_from_a_list(self):
        process = self.call_process()
        leads = self.leads(3)
        wizard = (
            self.env["crm.task.process.start"]
            .with_user(self.rep)
            .with_context(active_model="crm.lead", active_ids=leads.ids)
        )
        form = Form(wizard)
        form.process_id = process
        action = form.save().action_start()
        self.assertIn("3", action["params"]["message"])
        self.assertEqual(len(self.tasks(leads)), 3)

    def test_repair(self):
        process = self.publish(
            {
                "start": {},
                "assign": {
                    "sets": [
                        {
                            "field": "crm.lead.date_deadline",
                            "source": "variable",
                            "source_variable": "day",
                        }
                    ]
                },
                "end": {},
            },
            "start>assign", "assign>end",
            variables=[{"name": "Day", "code": "day", "kind": "text", "default": "x"}],
        )  # fmt: skip
        run = self.start(process)
        self.assertEqual(run.state, "error")
        wizard = self.env["crm.task.process.repair"].with_user(self.boss)
        form = Form(wizard.with_context(default_run_id=run.id))
        with form.variable_ids.edit(0) as line:
            line.value = "2026-04-01"
        form.save().action_apply()
        self.assertStands(run, state="done")
        self.assertEqual(str(self.lead.date_deadline), "2026-04-01")

    def test_draw_by_hand(self):
        form = Form(self.Process)
        form.name = "By hand"
        process = form.save()
        self.assertEqual(process.code, "by_hand")
        with Form(process) as form:
            with form.variable_ids.new() as line:
                line.name = "Big budget"
        self.assertEqual(process.variable_ids.code, "big_budget")
        step = Form(
            self.env["crm.task.process.step"]
            .with_user(self.boss)
            .with_context(default_process_id=process.id)
        )
        step.kind = "task"
        step.activity_type_id = self.call
        self.assertEqual(step.save().name, "Call")

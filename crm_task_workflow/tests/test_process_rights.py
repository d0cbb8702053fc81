from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.crm_task_types.tests.common import new_test_user, tagged

from .process_common import ProcessCase

TEXT = {"name": "Budget", "code": "budget"}


@tagged("post_install", "-at_install")
class TestProcessRights(ProcessCase):
    """Processes run as superuser; whoever draws them gets nothing by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.designer = new_test_user(
            cls.env, "designer", groups="crm_task_types.group_task_admin"
        )

    def test_documents(self):
        Process = self.env["crm.task.process"].with_user(self.designer)
        with self.assertRaises(AccessError):
            Process.create({"name": "Theirs"})

    def test_server_actions(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Secret",
                "model_id": self.model_id("crm.lead"),
                "state": "code",
                "code": "pass",
                "group_ids": [Command.set(self.env.ref("base.group_system").ids)],
            }
        )
        with self.assertRefused(AccessError, "Secret"):
            self.draw({"action": {"action_server_id": action.id}})

    def test_fields_that_are_read(self):
        """What a run knows is seen by whoever sees its document."""
        read = {
            "source": "field", "source_field": "partner_id.function",
            "variable": "budget",
        }  # fmt: skip
        self.draw({"assign": {"sets": [read]}}, variables=[TEXT])
        field = self.env["res.partner"]._fields["function"]
        self.patch(field, "groups", "base.group_system")
        with self.assertRaises(AccessError):
            self.draw({"assign": {"sets": [read]}}, variables=[TEXT])
        field = self.env["crm.lead"]._fields["date_deadline"]
        self.patch(field, "groups", "base.group_system")
        with self.assertRaises(AccessError):
            self.draw({"timer": {"start_from": "field", "start_field": field.name}})

    def test_placeholders(self):
        self.draw({"call": {"summary": "{{ object.partner_id.name }}"}})
        for text in ("{{ object.env.user }}", "{{ 1 + 1 }}"):
            with self.assertRefused(AccessError, "editors"):
                self.draw({"call": {"summary": text}})
            with self.assertRefused(AccessError, "editors"):
                value = {"field": "crm.lead.referred", "text": text}
                self.draw({"assign": {"sets": [value]}})

    def test_variables_are_for_everybody(self):
        self.draw(
            {"call": {"summary": "{{ variables.city }}"}}, variables=[{"name": "City"}]
        )

    def test_versions_are_published_only(self):
        process = self.call_process()
        version = process.version_id.with_user(self.boss)
        for operation in ("create", "write", "unlink"):
            self.assertFalse(version.has_access(operation))
        other = self.draw({"start": {}})
        with self.assertRaises(ValidationError):
            other.version_id = process.version_id
        with self.assertRaises(ValidationError):
            other.state = "published"

    def test_no_undo_of_what_a_process_went_on_from(self):
        self.start(self.call_process())
        task = self.tasks().with_user(self.rep)
        task.action_outcome("done")
        with self.assertRefused(UserError, "First call"):
            task.with_context(active_test=False).result_ids.action_undo()

    def test_no_undo_of_what_ended_a_task_of_a_process(self):
        """It has gone on from the tasks that were cancelled by the press, too."""
        outcome = self.env["crm.task.outcome"].create(
            {
                "activity_type_id": self.visit.id,
                "name": "Alone",
                "effect_ids": [
                    Command.create({"kind": kind})
                    for kind in ("complete", "cancel_others")
                ],
            }
        )
        self.start(self.call_process())
        task = self.plan()
        task.action_outcome(outcome)
        with self.assertRefused(UserError, "First call"):
            task.action_undo_last()
        self.assertFalse(task.active)


@tagged("post_install", "-at_install")
class TestProcessMonitor(ProcessCase):
    def test_palette(self):
        process = self.call_process()
        found = process.get_palette()
        self.assertIn(self.visit.id, [values["id"] for values in found["types"]])
        self.assertNotIn("task", [kind for kind, _label in found["kinds"]])
        call = next(v for v in found["types"] if v["id"] == self.call.id)
        self.assertIn("No answer", [values["name"] for values in call["outcomes"]])

    def test_counts(self):
        process = self.call_process()
        runs = self.start(process, self.leads(3))
        self.set_clock("2026-03-18 13:00")
        task = self.tasks(self.env["crm.lead"].browse(runs[0].res_id))
        task.with_user(self.rep).action_outcome("done")
        version = process.version_id
        steps = version.with_user(self.rep).get_monitor()["steps"]
        call = next(s for s in version.data["steps"] if s["name"] == "call")["key"]
        self.assertEqual(
            steps[call],
            {"waiting": 2, "error": 0, "passed": 1, "median_seconds": 3600},
        )
        steps = version.with_user(self.colleague).get_monitor()["steps"]
        self.assertEqual(steps[call]["waiting"], 0)
        steps = version.get_monitor(date_from="2026-03-19")["steps"]
        self.assertEqual(steps[call]["passed"], 0)


@tagged("post_install", "-at_install")
class TestProcessDemo(ProcessCase):
    def test_it_can_be_published(self):
        for name in ("first_call", "offer"):
            process = self.env.ref(
                f"crm_task_workflow.crm_task_process_{name}", raise_if_not_found=False
            )
            if process:
                self.assertEqual(process.state, "draft")
                self.assertFalse(process.check_process())

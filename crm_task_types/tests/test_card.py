from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.crm_task_card_field import CARD_FIELDS
from .common import TaskCase


@tagged("post_install", "-at_install")
class TestCard(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.result = cls.env["crm.task.custom.field"].create(
            {
                "activity_type_id": cls.visit.id,
                "name": "Result of the visit",
                "kind": "char",
            }
        )

    def card(self, name):
        return self.visit.card_field_ids.filtered(
            lambda field: field.field_name == name
        )

    def test_every_type_has_a_card(self):
        Type = self.env["mail.activity.type"].with_context(active_test=False)
        # fields that other add-ons offer have no line, and are shown
        names = sorted(name for name, _label in CARD_FIELDS)
        for task_type in Type.search([]):
            with self.subTest(type=task_type.name):
                found = task_type.card_field_ids.mapped("field_name")
                self.assertEqual(sorted(found), names)

    def test_fields_that_come_with_an_update(self):
        self.visit.card_field_ids.filtered(
            lambda field: field.field_name in ("priority", "user_id")
        ).unlink()
        self.card("date_start").is_shown = False
        self.env["mail.activity.type"]._complete_cards()
        self.assertTrue(self.card("priority").is_shown)
        self.assertTrue(self.card("user_id").is_shown)
        self.assertFalse(self.card("date_start").is_shown)

    def test_required_to_plan(self):
        self.card("date_start").required_when = "planned"
        self.card("summary").required_when = "planned"
        with self.assertRefused(ValidationError, "Start", "Summary"):
            self.plan()
        with self.assertRefused(ValidationError, "Start"):
            self.plan(summary="Measure")
        task = self.plan(summary="Measure", date_start="2026-03-20 09:00:00")
        with self.assertRefused(ValidationError, "Summary"):
            task.summary = False

    def test_required_to_complete(self):
        self.card("note").required_when = "completed"
        self.result.required_when = "completed"
        task = self.plan(note="<p><br></p>")
        for complete in (
            task.action_done,
            task.action_feedback,
            task.action_feedback_schedule_next,
            task.action_done_redirect_to_other,
            lambda: task.write(
                {"status_id": self.env.ref("crm_task_types.crm_task_status_done").id}
            ),
        ):
            with self.assertRefused(
                ValidationError, "Description", "Result of the visit"
            ):
                complete()
        task.write(
            {
                "note": "<p>Measured</p>",
                "task_properties": {self.result.key: "Flat roof"},
            }
        )
        task.action_feedback()
        self.assertFalse(task.active)

    def test_required_to_complete_also_by_the_way_of_the_archive(self):
        self.result.required_when = "completed"
        task = self.plan()
        for archive in (
            task.action_archive,
            lambda: task.write({"active": False}),
            lambda: task.write({"active": 0}),
            lambda: task.write({"active": None}),
        ):
            with self.assertRefused(ValidationError, "Result of the visit"):
                archive()

    def test_all_or_none_in_a_batch(self):
        self.result.required_when = "completed"
        tasks = self.plan(task_properties={self.result.key: "Flat"}) | self.plan()
        with self.assertRefused(ValidationError, "Result of the visit"):
            tasks.action_feedback()
        self.assertEqual(tasks.mapped("active"), [True, True])

    def test_kinds_of_custom_fields(self):
        for kind, empty, filled in [
            ("char", "", "Flat"),
            ("text", False, "Flat"),
            ("integer", None, 0),
            ("float", None, 0.0),
            ("boolean", False, True),
            ("date", False, "2026-03-20"),
            ("selection", False, "Tiles"),
            ("many2one", False, self.client.id),
        ]:
            field = self.env["crm.task.custom.field"].create(
                {
                    "activity_type_id": self.visit.id,
                    "name": f"A {kind}",
                    "kind": kind,
                    "choices": "Tiles\n\n Slate \nTiles",
                    "model_id": self.model_id("res.partner"),
                    "required_when": "completed",
                }
            )
            task = self.plan(task_properties={field.key: empty})
            with self.subTest(kind=kind):
                with self.assertRefused(ValidationError, field.name):
                    task.action_feedback()
                task.task_properties = {field.key: filled}
                task.action_feedback()
                self.assertFalse(task.active)
            field.unlink()

    def test_what_is_filled_in_keeps_its_kind(self):
        """Else lists grouped by a date would meet words, and fail for everybody."""
        record = self.result.copy(
            {"kind": "many2one", "model_id": self.model_id("res.partner")}
        )
        self.plan(task_properties={self.result.key: False})
        self.result.kind = "date"
        self.result.kind = "char"
        task = self.plan(
            task_properties={self.result.key: "Flat", record.key: self.client.id}
        )
        task.action_feedback()
        for field, values in [
            (self.result, {"kind": "date"}),
            (self.result, {"kind": "selection", "choices": "Flat"}),
            (record, {"model_id": self.model_id("crm.lead")}),
            (record, {"kind": "many2many"}),
        ]:
            with self.subTest(**values), self.assertRefused(UserError, "new field"):
                field.write(values)
        self.result.write({"kind": "text", "name": "Story"})
        record.write({"kind": "many2one", "model_id": record.model_id.id})

    def test_choices(self):
        self.result.write({"kind": "selection", "choices": "Tiles\n\n Slate \nTiles"})
        self.assertEqual(
            self.visit.properties_definition[0]["selection"],
            [["Tiles", "Tiles"], ["Slate", "Slate"]],
        )
        with self.assertRefused(ValidationError, "choices"):
            self.result.choices = "\n"

    def test_made_in_odoos_property_editor(self):
        """The definition is written with a task, as the browser does it."""
        task = self.plan(user=self.boss)
        definition = [
            {**self.visit.properties_definition[0], "string": "Outcome"},
            {
                "name": "aa34746a6851ee4e",
                "string": "Roof",
                "type": "selection",
                "selection": [["x1", "Flat"]],
            },
        ]
        self.visit.with_user(self.boss).properties_definition = definition
        fields = self.visit.custom_field_ids
        self.assertEqual(fields.mapped("name"), ["Outcome", "Roof"])
        self.assertEqual(fields[0], self.result)
        self.assertEqual(fields[1].choices, "Flat")
        task.task_properties = {"aa34746a6851ee4e": "x1"}
        fields[1].choices = "Flat\nSteep"
        self.assertEqual(
            self.visit.properties_definition[1]["selection"],
            [["x1", "Flat"], ["Steep", "Steep"]],
        )
        self.assertEqual(task.task_properties["aa34746a6851ee4e"], "Flat")

    def test_tasks_of_other_types_have_no_such_fields(self):
        task = self.plan(task_type=self.call)
        self.assertFalse(task.task_properties)
        task.action_feedback()

    def test_automatic_tasks_are_asked_when_completed(self):
        """Other applications can't know the card; whoever completes their task can."""
        self.card("summary").required_when = "planned"
        self.visit.summary = False
        task = self.lead.with_user(self.rep).activity_schedule(
            activity_type_id=self.visit.id
        )
        with self.assertRefused(ValidationError, "Summary"):
            task.action_feedback()
        self.call.triggered_next_type_id = self.visit
        self.plan(task_type=self.call).action_feedback()
        self.assertEqual(len(self.lead.activity_ids), 2)

    def test_shapes_the_form(self):
        self.card("priority").is_shown = False
        self.card("date_start").is_readonly = True
        self.card("summary").required_when = "planned"
        task = self.plan(summary="Measure")
        self.assertIn("priority", task.card_hidden)
        self.assertIn("date_start", task.card_readonly)
        self.assertIn("summary", task.card_required)
        for view in (
            "mail.mail_activity_view_form_popup",
            "crm_task_types.mail_activity_view_form_task",
        ):
            form = Form(task, view)
            with self.subTest(view=view):
                self.assertTrue(form._get_modifier("priority", "invisible"))
                self.assertTrue(form._get_modifier("date_start", "readonly"))
                self.assertTrue(form._get_modifier("summary", "required"))
                form.activity_type_id = self.call
                self.assertFalse(form._get_modifier("priority", "invisible"))

    def test_what_is_required_is_said(self):
        self.result.required_when = "completed"
        self.card("note").required_when = "completed"
        task = self.plan()
        for text in ("Required to complete", "Result of the visit", "Description"):
            self.assertIn(text, task.card_hint)
        self.assertFalse(self.plan(task_type=self.call).card_hint)

    def test_reminders_of_the_type_count(self):
        self.card("alarm_ids").required_when = "planned"
        with self.assertRefused(ValidationError, "Reminders"):
            self.plan()
        for name in ("alarm_ids", "due_alarm_ids"):
            self.visit[name] = self.env["calendar.alarm"].search([], limit=1)
            self.assertTrue(self.plan())
            self.visit[name] = False

    def test_required_and_hidden_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.card("summary").write({"required_when": "planned", "is_shown": False})
            self.env.flush_all()

    def test_copied_with_the_type(self):
        self.card("summary").required_when = "planned"
        copied = self.visit.copy()
        self.assertEqual(copied._required_fields("planned"), ["summary"])
        self.assertEqual(copied.custom_field_ids.name, self.result.name)

    def test_field_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.visit.card_field_ids = [Command.create({"field_name": "summary"})]
            self.env.flush_all()

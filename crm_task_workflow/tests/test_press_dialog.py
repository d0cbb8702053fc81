from datetime import datetime

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from odoo.addons.crm_task_types.models.crm_task_card_field import CARD_FIELDS

from .common import WorkflowCase

STANDARD = [name for name, _label in CARD_FIELDS]


@tagged("post_install", "-at_install")
class TestPressDialog(WorkflowCase):
    """The dialog of a press asks for what an outcome requires and the tasks lack."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call.default_note = False
        cls.floor, cls.roof = cls.env["crm.task.custom.field"].create(
            [
                {"activity_type_id": cls.call.id, "name": name}
                for name in ("Floor", "Roof")
            ]
        )

    def require(self, *names, outcome=None, custom=()):
        (outcome or self.done).write(
            {
                "required_field_ids": [
                    Command.set(
                        self.call.card_field_ids.filtered(
                            lambda field: field.field_name in names
                        ).ids
                    )
                ],
                "required_custom_field_ids": [
                    Command.set([field.id for field in custom])
                ],
            }
        )

    def dialog(self, tasks, outcome=None):
        """The model of the dialog, as the buttons open it for the rep."""
        outcome = outcome or self.done
        action = (
            tasks.action_press(outcome.id)
            if len(tasks) == 1
            else tasks._open_press_dialog(outcome)
        )
        Dialog = self.env["crm.task.press.dialog"].with_user(self.rep)
        return Dialog.with_context(**action["context"])

    def custom_values(self, task):
        listed = task.read(["task_properties"])[0]["task_properties"]
        return {entry["string"]: entry.get("value") or False for entry in listed}

    # ---- one task

    def test_every_standard_field_can_be_filled_in(self):
        self.use_statuses()
        self.require(*STANDARD)
        status = self.env.ref("crm_task_types.crm_task_status_progress")
        alarm = self.env["calendar.alarm"].search([], limit=1)
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.rep)
            .create({"name": "Offer", "raw": b"1"})
        )
        task = self.plan_call(
            summary=False, user_id=False, duration_hours=0, alarm_ids=False
        )
        task.status_id = False
        form = Form(self.dialog(task))
        self.assertEqual(set(form.missing_fields) - {""}, set(STANDARD))
        form.summary = "Ask for the budget"
        form.note = "<p>They have a loan</p>"
        form.user_id = self.colleague
        form.co_executor_ids = self.rep
        form.observer_ids = self.boss
        form.date_start = "2026-03-20 09:00:00"
        form.duration_hours = 2
        form.priority = "1"
        form.status_id = status
        form.alarm_ids = alarm
        form.attachment_ids = attachment
        self.assertEqual(str(form.date_due), "2026-03-20 11:00:00")
        form.save().action_press()
        self.assertFalse(task.active)
        self.assertWhen(task, "2026-03-20 09:00", "2026-03-20 11:00", "2026-03-20")
        self.assertEqual(
            (task.summary, task.user_id, task.duration_hours, task.priority),
            ("Ask for the budget", self.colleague, 2, "1"),
        )
        self.assertEqual(
            (html2plaintext(task.note), task.alarm_ids, task.attachment_ids),
            ("They have a loan", alarm, attachment),
        )
        self.assertEqual(
            (task.co_executor_ids, task.observer_ids), (self.rep, self.boss)
        )

    def test_only_what_is_missing_is_asked(self):
        self.require("summary", "priority")
        form = Form(self.dialog(self.plan_call()))
        self.assertEqual(form.missing_fields, ["", "priority"])
        with self.assertRaises(AssertionError):
            form.summary = "Other"
        with self.assertRefused(AssertionError, "priority"):
            form.save()
        form.priority = "2"
        form.save().action_press()

    def test_nothing_filled_in_is_refused(self):
        self.require("note")
        task = self.plan_call()
        dialog = self.dialog(task).create({})
        with self.assertRefused(ValidationError, "Done", "Description"):
            dialog.action_press()
        self.assertTrue(task.active)

    def test_due_is_asked_by_itself(self):
        self.require("date_due")
        task = self.plan_call()
        form = Form(self.dialog(task))
        form.date_due = "2026-03-20 09:00:00"
        form.save().action_press()
        self.assertWhen(task, "2026-03-20 08:45", "2026-03-20 09:00", "2026-03-20")

    def test_change_that_requires_a_time_moves_once(self):
        self.require("date_start", outcome=self.change)
        task = self.plan_call()
        form = Form(self.dialog(task, self.change))
        with self.assertRefused(AssertionError, "date_start"):
            form.save()
        form.date_start = "2026-03-20 09:00:00"
        form.reason = "The client is ill"
        form.save().action_press()
        self.assertWhen(task, "2026-03-20 09:00", "2026-03-20 09:15", "2026-03-20")
        self.assertEqual(
            (task.reschedule_count, task.reschedule_reason), (1, "The client is ill")
        )

    def test_custom_fields(self):
        """Those that have a value keep it, or get what stands in the dialog."""
        self.require(custom=[self.floor])
        task = self.plan_call(task_properties={self.roof.key: "Slate"})
        form = Form(self.dialog(task))
        self.assertEqual(form.missing, "Floor")
        dialog = form.save()
        self.assertEqual(self.custom_values(dialog), {"Floor": False, "Roof": "Slate"})
        dialog.task_properties = {self.floor.key: "3rd", self.roof.key: "Tiles"}
        dialog.action_press()
        self.assertEqual(self.custom_values(task), {"Floor": "3rd", "Roof": "Tiles"})

    # ---- several tasks

    def test_in_bulk(self):
        self.require("note", "date_start", custom=[self.floor])
        tasks = self.plan_call() | self.plan_call()
        form = Form(self.dialog(tasks))
        form.note = "<p>Asked</p>"
        form.date_start = "2026-03-20 09:00:00"
        dialog = form.save()
        dialog.task_properties = {self.floor.key: "3rd"}
        dialog.action_press()
        for task in tasks:
            self.assertFalse(task.active)
            self.assertEqual(html2plaintext(task.note), "Asked")
            self.assertEqual(task.date_start, datetime(2026, 3, 20, 9))
            self.assertEqual(self.custom_values(task)["Floor"], "3rd")

    def test_each_task_gets_what_it_lacks(self):
        """Nothing that a task has is overwritten."""
        self.require("summary", "note", custom=[self.floor, self.roof])
        untitled = self.plan_call(
            summary=False,
            note="<p>Own</p>",
            task_properties={self.floor.key: "Own"},
        )
        bare = self.plan_call(task_properties={self.roof.key: "Own"})
        whole = self.plan_call(
            note="<p>Own</p>",
            task_properties={self.floor.key: "Own", self.roof.key: "Own"},
        )
        form = Form(self.dialog(untitled | bare | whole))
        self.assertEqual(set(form.missing_fields), {"", "summary", "note"})
        self.assertEqual(set(form.missing.split(", ")), {"Floor", "Roof"})
        form.summary = "New"
        form.note = "<p>New</p>"
        dialog = form.save()
        dialog.task_properties = {self.floor.key: "New", self.roof.key: "New"}
        dialog.action_press()
        for task, title, note, floor, roof in (
            (untitled, "New", "Own", "Own", "New"),
            (bare, "Ask for the budget", "New", "New", "Own"),
            (whole, "Ask for the budget", "Own", "Own", "Own"),
        ):
            self.assertFalse(task.active)
            self.assertEqual((task.summary, html2plaintext(task.note)), (title, note))
            self.assertEqual(self.custom_values(task), {"Floor": floor, "Roof": roof})

    def test_all_or_none(self):
        """A refused press leaves nothing of what was filled in."""
        self.require("summary", "note")
        tasks = self.plan_call() | self.plan_call(summary=False, note="<p>Own</p>")
        dialog = self.dialog(tasks).create({"note": "<p>New</p>"})
        with self.assertRefused(ValidationError, "Summary"), self.cr.savepoint():
            dialog.action_press()
        self.assertFalse(tasks[0].note)
        self.assertEqual(tasks.mapped("active"), [True, True])

    def test_chosen_outcome_from_the_list(self):
        """What is missing follows the outcome that is chosen."""
        self.require("priority")
        tasks = self.plan_call() | self.plan_call()
        context = tasks.action_choose_outcome()["context"]
        Dialog = self.env["crm.task.press.dialog"].with_user(self.rep)
        form = Form(Dialog.with_context(**context))
        self.assertEqual(form.missing_fields, [""])
        form.outcome_id = self.done
        self.assertEqual(form.missing_fields, ["", "priority"])
        form.priority = "1"
        form.save().action_press()
        self.assertEqual(tasks.mapped("priority"), ["1", "1"])

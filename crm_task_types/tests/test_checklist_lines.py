"""Checklists as text: of the type, pasted, imported."""

from psycopg2.errors import CheckViolation

from odoo.fields import Command
from odoo.tests import BaseCase, Form, tagged
from odoo.tools import mute_logger

from ..tools import checklist
from .common import TaskCase

PASTED = "- Ladder\r\n\n  • Camera *\n[ ] Boots*\n*\n"


@tagged("post_install", "-at_install")
class TestChecklistText(BaseCase):
    def test_lines(self):
        for text, lines in [
            (False, []),
            ("", []),
            (" \n*\n", []),
            ("Ladder", [("Ladder", False)]),
            ("* Ladder", [("Ladder", False)]),
            ("Roof 3*4 m", [("Roof 3*4 m", False)]),
            (PASTED, [("Ladder", False), ("Camera", True), ("Boots", True)]),
        ]:
            with self.subTest(text=text):
                self.assertEqual(checklist.parse(text), lines)


@tagged("post_install", "-at_install")
class TestChecklistLines(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit.default_checklist = "Ladder\nCamera"

    def test_required_items_of_the_type(self):
        self.visit.default_checklist = PASTED
        items = self.plan().checklist_item_ids
        self.assertEqual(items.mapped("is_required"), [False, True, True])

    def test_several_lines_make_several_items(self):
        task = self.plan()
        values = {"mail_activity_id": task.id}
        made = self.env["crm.task.checklist.item"].create(
            [{**values, "name": PASTED}, {**values, "name": "Rope\n"}]
        )
        self.assertEqual(made.mapped("name"), ["Ladder", "Rope"])
        self.assertEqual(
            task.checklist_item_ids.sorted().mapped("name"),
            ["Ladder", "Camera", "Ladder", "Camera", "Boots", "Rope"],
        )
        self.assertEqual(
            task.checklist_item_ids.sorted().mapped("is_required"),
            [False] * 3 + [True] * 2 + [False],
        )

    def test_several_lines_written_into_an_item(self):
        task = self.plan()
        task.checklist_item_ids[0].name = "Ladder\nRope"
        self.assertEqual(
            task.checklist_item_ids.sorted().mapped("name"),
            ["Ladder", "Rope", "Camera"],
        )

    def test_several_lines_with_the_task(self):
        task = self.plan(checklist_item_ids=[Command.create({"name": "A\nB *"})])
        self.assertEqual(task.checklist_item_ids.sorted().mapped("name"), ["A", "B"])

    def test_several_lines_imported(self):
        result = self.env["mail.activity"].load(
            ["summary", "user_id/.id", "checklist_item_ids/name"],
            [["Measure", self.rep.id, "A\nB"], ["", "", "C"]],
        )
        self.assertFalse(result["messages"])
        task = self.env["mail.activity"].browse(result["ids"])
        self.assertEqual(
            task.checklist_item_ids.sorted().mapped("name"), ["A", "B", "C"]
        )

    @mute_logger("odoo.sql_db")
    def test_blank_items(self):
        task = self.plan()
        for name in (" ", "\n \n"):
            with self.subTest(name=name), self.assertRaises(CheckViolation):
                task.checklist_item_ids.create(
                    {"mail_activity_id": task.id, "name": name}
                )

    def test_new_items_come_last(self):
        self.visit.default_checklist = "\n".join(str(number) for number in range(20))
        task = self.plan()
        task.checklist_item_ids.create({"mail_activity_id": task.id, "name": "Last"})
        self.assertEqual(task.checklist_item_ids.sorted()[-1].name, "Last")

    def test_form(self):
        """Items are added on the form, too."""
        task = self.plan()
        with Form(task, "crm_task_types.mail_activity_view_form_task") as form:
            with form.checklist_item_ids.new() as item:
                item.sequence = 9  # as the browser does
                item.name = "Rope\nBelt *"
        self.assertEqual(
            task.checklist_item_ids.sorted().mapped("name"),
            ["Ladder", "Camera", "Rope", "Belt"],
        )

"""Checklists that new tasks get from their type, and tasks whose type changes."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestChecklistOfType(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit.checklist_line_ids = [
            Command.create(
                {"name": "Ladder", "is_required": True, "user_id": cls.colleague.id}
            ),
            Command.create({"name": "Camera"}),
        ]
        cls.call.checklist_line_ids = [
            Command.create({"name": "Camera", "is_required": True}),
            Command.create({"name": "Phone number"}),
        ]

    def said(self, task):
        """What the checklist of a task or of a type says."""
        lines = (
            task.checklist_item_ids.sorted()
            if task._name == "mail.activity"
            else task.checklist_line_ids
        )
        return [
            (line.name, line.is_required, line.user_id.login or "") for line in lines
        ]

    def test_all_that_an_item_says(self):
        expected = [("Ladder", True, "colleague"), ("Camera", False, "")]
        task = self.plan()
        self.assertEqual(self.said(task), expected)
        self.assertFalse(any(task.checklist_item_ids.mapped("is_done")))
        self.assertIn(self.colleague, task._people_to_tell())

    def test_who_left_gets_no_items(self):
        self.colleague.active = False
        self.assertEqual(self.said(self.plan())[0], ("Ladder", True, ""))

    def test_changes_count_for_the_next_task(self):
        first = self.plan()
        self.visit.checklist_line_ids[0].unlink()
        self.visit.checklist_line_ids = [Command.create({"name": "Boots"})]
        self.assertEqual([name for name, *_ in self.said(first)], ["Ladder", "Camera"])
        second = self.plan()
        self.assertEqual([name for name, *_ in self.said(second)], ["Camera", "Boots"])
        self.visit.checklist_line_ids.unlink()
        self.assertFalse(self.plan().checklist_item_ids)

    def test_in_the_language_of_who_plans(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.visit.checklist_line_ids[0].with_context(lang="pl_PL").name = "Drabina"
        Task = self.env["mail.activity"].with_user(self.rep)
        for lang, name in (("pl_PL", "Drabina"), ("en_US", "Ladder")):
            values = {"activity_type_id": self.visit.id, "user_id": self.rep.id}
            task = Task.with_context(lang=lang).create(values)
            self.assertEqual(task.checklist_item_ids[0].name, name)

    def test_form(self):
        """Several lines make several items, as on the task."""
        self.visit.checklist_line_ids = False
        with (
            Form(self.visit.with_user(self.boss)) as form,
            form.checklist_line_ids.new() as item,
        ):
            item.name = "Ladder\nRope *"
            item.user_id = self.colleague
        self.assertEqual(
            self.said(self.visit),
            [("Ladder", False, "colleague"), ("Rope", True, "colleague")],
        )

    def test_imported(self):
        result = self.env["mail.activity.type"].load(
            [
                "name",
                "checklist_line_ids/name",
                "checklist_line_ids/is_required",
                "checklist_line_ids/user_id/.id",
            ],
            [
                ["Survey", "Ladder", "True", str(self.rep.id)],
                ["", "Camera\nBoots *", "", ""],
            ],
        )
        self.assertFalse(result["messages"])
        self.assertEqual(
            self.said(self.env["mail.activity.type"].browse(result["ids"])),
            [("Ladder", True, "rep"), ("Camera", False, ""), ("Boots", True, "")],
        )

    def test_as_text(self):
        self.assertEqual(self.visit.default_checklist, "Ladder *\nCamera")
        self.visit.default_checklist = "Boots\n- Ladder"
        self.assertEqual(
            self.said(self.visit),
            [("Boots", False, ""), ("Ladder", False, "colleague")],
        )
        self.visit.default_checklist = False
        self.assertFalse(self.visit.checklist_line_ids)
        self.assertEqual(self.visit.default_checklist, "")

    def test_copied_with_the_type(self):
        self.assertEqual(self.said(self.visit.copy()), self.said(self.visit))

    def test_blank_items(self):
        for name in (" ", "\n \n"):
            with (
                self.subTest(name=name),
                self.assertRefused(ValidationError, "what has to be done"),
            ):
                self.visit.checklist_line_ids = [Command.create({"name": name})]

    def test_only_administrators_change_it(self):
        line = self.visit.checklist_line_ids[0].with_user(self.rep)
        self.assertEqual(line.name, "Ladder")
        for attempt in (
            lambda: line.write({"name": "Mine"}),
            line.unlink,
            lambda: line.create({"name": "Mine", "activity_type_id": self.visit.id}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_what_belongs_to_nobody_goes(self):
        line = self.env["crm.task.checklist.line"].create({"name": "Left over"})
        line._gc_without_owner()
        self.assertFalse(line.exists())
        self.assertEqual(len(self.visit.checklist_line_ids), 2)

    # ---- when the type changes

    def test_another_type(self):
        """Items that nobody touched make room; what is there isn't there twice."""
        self.visit.default_checklist = "Ladder\nCamera\nBoots\nRope\nBelt *\nPlan"
        task = self.plan()
        ladder, _camera, boots, rope, belt, _plan = task.checklist_item_ids.sorted()
        ladder.is_done = True
        boots.name = "Long boots"
        rope.user_id = self.boss
        belt.is_required = False
        task.checklist_item_ids.create(
            {"mail_activity_id": task.id, "name": "Phone number"}
        )
        task.with_user(self.rep).activity_type_id = self.call
        self.assertEqual(
            self.said(task),
            [
                ("Ladder", False, "colleague"),
                ("Long boots", False, ""),
                ("Rope", False, "boss"),
                ("Belt", False, ""),
                ("Phone number", False, ""),
                ("Camera", True, ""),
            ],
        )
        task.activity_type_id = self.call
        self.assertEqual(len(task.checklist_item_ids), 6)

    def test_there_and_back(self):
        task = self.plan()
        task.activity_type_id = self.call
        self.assertEqual(self.said(task), self.said(self.call))
        task.activity_type_id = self.visit
        self.assertEqual(self.said(task), self.said(self.visit))

    def test_required_items_of_the_new_type_hold(self):
        self.visit.checklist_line_ids = False
        task = self.plan()
        task.activity_type_id = self.call
        with self.assertRefused(ValidationError, "Camera"):
            task.action_feedback()

    def test_what_was_planned_in_another_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        for line, name in zip(
            self.call.checklist_line_ids, ("Aparat", "Numer telefonu"), strict=True
        ):
            line.with_context(lang="pl_PL").name = name
        polish = self.env["mail.activity"].with_context(lang="pl_PL")
        task = polish.create({"activity_type_id": self.call.id, "user_id": self.rep.id})
        self.assertEqual(task.checklist_item_ids[0].name, "Aparat")
        task.with_context(lang="en_US").activity_type_id = self.visit
        self.assertEqual(self.said(task), self.said(self.visit))

    def test_what_is_closed_stays(self):
        done = self.plan(checklist_item_ids=[Command.create({"name": "Boots"})])
        done.action_feedback()
        done.sudo().activity_type_id = self.call
        self.assertEqual(self.said(done), [("Boots", False, "")])

    def test_on_the_form(self):
        task = self.plan()
        with Form(task, "crm_task_types.mail_activity_view_form_task") as form:
            form.activity_type_id = self.call
        self.assertEqual(self.said(task), self.said(self.call))

    def test_many_tasks_of_several_types(self):
        tasks = self.plan() | self.plan(task_type=self.call) | self.plan()
        tasks.activity_type_id = self.call
        for task in tasks:
            self.assertEqual(self.said(task), self.said(self.call))

    def test_queries_dont_grow(self):
        def plan_many(count):
            return self.env["mail.activity"].concat(
                *(self.plan() for _ in range(count))
            )

        self.assertFlatQueries(
            plan_many, lambda tasks: tasks._change_checklist(self.call)
        )

    # ---- since version 19.0.1.1.0

    def test_texts_become_items(self):
        """Checklists were texts, in each language."""
        self.env["res.lang"]._activate_lang("pl_PL")
        survey = self.visit.copy({"checklist_line_ids": False})
        other = self.visit.copy({"checklist_line_ids": False})
        self.env.cr.execute(
            SQL(
                """
                ALTER TABLE mail_activity_type ADD COLUMN default_checklist jsonb;
                UPDATE mail_activity_type
                   SET default_checklist = %(both)s WHERE id = %(survey)s;
                UPDATE mail_activity_type
                   SET default_checklist = %(odd)s WHERE id = %(other)s;
                UPDATE mail_activity_type
                   SET default_checklist = %(both)s WHERE id = %(visit)s;
                """,
                both='{"en_US": "Boots *\\nRope", "pl_PL": "Buty *\\nLina"}',
                odd='{"en_US": "Boots", "pl_PL": "Buty\\nLina"}',
                survey=survey.id,
                other=other.id,
                visit=self.visit.id,
            )
        )
        self.env["mail.activity.type"]._take_over_checklist_texts()
        polish = {"lang": "pl_PL"}
        for task_type, source, translated in (
            (survey, "Boots *\nRope", "Buty *\nLina"),
            (other, "Boots", "Boots"),
            (self.visit, "Ladder *\nCamera", "Ladder *\nCamera"),  # has its items
        ):
            with self.subTest(source=source):
                self.assertEqual(task_type.default_checklist, source)
                self.assertEqual(
                    task_type.with_context(**polish).default_checklist, translated
                )
        self.env["mail.activity.type"]._take_over_checklist_texts()  # nothing to do
        self.assertEqual(survey.default_checklist, "Boots *\nRope")

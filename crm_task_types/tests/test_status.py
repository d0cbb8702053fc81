from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestStatus(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.todo, cls.progress, cls.waiting, cls.done = (
            cls.env.ref(f"crm_task_types.crm_task_status_{name}")
            for name in ("todo", "progress", "waiting", "done")
        )

    def test_new_task_is_to_do(self):
        self.assertEqual(self.plan().status_id, self.todo)

    def test_left_empty_as_in_an_import(self):
        self.assertEqual(self.plan(status_id=False).status_id, self.todo)

    def test_closing_status_completes(self):
        task = self.plan()
        task.status_id = self.done
        self.assertFalse(task.active)
        self.assertEqual(str(task.date_done), "2026-03-18")
        self.assertIn("Site visit", self.lead.message_ids[0].body)

    def test_completed_task_has_a_closing_status(self):
        task = self.plan()
        task.status_id = self.progress
        task.action_feedback()
        self.assertEqual(task.status_id, self.done)

    def test_back_to_an_open_status_reopens(self):
        task = self.plan()
        task.action_feedback()
        task.status_id = self.progress
        self.assertTrue(task.active)
        self.assertFalse(task.date_done)
        self.assertEqual(task.status_id, self.progress)

    def test_reopened_task_is_to_do(self):
        task = self.plan()
        task.action_feedback()
        task.action_unarchive()
        self.assertEqual(task.status_id, self.todo)

    def test_created_closed(self):
        task = self.plan(status_id=self.done.id)
        self.assertFalse(task.active)

    def test_allowed_per_type(self):
        self.visit.status_ids = self.progress | self.done
        task = self.plan()
        self.assertEqual(task.status_id, self.progress)
        with self.assertRefused(
            ValidationError, "Site visit", "Waiting", "In progress"
        ):
            task.status_id = self.waiting
        other = self.plan(task_type=self.call, status_id=self.waiting.id)
        other.activity_type_id = self.visit
        self.assertEqual(other.status_id, self.progress)

    def test_type_without_a_closing_status(self):
        self.visit.status_ids = self.progress
        task = self.plan()
        task.action_feedback()
        self.assertFalse(task.active)
        self.assertEqual(task.status_id, self.progress)

    def test_board_shows_empty_columns(self):
        self.plan()
        groups = (
            self.env["mail.activity"]
            .with_context(read_group_expand=True)
            .web_read_group([("res_id", "=", self.lead.id)], ["status_id"])["groups"]
        )
        self.assertEqual(
            [group["status_id"][1] for group in groups],
            (self.env["crm.task.status"].search([])).mapped("name"),
        )

    def test_used_status_is_not_deleted(self):
        self.plan()
        with self.assertRefused(UserError, "To do"):
            self.todo.unlink()
        unused = self.env["crm.task.status"].create({"name": "Unused"})
        unused.unlink()
        self.assertFalse(unused.exists())

    def test_used_status_does_not_come_to_close(self):
        task = self.plan(status_id=self.progress.id)
        unused = self.env["crm.task.status"].create({"name": "Unused"})
        with self.assertRefused(UserError, "In progress"):
            (self.progress | unused).is_closing = True
        self.progress.write({"is_closing": False, "name": "Doing"})
        task.action_feedback()
        with self.assertRefused(UserError, "Done"):
            self.done.is_closing = False
        unused.is_closing = True
        self.assertTrue(unused.is_closing)

    def test_switched_on_for_everybody(self):
        group = self.env.ref("crm_task_types.group_use_task_status")
        self.use_statuses(False)
        self.assertNotIn(group, self.rep.all_group_ids)
        self.use_statuses()
        self.assertIn(group, self.rep.all_group_ids)

    def test_statuses_of_a_batch(self):
        self.visit.status_ids = self.progress | self.done
        tasks = self.plan() | self.plan(task_type=self.call)
        tasks.write({"status_id": self.done.id})
        self.assertFalse(any(tasks.mapped("active")))
        self.visit.status_ids = [Command.clear()]

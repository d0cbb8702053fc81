from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import NOON, TaskCase


@tagged("post_install", "-at_install")
class TestChecklist(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit.default_checklist = "Ladder\n\n  Camera \n"

    def test_items_of_the_type(self):
        task = self.plan()
        self.assertEqual(task.checklist_item_ids.mapped("name"), ["Ladder", "Camera"])
        self.assertEqual((task.checklist_done_count, task.checklist_count), (0, 2))

    def test_own_items(self):
        task = self.plan(checklist_item_ids=[Command.create({"name": "Boots"})])
        self.assertEqual(task.checklist_item_ids.name, "Boots")

    def test_who_ticked_and_when(self):
        item = self.plan().checklist_item_ids[0]
        item.is_done = True
        self.assertEqual((item.done_uid, item.done_date), (self.rep, NOON))
        item.with_user(self.boss).write({"is_done": True, "name": "Long ladder"})
        self.assertEqual(item.done_uid, self.rep)
        item.is_done = False
        self.assertFalse(item.done_uid or item.done_date)

    def test_for_those_who_see_the_task(self):
        task = self.plan()
        items = task.checklist_item_ids
        Item = self.env["crm.task.checklist.item"]
        domain = [("mail_activity_id", "=", task.id)]
        self.assertEqual(Item.with_user(self.rep).search(domain), items)
        self.assertFalse(Item.with_user(self.colleague).search(domain))
        for attempt in (
            lambda theirs: theirs.read(["name"]),
            lambda theirs: theirs.write({"is_done": True}),
            lambda theirs: theirs.unlink(),
            lambda theirs: theirs.create({"mail_activity_id": task.id, "name": "Spy"}),
        ):
            with self.assertRaises(AccessError):
                attempt(items.with_user(self.colleague))

    def test_items_of_many_tasks_in_one_go(self):
        tasks = self.plan() | self.plan()
        self.assertEqual(
            tasks.checklist_item_ids.mapped("name"), ["Ladder", "Camera"] * 2
        )

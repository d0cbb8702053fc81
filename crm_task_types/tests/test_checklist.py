from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.mail.tools.discuss import Store

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

    def test_who_ticked_is_not_said_but_known(self):
        item = self.plan().checklist_item_ids[0]
        forged = {"done_uid": self.boss.id, "done_date": "2020-01-01 00:00:00"}
        item.write({"is_done": True, **forged})
        self.assertEqual((item.done_uid, item.done_date), (self.rep, NOON))
        copied = item.create(
            {"name": "Rope", **forged, "mail_activity_id": item.mail_activity_id.id}
        )
        self.assertFalse(copied.done_uid or copied.done_date)

    def test_a_copied_task_starts_again(self):
        task = self.plan()
        task.checklist_item_ids.is_done = True
        copied = task.copy()
        self.assertEqual(copied.checklist_item_ids.mapped("name"), ["Ladder", "Camera"])
        self.assertEqual(copied.checklist_progress, "0/2")

    # ---- ticking

    def test_tick(self):
        item = self.plan().checklist_item_ids[0]
        told = item.with_user(self.rep).action_tick()
        self.assertTrue(item.is_done)
        self.assertEqual(item.done_uid, self.rep)
        [ladder, camera] = told[item.mail_activity_id.id]
        self.assertEqual((ladder["isDone"], camera["isDone"]), (True, False))
        self.set_clock("2026-03-18 13:00:00")
        item.with_user(self.boss).action_tick()  # at the same time, but later
        self.assertEqual((item.done_uid, item.done_date), (self.rep, NOON))
        item.with_user(self.boss).action_tick(is_done=False)
        self.assertFalse(item.is_done or item.done_uid)

    def test_tick_asks_for_rights(self):
        task = self.plan()
        items = task.checklist_item_ids
        with self.assertRaises(AccessError):
            items.with_user(self.colleague).action_tick()
        task.observer_ids = self.colleague
        with self.assertRaises(AccessError):  # he only reads it
            items.with_user(self.colleague).action_tick()
        self.assertFalse(any(items.mapped("is_done")))

    def test_tick_what_was_removed(self):
        item = self.plan().checklist_item_ids[0]
        item.unlink()
        with self.assertRefused(UserError, "removed", "reload"):
            item.action_tick()

    def test_person_of_an_item(self):
        """He sees the task and ticks his item, nothing else."""
        outsider = new_test_user(self.env, "outsider", groups="base.group_user")
        task = self.plan()
        ladder, camera = task.checklist_item_ids
        Task = task.with_user(outsider)
        self.assertFalse(Task.search([("id", "=", task.id)]))
        ladder.user_id = outsider
        self.assertEqual(Task.search([("id", "=", task.id)]), task)
        Task.invalidate_recordset()
        self.assertEqual(
            Task.read(["checklist_progress"])[0]["checklist_progress"], "0/2"
        )
        ladder.with_user(outsider).action_tick()
        self.assertEqual(ladder.done_uid, outsider)
        for attempt in (
            lambda: camera.with_user(outsider).action_tick(),
            lambda: (ladder | camera).with_user(outsider).action_tick(),
            lambda: ladder.with_user(outsider).write({"name": "Mine"}),
            lambda: Task.write({"summary": "Mine"}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertIn(outsider, task._people_to_tell())

    def test_person_who_cant_open_the_document(self):
        outsider = new_test_user(self.env, "outsider", groups="base.group_user")
        task = self.plan()
        with (
            self.assertLogs("odoo.tests.form.onchange", "WARNING") as log,
            Form(task, "crm_task_types.mail_activity_view_form_task") as form,
            form.checklist_item_ids.edit(0) as item,
        ):
            item.user_id = outsider
        self.assertIn(outsider.name, log.output[0])
        self.assertEqual(task.checklist_item_ids[0].user_id, outsider)

    def test_my_items(self):
        task = self.plan()
        task.checklist_item_ids[0].user_id = self.colleague
        search = self.env.ref("crm_task_types.mail_activity_view_search_task").arch
        self.assertIn("checklist_item_ids", search)
        mine = [
            (
                "checklist_item_ids",
                "any",
                [("user_id", "=", self.colleague.id), ("is_done", "=", False)],
            )
        ]
        Task = self.env["mail.activity"].with_user(self.colleague)
        self.assertEqual(Task.search(mine), task)
        task.checklist_item_ids[0].is_done = True
        self.assertFalse(Task.search(mine))

    # ---- completing

    def required(self, **values):
        self.visit.default_checklist = "Ladder *\nCamera\nBoots *"
        return self.plan(**values)

    def test_required_items_block_every_way(self):
        self.use_statuses()
        closing = self.env.ref("crm_task_types.crm_task_status_done")
        ways = {
            "Mark Done": lambda task: task.action_done(),
            "feedback": lambda task: task.action_feedback(feedback="Nice roof"),
            "next": lambda task: task.action_feedback_schedule_next(),
            "bulk": lambda task: (task | self.plan(task_type=self.call)).action_done(),
            "archive": lambda task: task.action_archive(),
            "write": lambda task: task.write({"active": False}),
            "status": lambda task: task.write({"status_id": closing.id}),
            "system": lambda task: task.sudo().write({"active": False}),
        }
        for made in ("person", "application"):
            for name, way in ways.items():
                task = self.required(automated=made == "application")
                with (
                    self.subTest(way=name, made=made),
                    self.assertRefused(ValidationError, "Ladder, Boots"),
                ):
                    way(task)
                task.unlink()

    def test_completed_with_its_required_items(self):
        task = self.required()
        ladder, camera, boots = task.checklist_item_ids
        ladder.is_done = True
        with self.assertRefused(ValidationError, task.display_name, "Boots"):
            task.action_feedback()
        boots.is_done = True
        task.action_feedback()
        self.assertFalse(task.active)
        self.assertFalse(camera.is_done)

    def test_cancelling_needs_no_ticks(self):
        task = self.required()
        task._cancel("Not needed")
        self.assertFalse(task.active)
        with self.assertRefused(ValidationError, "Ladder"):  # no way round
            task.sudo().write({"is_cancelled": False})

    # ---- showing

    def test_progress(self):
        task = self.plan()
        self.assertEqual(task.checklist_progress, "0/2")
        task.checklist_item_ids[0].is_done = True
        self.assertEqual(task.checklist_progress, "1/2")
        task.checklist_item_ids.unlink()
        self.assertFalse(task.checklist_progress)

    def test_in_the_chatter(self):
        self.visit.default_checklist = "Ladder *\nCamera"
        task = self.plan()
        task.checklist_item_ids[0].user_id = self.colleague
        [ladder, camera] = self.told(task, self.rep)
        self.assertEqual(
            ladder,
            {
                "id": task.checklist_item_ids[0].id,
                "name": "Ladder",
                "isDone": False,
                "isRequired": True,
                "person": self.colleague.name,
                "doneBy": "",
                "canTick": True,
            },
        )
        [ladder, camera] = self.told(task, self.colleague)
        self.assertEqual((ladder["canTick"], camera["canTick"]), (True, False))

    def told(self, task, user):
        self.env.invalidate_all()
        data = Store().add(task.with_user(user)).get_result()
        return data["mail.activity"][0]["checklist"]

    def test_queries_dont_grow(self):
        def plan_many(count):
            tasks = self.env["mail.activity"].concat(
                *(self.plan() for _ in range(count))
            )
            tasks.checklist_item_ids.user_id = self.boss
            return tasks

        def look(tasks):
            Store().add(tasks).get_result()
            tasks.read(["checklist_progress"])

        self.assertFlatQueries(plan_many, look)

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

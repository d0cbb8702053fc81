"""Very many tasks are handed over in batches: the first at once, the others in the
background."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..wizard import crm_task_handover_run
from .common import TaskCase

ADMIN_GROUPS = "base.group_erp_manager,sales_team.group_sale_manager"


class TestHandoverBatches(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.user_id = cls.colleague
        cls.third = new_test_user(
            cls.env, "third", groups="sales_team.group_sale_salesman", tz="UTC"
        )
        cls.admin = new_test_user(cls.env, "admin_of_users", groups=ADMIN_GROUPS)

    def setUp(self):
        super().setUp()
        self.patch(crm_task_handover_run, "BATCH", 2)
        self.patch(crm_task_handover_run, "AT_ONCE", 1)
        self.tasks = self.own(7)

    def own(self, count, document=None):
        tasks = (
            self.plan(document, user=self.boss, user_id=self.rep.id)
            for _number in range(count)
        )
        return self.env["mail.activity"].concat(*tasks)

    def wizard(self, user=None, **values):
        values = {"way": "one", "heir_id": self.third.id, **values}
        wizards = self.env["crm.task.handover"].with_user(user or self.boss)
        return wizards.create({"user_ids": self.rep.ids, **values})

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_task_types.ir_cron_hand_over").method_direct_trigger()
        self.env.invalidate_all()

    def given(self, tasks=None):
        tasks = self.tasks if tasks is None else tasks
        return len(tasks.filtered(lambda task: task.user_id == self.third))

    def told(self, user):
        """The subjects of the messages to somebody."""
        messages = self.env["mail.message"].search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("message_type", "=", "user_notification"),
                ("subject", "!=", False),
            ]
        )
        return messages.mapped("subject")

    # ---- there

    def test_first_ones_at_once_others_in_the_background(self):
        action = self.wizard().action_hand_over()
        self.assertEqual(self.given(), 2)
        message = action["params"]["message"]
        self.assertIn("2 of 7 open tasks of rep", message)
        self.assertTrue(action["params"]["next"]["infos"]["handed_over"])
        self.assertEqual(self.told(self.third), [])
        self.run_cron()
        self.assertEqual(self.given(), 7)
        self.assertEqual(self.told(self.third), ["7 tasks are yours now"])
        self.assertIn("All is handed over", self.told(self.boss))
        for task in self.tasks.sudo():
            said = "".join(task.message_ids.mapped("body"))
            self.assertEqual(said.count("Handed over by boss"), 1)

    def test_few_are_all_given_at_once(self):
        self.patch(crm_task_handover_run, "BATCH", 200)
        action = self.wizard().action_hand_over()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertEqual(self.given(), 7)
        self.assertNotIn("All is handed over", self.told(self.boss))

    def test_progress_and_what_is_left(self):
        self.wizard().action_hand_over()
        other = self.wizard()
        self.assertEqual(other.task_count, 5)
        self.assertIn("2 of 7 open tasks of rep", other.warning)
        # of others only to those who could hand them over
        self.assertNotIn("2 of 7", self.wizard(self.colleague).warning)
        self.run_cron()
        last = self.wizard()
        self.assertEqual((last.task_count, last.warning), (0, ""))

    def test_in_turn_over_the_batches(self):
        both = self.third | self.colleague
        self.wizard(way="in_turn", heir_id=False, heir_ids=both.ids).action_hand_over()
        self.run_cron()
        counts = map(len, self.tasks.grouped("user_id").values())
        self.assertEqual(sorted(counts), [3, 4])

    def test_archives_at_the_end(self):
        stays = self.own(1, self.client)
        wizard = self.wizard(self.admin, archive=True, way="salesperson", heir_id=False)
        wizard.action_hand_over()
        self.assertTrue(self.rep.active)
        self.run_cron()
        self.assertFalse(self.rep.active)
        self.assertEqual(self.tasks.user_id, self.colleague)
        self.assertEqual((stays.user_id.id, stays.active), (False, True))
        self.assertIn("All is handed over", self.told(self.admin))

    def test_archived_by_somebody_meanwhile(self):
        self.wizard().action_hand_over()
        self.rep.action_archive()
        self.run_cron()
        self.assertEqual(self.given(), 2)
        self.assertEqual((self.tasks.user_id), self.third | self.colleague)
        self.assertFalse(self.env["crm.task.handover"].search([("is_running", "=", 1)]))

    # ---- when it dies, fails, or is asked for twice

    def test_goes_on_after_a_crash(self):
        """The server stops while it works on the second batch."""
        wizard = self.wizard()
        wizard.action_hand_over()
        self.env.flush_all()
        give = self.env.registry["mail.activity"]._give_to

        def stop(tasks, *args):
            give(tasks, *args)
            raise KeyboardInterrupt

        with (
            patch.object(self.env.registry["mail.activity"], "_give_to", stop),
            self.assertRaises(KeyboardInterrupt),
            self.env.cr.savepoint(),
        ):
            wizard.sudo()._run_next()
        self.env.invalidate_all()
        self.assertEqual(self.given(), 2)
        self.run_cron()
        self.assertEqual(self.given(), 7)
        self.assertEqual(self.told(self.third), ["7 tasks are yours now"])

    def test_fails_midway(self):
        """Who asked is told, and can ask again."""
        self.wizard().action_hand_over()
        bad = self.tasks[3].id
        give = self.env.registry["mail.activity"]._give_to

        def fail(tasks, *args):
            if bad in tasks.ids:
                raise ValueError("It is broken")
            return give(tasks, *args)

        with (
            patch.object(self.env.registry["mail.activity"], "_give_to", fail),
            self.assertLogs(crm_task_handover_run.__name__, "ERROR"),
        ):
            self.run_cron()
        self.assertEqual(self.given(), 2)
        self.assertEqual(self.told(self.third), ["2 tasks are yours now"])
        self.assertIn("Not all tasks could be handed over", self.told(self.boss))
        self.wizard().action_hand_over()
        self.run_cron()
        self.assertEqual(self.given(), 7)
        self.assertIn("5 tasks are yours now", self.told(self.third))

    def test_who_asked_may_no_longer(self):
        self.wizard(self.admin).action_hand_over()
        self.admin.group_ids = self.env.ref("base.group_user")
        self.run_cron()
        self.assertEqual(self.given(), 2)
        self.assertIn("Not all tasks could be handed over", self.told(self.admin))

    def test_asked_for_twice(self):
        wizard = self.wizard()
        wizard.action_hand_over()
        for again in (wizard, self.wizard(), self.wizard(self.admin)):
            with self.assertRefused(UserError, "2 of 7 open tasks of rep"):
                again.action_hand_over()

    def test_only_what_who_asked_may_change(self):
        private = self.env["res.partner"].create({"name": "Private"})
        third = self.third
        self.wizard(self.rep, heir_id=third.id).action_hand_over()
        hidden = self.plan(private, user=self.boss)
        self.run_cron()
        self.assertEqual((self.given(), hidden.user_id), (7, self.boss))

    # ---- who may, and nonsense

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_dialogs_are_of_their_users(self):
        wizard = self.wizard()
        for operation in (
            lambda: wizard.with_user(self.rep).write({"heir_id": self.rep.id}),
            lambda: wizard.with_user(self.admin).read(["way"]),
            lambda: wizard.with_user(self.colleague).action_hand_over(),
        ):
            with self.assertRaises(AccessError):
                operation()

    def test_the_plan_stays_while_it_runs(self):
        wizard = self.wizard()
        wizard.action_hand_over()
        with self.assertRefused(UserError, "2 of 7"):
            wizard.heir_id = self.colleague

    def test_the_course_is_not_written_by_hand(self):
        wizard = self.wizard()
        for vals in (
            {"is_running": True},
            {"last_task_id": 7},
            {"total_count": 7},
            {"given_task_ids": self.tasks.ids},
            {"company_ids": self.env.company.ids},
        ):
            with self.subTest(vals), self.assertRefused(UserError, "by hand"):
                wizard.write(vals)
            with self.subTest(vals), self.assertRefused(UserError, "by hand"):
                self.wizard(**vals)

    def test_kept_until_it_is_over(self):
        wizard = self.wizard().sudo()
        wizard.action_hand_over()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_task_handover SET write_date = now() - interval '3 days'"
        )
        self.env.invalidate_all()
        wizard._transient_vacuum()
        self.assertTrue(wizard.exists())

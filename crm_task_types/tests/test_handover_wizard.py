"""Open tasks are handed over by a dialog: previewed first, then redistributed."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import TaskCase


class TestHandoverWizard(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.user_id = cls.colleague
        cls.others = cls.colleague | new_test_user(
            cls.env, "third", groups="sales_team.group_sale_salesman", tz="UTC"
        )

    def wizard(self, user=None, users=None, **values):
        return (
            self.env["crm.task.handover"]
            .with_user(user or self.boss)
            .create({"user_ids": (users or self.rep).ids, **values})
        )

    def own(self, document=None, user=None, **values):
        """A task of the rep, or of ``user``, planned by the boss."""
        user_id = (user or self.rep).id
        return self.plan(document, user=self.boss, user_id=user_id, **values).sudo()

    def plan_many(self, count, user=None):
        leads = self.env["crm.lead"].create(
            [
                {"name": f"Lead {number}", "user_id": self.boss.id}
                for number in range(count)
            ]
        )
        return self.env["mail.activity"].concat(
            *(self.own(lead, user=user) for lead in leads)
        )

    def told(self, user):
        return self.env["mail.message"].search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("message_type", "=", "user_notification"),
                ("subject", "ilike", "yours now"),
            ]
        )

    # ---- the preview

    def test_preview_by_type_and_document(self):
        tasks = self.own() | self.own() | self.own(task_type=self.call)
        tasks |= self.own(self.client)
        wizard = self.wizard()
        self.assertEqual(wizard.task_ids, tasks)
        self.assertEqual(
            wizard._count_rows(),
            [
                ("Lead", "Site visit", 2),
                ("Contact", "Site visit", 1),
                ("Lead", "Call", 1),
            ],
        )
        self.assertIn("Site visit", wizard.preview)

    def test_preview_of_what_the_user_may_see(self):
        hidden = self.own()  # on a lead of the colleague
        third = self.others - self.colleague
        wizard = self.wizard(user=third)
        self.assertFalse(wizard.task_ids & hidden)
        self.assertFalse(wizard.hidden_count)

    def test_what_is_not_seen_is_counted_for_who_archives(self):
        hr = new_test_user(self.env, "hr", groups="base.group_erp_manager")
        self.own()
        wizard = self.wizard(user=hr, archive=True)
        self.assertEqual((wizard.task_count, wizard.hidden_count), (0, 1))
        self.assertNotIn("Site visit", wizard.preview)
        self.assertEqual(self.wizard(user=hr).hidden_count, 0)

    def test_warns_of_documents_that_stay_closed(self):
        self.own()
        third = self.others - self.colleague
        wizard = self.wizard(way="one", heir_id=third.id)
        self.assertIn("can't open 1 of the documents", wizard.warning)
        wizard.heir_id = self.colleague
        self.assertFalse(wizard.warning)

    # ---- redistribution

    def test_to_one(self):
        tasks = self.plan_many(3)
        self.wizard(way="one", heir_id=self.colleague.id).action_hand_over()
        self.assertEqual(tasks.user_id, self.colleague)
        for task in tasks:
            self.assertIn("Handed over by", "".join(task.message_ids.mapped("body")))
        self.assertEqual(len(self.told(self.colleague)), 1)
        self.assertTrue(self.rep.active)

    def test_in_turn(self):
        tasks = self.plan_many(5)
        self.wizard(way="in_turn", heir_ids=self.others.ids).action_hand_over()
        counts = {user: len(own) for user, own in tasks.grouped("user_id").items()}
        self.assertEqual(sorted(counts.values()), [2, 3])
        self.assertEqual(set(counts), set(self.others))

    def test_to_the_least_busy(self):
        self.plan_many(4, user=self.colleague)
        third = self.others - self.colleague
        tasks = self.plan_many(6)
        self.wizard(way="least_busy", heir_ids=self.others.ids).action_hand_over()
        given = tasks.grouped("user_id")
        self.assertEqual((len(given[third]), len(given[self.colleague])), (5, 1))

    def test_to_the_salesperson(self):
        task, stays = self.own(), self.own(self.client)
        self.wizard().action_hand_over()
        self.assertEqual((task.user_id, stays.user_id), (self.colleague, self.rep))

    def test_done_and_cancelled_tasks_stay(self):
        done, cancelled = self.own(), self.own()
        done.action_feedback()
        cancelled.action_cancel()
        self.own()
        self.wizard().action_hand_over()
        self.assertEqual((done | cancelled).user_id, self.rep)

    def test_told_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.colleague.lang = "fr_FR"
        said = []
        tasks = self.own().sudo()
        tasks._give({self.colleague: tasks}, lambda env: said.append(env.lang) or "So")
        self.assertEqual(set(said), {"fr_FR"})

    def test_long_lists_are_cut(self):
        self.plan_many(60)
        self.wizard(way="one", heir_id=self.colleague.id).action_hand_over()
        told = self.told(self.colleague)
        self.assertIn("60 tasks", told.subject)
        self.assertIn("and 10 more", told.body)

    def test_flat(self):
        def ask(count):
            self.plan_many(count)
            return self.wizard(way="one", heir_id=self.colleague.id)

        self.assertFlatQueries(ask, lambda wizard: wizard.action_hand_over())

    # ---- archiving

    def test_archives(self):
        task, left = self.own(), self.own(self.client)
        admin = new_test_user(
            self.env,
            "admin_of_users",
            groups="base.group_erp_manager,sales_team.group_sale_manager",
        )
        third = self.others - self.colleague
        wizard = self.wizard(admin, archive=True, way="one", heir_id=third.id)
        wizard.action_hand_over()
        self.assertFalse(self.rep.active)
        self.assertEqual((task | left).user_id, third)
        self.assertTrue(task.active)

    def test_what_is_not_seen_goes_on_by_the_fallback(self):
        hr = new_test_user(self.env, "hr", groups="base.group_erp_manager")
        task = self.own()
        self.wizard(user=hr, archive=True).action_hand_over()
        self.assertFalse(self.rep.active)
        self.assertEqual(task.user_id, self.colleague)

    def test_the_dialog_comes_when_there_are_tasks(self):
        users = self.rep.with_user(self.env.ref("base.user_admin"))
        self.assertFalse(users.action_hand_over_and_archive())
        self.own()
        action = users.action_hand_over_and_archive()
        self.assertEqual(action["res_model"], "crm.task.handover")
        self.assertEqual(action["context"]["default_user_ids"], self.rep.ids)

    def test_asking_archives_nobody(self):
        self.own()
        with self.assertRaises(AccessError):
            self.colleague.with_user(self.rep).action_hand_over_and_archive()

    # ---- who may, and nonsense

    def test_who_may(self):
        self.own(self.client)
        with self.assertRefused(AccessError, "sales manager", "rep"):
            self.wizard(
                user=self.colleague, way="one", heir_id=self.colleague.id
            ).action_hand_over()
        self.wizard(
            user=self.rep, way="one", heir_id=self.colleague.id
        ).action_hand_over()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_archiving_is_for_who_may_archive(self):
        self.own()
        for user in (self.boss, self.rep):
            with self.assertRaises(AccessError):
                self.wizard(user=user, archive=True).action_hand_over()
        self.assertTrue(self.rep.active)

    def test_not_of_what_may_not_be_changed(self):
        """Who only looks on hands nothing over."""
        admin = new_test_user(
            self.env, "task_admin", groups="crm_task_types.group_task_admin"
        )
        task = self.own(observer_ids=admin.ids)
        self.assertTrue(task.with_user(admin).has_access("read"))
        wizard = self.wizard(user=admin, way="one", heir_id=admin.id)
        self.assertFalse(wizard.task_ids)
        with self.assertRefused(UserError, "no open tasks"):
            wizard.action_hand_over()
        self.assertEqual(task.user_id, self.rep)

    def test_nonsense(self):
        portal = new_test_user(self.env, "client_portal", groups="base.group_portal")
        closed = new_test_user(self.env, "closed_account")
        closed.action_archive()
        for values in (
            {"way": "one"},
            {"way": "in_turn"},
            {"way": "least_busy"},
            {"way": "one", "heir_id": self.rep.id},
            {"way": "one", "heir_id": portal.id},
            {"way": "one", "heir_id": closed.id},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.wizard(**values)
        with self.assertRefused(UserError, "no open tasks"):
            self.wizard().action_hand_over()

    def test_twice(self):
        task = self.own()
        wizards = [self.wizard(way="one", heir_id=user.id) for user in (*self.others,)]
        wizards[0].action_hand_over()
        with self.assertRefused(UserError, "no open tasks"):
            wizards[1].action_hand_over()
        self.assertEqual(task.user_id, self.others[0])

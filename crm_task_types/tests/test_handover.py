"""Closing an account loses no open task."""

from odoo.tests import new_test_user

from .common import TaskCase


class TestHandover(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = new_test_user(
            cls.env, "leader", groups="sales_team.group_sale_salesman_all_leads"
        )
        cls.team = cls.env["crm.team"].create(
            {"name": "Roofs", "user_id": cls.leader.id}
        )
        cls.lead.write({"user_id": cls.colleague.id, "team_id": cls.team.id})

    def _close_account(self, way="action_archive"):
        if way == "write":
            self.rep.active = False
        else:
            getattr(self.rep, way)()

    def _plan_for_rep(self, document=None):
        return self.plan(document, user=self.boss, user_id=self.rep.id)

    def test_to_the_salesperson(self):
        for way in ("action_archive", "write"):
            with self.subTest(way=way):
                self.rep.active = True
                task = self._plan_for_rep()
                self._close_account(way)
                self.assertEqual(task.exists().user_id, self.colleague)
                self.assertTrue(task.active)

    def test_to_the_team_leader(self):
        self.lead.write({"user_id": self.rep.id, "team_id": self.team.id})
        task = self._plan_for_rep()
        self._close_account()
        self.assertEqual(task.user_id, self.leader)

    def test_to_nobody(self):
        task = self._plan_for_rep(self.client)
        self._close_account()
        self.assertFalse(task.user_id)
        self.assertTrue(task.active)

    def test_not_to_others_whose_accounts_are_closed(self):
        task = self._plan_for_rep()
        (self.rep | self.colleague).action_archive()
        self.assertEqual(task.user_id, self.leader)

    def test_personal_tasks_are_kept_as_cancelled(self):
        task = self.env["mail.activity"].create(
            {"user_id": self.rep.id, "summary": "Tidy up"}
        )
        self._close_account()
        self.assertEqual((task.active, task.is_cancelled), (False, True))
        self.assertIn("rep", task.cancel_reason)

    def test_done_tasks_stay(self):
        task = self._plan_for_rep()
        task.with_user(self.rep).action_feedback()
        self._close_account()
        self.assertEqual(task.user_id, self.rep)

    def test_said_in_the_feed_and_told_once(self):
        tasks = self._plan_for_rep() | self._plan_for_rep()
        self._close_account()
        for task in tasks:
            self.assertIn("was closed", "".join(task.message_ids.mapped("body")))
        told = self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.colleague.partner_id.ids),
                ("message_type", "=", "user_notification"),
                ("subject", "ilike", "yours now"),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("2 tasks", told.subject)

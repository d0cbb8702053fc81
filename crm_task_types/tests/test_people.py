"""Co-executors work on a task, observers read it; both without its document."""

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import Form, new_test_user

from .common import TaskCase


class TestPeople(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.observer = new_test_user(
            cls.env, "observer", groups="sales_team.group_sale_salesman"
        )

    def _plan_together(self, **values):
        return self.plan(
            co_executor_ids=[(6, 0, self.colleague.ids)],
            observer_ids=[(6, 0, self.observer.ids)],
            **values,
        )

    def test_matrix(self):
        task = self._plan_together()
        stranger = new_test_user(
            self.env, "stranger", groups="sales_team.group_sale_salesman"
        )
        for user, read, write, unlink in (
            (self.rep, True, True, True),
            (self.colleague, True, True, False),
            (self.observer, True, False, False),
            (stranger, False, False, False),
        ):
            with self.subTest(user=user.login):
                seen = task.with_user(user)
                self.assertEqual(seen.has_access("read"), read)
                self.assertEqual(seen.has_access("write"), write)
                self.assertEqual(seen.has_access("unlink"), unlink)
                found = seen.search([("id", "=", task.id)])
                self.assertEqual(bool(found), read)

    def test_portal_users_stay_out(self):
        portal = new_test_user(self.env, "portal_user", groups="base.group_portal")
        task = self.plan()
        task.sudo().co_executor_ids = portal
        with self.assertRaises(AccessError):
            task.with_user(portal).read(["summary"])

    def test_any_co_executor_completes(self):
        task = self._plan_together()
        task.with_user(self.colleague).action_feedback(feedback="Done by me")
        self.assertFalse(task.active)
        self.assertIn("Done by me", self.lead.message_ids[0].body)

    def test_observers_change_nothing(self):
        seen = self._plan_together().with_user(self.observer)
        for change in (
            lambda: seen.write({"summary": "Mine"}),
            lambda: seen.action_feedback(),
            lambda: seen.unlink(),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_my_tasks(self):
        together, alone = self._plan_together(), self.plan()
        for user, mine in (
            (self.rep, together | alone),
            (self.colleague, together),
            (self.observer, together.browse()),
        ):
            Task = self.env["mail.activity"].with_user(user)
            among = Domain("id", "in", (together | alone).ids)
            with self.subTest(user=user.login):
                found = Task.search(Domain("is_mine", "=", True) & among)
                self.assertEqual(found, mine)
                self.assertEqual(
                    (together | alone).with_user(user).filtered("is_mine"), mine
                )
                self.assertNotIn(
                    "crm_lead", str(Task._search([("is_mine", "=", True)]).select())
                )

    def _form_of_rep(self):
        task = self._plan_together().with_user(self.rep)
        return Form(task, "crm_task_types.mail_activity_view_form_task")

    def test_warned_of_people_without_the_document(self):
        form = self._form_of_rep()
        with self.assertLogs("odoo.tests.form.onchange", "WARNING"):
            warning = form._perform_onchange("observer_ids")["warning"]
        self.assertIn("colleague", warning["message"])
        self.assertIn("observer", warning["message"])
        self.lead.user_id = False  # everybody's
        form = self._form_of_rep()
        self.assertNotIn("warning", form._perform_onchange("observer_ids"))

    def test_people_hear_of_comments(self):
        task = self._plan_together()
        task.message_post(body="The ladder is broken", message_type="comment")
        followers = task.message_partner_ids
        self.assertLessEqual(
            (self.rep | self.colleague | self.observer).partner_id, followers
        )

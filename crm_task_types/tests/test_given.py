"""Who is given several tasks at once hears of them once."""

from .common import TaskCase


class TestGiven(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.rep | cls.colleague).notification_type = "inbox"
        cls.leads = cls.env["crm.lead"].create(
            [{"name": f"Roof {number}", "user_id": cls.boss.id} for number in range(52)]
        )

    def _give(self, leads, user):
        """As the manager, to the user."""
        return (
            self.env["mail.activity"]
            .with_user(self.boss)
            .create(
                [
                    {
                        "res_model_id": self.model_id("crm.lead"),
                        "res_id": lead.id,
                        "activity_type_id": self.call.id,
                        "summary": f"Call {lead.name}",
                        "user_id": user.id,
                    }
                    for lead in leads
                ]
            )
        )

    def _told(self, user):
        """The messages that the user was notified of, the newest first."""
        return (
            self.env["mail.notification"]
            .search([("res_partner_id", "=", user.partner_id.id)], order="id desc")
            .mail_message_id
        )

    def _new_messages(self, user, work):
        before = self._told(user)
        work()
        return self._told(user) - before

    def test_several_are_told_of_together(self):
        message = self._new_messages(
            self.rep, lambda: self._give(self.leads[:2], self.rep)
        )
        self.assertEqual(len(message), 1)
        self.assertEqual(message.subject, "2 new tasks for you")
        for lead in self.leads[:2]:
            self.assertIn(f"Call {lead.name}", message.body)
            self.assertIn(f"res_id={lead.id}", message.body)

    def test_each_hears_of_his_own(self):
        def work():
            users = (self.rep, self.colleague)
            values = [
                {
                    "res_model_id": self.model_id("crm.lead"),
                    "res_id": lead.id,
                    "activity_type_id": self.call.id,
                    "user_id": users[number % 2].id,
                }
                for number, lead in enumerate(self.leads[:5])
            ]
            self.env["mail.activity"].with_user(self.boss).create(values)

        before = self._told(self.colleague)
        self.assertEqual(
            self._new_messages(self.rep, work).subject, "3 new tasks for you"
        )
        new = self._told(self.colleague) - before
        self.assertEqual(new.subject, "2 new tasks for you")

    def test_long_list_ends(self):
        message = self._new_messages(self.rep, lambda: self._give(self.leads, self.rep))
        self.assertIn("and 2 more", message.body)
        self.assertEqual(message.body.count("<li>"), 51)

    def test_one_task_is_told_of_by_odoo(self):
        message = self._new_messages(
            self.rep, lambda: self._give(self.leads[:1], self.rep)
        )
        self.assertIn("assigned to you", message.subject)

    def test_given_later(self):
        tasks = self._give(self.leads[:3], self.boss)
        message = self._new_messages(
            self.rep, lambda: tasks.write({"user_id": self.rep.id})
        )
        self.assertEqual(message.subject, "3 new tasks for you")

    def test_in_the_language_of_the_assignee(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.rep.lang = "fr_FR"
        seen = []
        self.patch(
            type(self.env["mail.activity"]),
            "_tell_new_tasks",
            lambda tasks, user: seen.append((tasks.env.lang, len(tasks))),
        )
        self._give(self.leads[:2], self.rep)
        self.assertEqual(seen, [("fr_FR", 2)])

    def test_queries_are_flat(self):
        leads = iter(self.leads)
        self.assertFlatQueries(
            lambda count: self.lead.concat(*(next(leads) for _ in range(count))),
            lambda leads: self._give(leads, self.rep),
            many=48,
        )

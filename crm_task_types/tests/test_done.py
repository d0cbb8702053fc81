"""Completing tasks: the messages that Odoo writes, in few queries."""

from unittest.mock import patch

from .common import TaskCase

MESSAGE_FIELDS = [
    "model",
    "body",
    "author_id",
    "email_from",
    "message_type",
    "subtype_id",
    "mail_activity_type_id",
    "is_internal",
]


class TestDone(TaskCase):
    def _plan_on_leads(self, count, **values):
        leads = self.env["crm.lead"].create(
            [
                {"name": f"Lead {number}", "user_id": self.rep.id}
                for number in range(count)
            ]
        )
        tasks = self.env["mail.activity"]
        for lead in leads:
            tasks |= self.plan(lead, summary="Look at the roof", **values)
        return tasks

    def _done_messages(self, tasks):
        subtype = self.env.ref("mail.mt_activities")
        return self.env["mail.message"].search(
            [
                ("model", "=", "crm.lead"),
                ("res_id", "in", tasks.mapped("res_id")),
                ("subtype_id", "=", subtype.id),
            ],
            order="res_id",
        )

    def _follow(self, task):
        """Where somebody follows what happens to activities, Odoo itself posts."""
        self.env["crm.lead"].browse(task.res_id).message_subscribe(
            self.colleague.partner_id.ids, self.env.ref("mail.mt_activities").ids
        )

    def test_models_are_told_as_much_as_by_odoo(self):
        """Some look at the attachments of each message, such as invoices and leaves."""
        tasks = self._plan_on_leads(2)
        self._follow(tasks[0])
        told = []

        def note(lead, message, values):
            told.append(values.keys())

        self.patch(self.env.registry["crm.lead"], "_message_post_after_hook", note)
        for task in tasks:
            task.action_feedback(feedback="Done")
        by_odoo, by_us = told
        self.assertLessEqual(by_odoo, by_us)

    def test_models_that_post_in_their_own_way(self):  # pylint: disable=missing-return
        [task] = self._plan_on_leads(1)
        posted = []

        def message_post(lead, **kwargs):
            posted.append(lead.id)
            return super(own, lead).message_post(**kwargs)

        own = next(
            cls
            for cls in self.env.registry["crm.lead"]._base_classes__
            if cls.__module__ == "odoo.addons.crm.models.crm_lead"
        )
        with patch.object(own, "message_post", message_post, create=True):
            task.action_feedback(feedback="Done")
        self.assertEqual(posted, [task.res_id])

    def test_same_messages_as_of_odoo(self):
        tasks = self._plan_on_leads(4, note="<p>Bring the ladder</p>")
        self._follow(tasks[0])
        tasks[0].action_feedback(feedback="All\ndone")
        tasks[1].action_feedback(feedback="All\ndone")
        tasks[2:].action_feedback(feedback="All\ndone")
        of_odoo, *ours = self._done_messages(tasks)
        self.assertTrue(of_odoo.notified_partner_ids)
        self.assertEqual(len(ours), 3)
        for message in ours:
            for name in MESSAGE_FIELDS:
                self.assertEqual(message[name], of_odoo[name], name)
        for task in tasks:
            self.assertEqual(len(task.message_ids), 1)
            self.assertIn("Completed: All", task.message_ids.body)

    def test_each_message_shows_its_task(self):
        """They are rendered once for tasks of which they show the same."""
        tasks = self._plan_on_leads(4)
        tasks[1].note = "<p>Bring the ladder</p>"
        tasks[2].sudo().user_id = self.colleague
        tasks.sudo().action_feedback(feedback="ok")
        first, second, third, fourth = self._done_messages(tasks).mapped("body")
        self.assertEqual(first, fourth)
        self.assertIn("Bring the ladder", second)
        self.assertIn(self.colleague.name, third)
        self.assertNotIn(self.colleague.name, first)

    def test_names_of_tasks_stand_in_their_messages_as_odoo_writes_them(self):
        """Plain ones are put in after rendering; nobody sees a difference."""
        names = [
            "Measure the roof (south)",
            "Zmierzyć dach – крыша, 120 m",
            "<b>Bold</b> & <script>bad()</script>",
            "> quoted",
            "-- ",
            "a\u00a0b",
            "\ue000summary\ue000",
            " ",
            False,
        ]
        tasks = self._plan_on_leads(2 * len(names))
        for name, task in zip(2 * names, tasks, strict=True):
            task.summary = name
        alone, together = tasks[: len(names)], tasks[len(names) :]
        for task in alone:
            self._follow(task)
            task.action_feedback(feedback="ok")
        together.action_feedback(feedback="ok")
        bodies = zip(
            self._done_messages(alone).mapped("body"),
            self._done_messages(together).mapped("body"),
            strict=True,
        )
        for name, (of_odoo, ours) in zip(names, bodies, strict=True):
            with self.subTest(name):
                self.assertEqual(ours, of_odoo)

    def test_names_that_a_changed_message_changes(self):
        view = self.env.ref("mail.message_activity_done")
        self.env["ir.ui.view"].create(
            {
                "name": "Message with the first word",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": view.id,
                "arch": """<xpath expr="//p" position="after">
                    <t t-out="activity.summary.split()[0]"/></xpath>""",
            }
        )
        tasks = self._plan_on_leads(2)
        tasks[1].summary = "Measure the roof"
        tasks.action_feedback(feedback="ok")
        first, second = self._done_messages(tasks).mapped("body")
        self.assertEqual(first.count("Look"), 2)
        self.assertEqual(second.count("Measure"), 2)

    def test_a_changed_message_is_rendered_for_each(self):
        view = self.env.ref("mail.message_activity_done")
        self.env["ir.ui.view"].create(
            {
                "name": "Message with the document",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": view.id,
                "arch": """<xpath expr="//p" position="after">
                    <t t-out="object.name"/></xpath>""",
            }
        )
        tasks = self._plan_on_leads(3)
        tasks.action_feedback(feedback="ok")
        for number, message in enumerate(self._done_messages(tasks)):
            self.assertIn(f"Lead {number}", message.body)

    def test_returns_a_message_of_each(self):
        tasks = self._plan_on_leads(3)
        messages, _following = tasks._action_done(feedback="ok")
        self.assertEqual(messages.mapped("res_id"), tasks.mapped("res_id"))
        self.assertEqual(messages, self._done_messages(tasks))
        self.assertEqual(messages.mail_activity_id, tasks)
        alone = self._plan_on_leads(1)
        alone.action_feedback()
        self.assertEqual(self._done_messages(alone).mail_activity_id, alone)

    def test_defaults_of_others_are_asked_for_each_message(self):
        """They may be another one each time, such as a token."""
        self.assertTrue(self.env["mail.message"]._has_known_defaults())
        numbers = iter(range(100))
        field = self.env["mail.message"]._fields["subject"]
        self.patch(field, "default", lambda _model: f"No. {next(numbers)}")
        self.env.registry.clear_cache()
        self.addCleanup(self.env.registry.clear_cache)
        tasks = self._plan_on_leads(2)
        tasks.action_feedback(feedback="ok")
        messages = self._done_messages(tasks) | tasks.message_ids
        self.assertEqual(len(messages), 4)
        self.assertEqual(len(set(messages.mapped("subject"))), 4)

    def test_followers_of_activities_are_told(self):
        tasks = self._plan_on_leads(3)
        watched = self.env["crm.lead"].browse(tasks[1].res_id)
        self._follow(tasks[1])
        self.colleague.notification_type = "inbox"
        tasks.action_feedback(feedback="ok")
        messages = self._done_messages(tasks)
        self.assertEqual(len(messages), 3)
        told = messages.filtered("notified_partner_ids")
        self.assertEqual(told.res_id, watched.id)
        self.assertEqual(told.notified_partner_ids, self.colleague.partner_id)

    def test_two_tasks_of_one_lead(self):
        tasks = self.plan(summary="First") | self.plan(summary="Second")
        tasks.action_feedback(feedback="ok")
        bodies = self._done_messages(tasks).mapped("body")
        self.assertEqual(len(bodies), 2)
        self.assertTrue(any("First" in body for body in bodies))
        self.assertTrue(any("Second" in body for body in bodies))

    def test_personal_and_documents_together(self):
        personal = self.env["mail.activity"].with_user(self.rep)
        personal = personal.create({"user_id": self.rep.id, "summary": "Tidy up"})
        tasks = personal | self._plan_on_leads(2)
        tasks.action_feedback(feedback="ok")
        self.assertFalse(any(tasks.mapped("active")))
        self.assertEqual(len(self._done_messages(tasks)), 2)

    def test_attachments_go_with_each_message(self):
        tasks = self._plan_on_leads(2)
        photo = self.env["ir.attachment"].create({"name": "roof.jpg", "raw": b"x"})
        tasks.action_feedback(feedback="ok", attachment_ids=photo.ids)
        for message in self._done_messages(tasks):
            self.assertIn(photo, message.attachment_ids)

    def test_queries_stay_flat(self):
        self.assertFlatQueries(
            self._plan_on_leads, lambda tasks: tasks.action_feedback(feedback="ok")
        )

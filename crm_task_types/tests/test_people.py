"""Co-executors work on a task, observers read it; both without its document."""

from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.mail.tools.discuss import Store

from .common import TaskCase


class PeopleCase(TaskCase):
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


class TestPeople(PeopleCase):
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
        # as the browser says in which companies he works just now
        task = task.with_context(allowed_company_ids=self.env.company.ids)
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

    def test_people_of_another_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.observer.write(
            {"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id}
        )
        self.lead.user_id = False
        # as the browser says in which companies somebody works just now
        companies = self.env.company.ids
        self.env = self.env(
            context=dict(self.env.context, allowed_company_ids=companies)
        )
        form = self._form_of_rep()
        self.assertNotIn("warning", form._perform_onchange("observer_ids"))
        self.lead.company_id = self.env.company
        form = self._form_of_rep()
        with self.assertLogs("odoo.tests.form.onchange", "WARNING"):
            warning = form._perform_onchange("observer_ids")["warning"]
        self.assertIn("observer", warning["message"])

    def test_co_executors_without_the_document_work(self):
        task = self._plan_together().with_user(self.colleague)
        view = "crm_task_types.mail_activity_view_form_task"
        with Form(task, view) as form:
            form.observer_ids.add(self.boss)
        self.assertIn(self.boss, task.observer_ids)

    def test_warning_tells_nothing_of_closed_documents(self):
        secret = self.env["crm.lead"].create({"name": "Secret", "user_id": False})
        secret.user_id = self.boss
        Task = self.env["mail.activity"].with_user(self.rep)
        answer = Task.onchange(
            {
                "document_ref": f"crm.lead,{secret.id}",
                "observer_ids": [[4, self.observer.id]],
            },
            ["observer_ids"],
            {"document_ref": {}, "observer_ids": {}},
        )
        self.assertNotIn("warning", answer)

    def test_people_hear_of_comments(self):
        task = self._plan_together()
        task.message_post(body="The ladder is broken", message_type="comment")
        followers = task.message_partner_ids
        self.assertLessEqual(
            (self.rep | self.colleague | self.observer).partner_id, followers
        )


@tagged("post_install", "-at_install")
class TestPeopleWithoutDocument(PeopleCase):
    """Nothing of a task answers with an access error because its document is closed."""

    def _specification(self, view):
        """What the browser asks of each field of a view, by fields of the task."""
        Task = self.env["mail.activity"].with_user(self.observer)
        arch = etree.fromstring(Task.get_view(self.env.ref(view).id)["arch"])
        names = {
            node.get("name")
            for node in arch.iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        }
        return {
            name: {"fields": {"display_name": {}}}
            if Task._fields[name].relational or Task._fields[name].type == "reference"
            else {}
            for name in names
        }

    def test_views(self):
        task = self._plan_together(summary="Look at the roof")
        for view in ("form_task", "list_task", "kanban_task", "calendar_task"):
            for user in (self.observer, self.colleague):
                with self.subTest(view=view, user=user.login):
                    name = f"crm_task_types.mail_activity_view_{view}"
                    specification = self._specification(name)
                    self.env.invalidate_all()
                    Task = self.env["mail.activity"].with_user(user)
                    found = Task.web_search_read([("id", "=", task.id)], specification)
                    self.assertEqual(found["length"], 1)
                    [values] = Task.browse(task.id).web_read(specification)
                    self.assertEqual(values["id"], task.id)

    def test_feed_popover_and_links(self):
        task = self._plan_together(summary="Look at the roof")
        task.checklist_item_ids = [(0, 0, {"name": "Ladder"})]
        task.message_post(body="The ladder is broken", message_type="comment")
        self.env.invalidate_all()
        seen = task.with_user(self.observer)
        thread = Store().add(seen).get_result()
        self.assertEqual(thread["mail.activity"][0]["id"], task.id)
        messages = self.env["mail.message"].with_user(self.observer)
        [message] = messages._message_fetch(domain=None, thread=seen)["messages"]
        self.assertIn("ladder", message.body)
        self.assertEqual(seen.checklist_item_ids.mapped("name"), ["Ladder"])
        seen.message_post(body="I have one", message_type="comment")
        self.assertEqual(seen.action_open_document()["res_model"], "mail.activity")


@tagged("post_install", "-at_install")
class TestPeopleInDialog(PeopleCase):
    """The schedule dialog, from a document and in bulk."""

    def _dialog(self, documents):
        return Form(
            self.env["mail.activity.schedule"]
            .with_user(self.rep)
            .with_context(active_model=documents._name, active_ids=documents.ids)
        )

    def _leads(self, count):
        values = [
            {"name": f"Lead {number}", "user_id": self.rep.id}
            for number in range(count)
        ]
        return self.env["crm.lead"].create(values)

    def test_planned_with_people(self):
        dialog = self._dialog(self.lead)
        dialog.co_executor_ids.add(self.colleague)
        dialog.observer_ids.add(self.observer)
        dialog.save().action_schedule_activities()
        task = self.lead.activity_ids
        self.assertEqual(task.co_executor_ids, self.colleague)
        self.assertEqual(task.observer_ids, self.observer)

    def test_warned(self):
        dialog = self._dialog(self.lead)
        dialog.observer_ids.add(self.boss)
        self.assertFalse(dialog.people_warning)
        dialog.observer_ids.add(self.observer)
        for text in ("observer", "Roof for Acme"):
            self.assertIn(text, dialog.people_warning)
        self.assertNotIn("boss", dialog.people_warning)

    def test_warned_in_bulk(self):
        leads = self._leads(3)
        leads[0].user_id = self.colleague
        leads[0].team_id = False
        self.rep.group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        dialog = self._dialog(leads)
        dialog.co_executor_ids.add(self.colleague)
        self.assertIn("the documents of 2 of them", dialog.people_warning)

    def test_warning_stays_flat(self):
        def plan_on(count):
            return self.env["mail.activity.schedule"].create(
                {
                    "res_model": "crm.lead",
                    "res_ids": str(self._leads(count).ids),
                    "observer_ids": self.observer.ids,
                }
            )

        self.assertFlatQueries(
            plan_on, lambda dialog: self.assertTrue(dialog.people_warning)
        )

    def test_required_by_the_card(self):
        self.visit.card_field_ids.filtered(
            lambda field: field.field_name == "observer_ids"
        ).required_when = "planned"
        with self.assertRefused(ValidationError, "Observers"):
            self.plan()
        self.plan(observer_ids=[(6, 0, self.observer.ids)])

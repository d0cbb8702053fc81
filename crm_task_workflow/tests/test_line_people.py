"""Co-executors and observers of tasks that are made by templates, server actions and
processes."""

import base64

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from odoo.addons.crm_task_types.tests.common import new_test_user

from .process_common import ProcessCase
from .template_common import TemplateCase


class PeopleMixin:
    """Both of these can open the lead, the stranger can't."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "sales_team.group_sale_salesman_all_leads"
        cls.helper = new_test_user(cls.env, "helper", groups=group, tz="UTC")
        cls.observer = new_test_user(cls.env, "observer", groups=group, tz="UTC")
        cls.stranger = new_test_user(
            cls.env, "stranger", groups="sales_team.group_sale_salesman", tz="UTC"
        )

    @classmethod
    def people(cls, prefix="", co_executors=None, observers=None):
        co_executors = cls.helper if co_executors is None else co_executors
        observers = cls.observer if observers is None else observers
        return {
            f"{prefix}co_executor_ids": [Command.set(co_executors.ids)],
            f"{prefix}observer_ids": [Command.set(observers.ids)],
        }

    def assertPeople(self, tasks, co_executors, observers):
        for task in tasks:
            self.assertEqual(task.co_executor_ids, co_executors)
            self.assertEqual(task.observer_ids, observers)


@tagged("post_install", "-at_install")
class TestTemplatePeople(PeopleMixin, TemplateCase):
    def test_on_the_task(self):
        self.assertPeople(
            self.launch(self.template(self.people())), self.helper, self.observer
        )

    def test_nobody(self):
        task = self.launch(self.template({}))
        self.assertPeople(task, self.helper.browse(), self.helper.browse())

    def test_left_out(self):
        """Whoever can't open the document, was archived or became a portal user."""
        closed = self.more_leads(1, user_id=self.colleague.id, team_id=False)
        observers = self.observer | self.stranger | self.third
        template = self.template(self.people(observers=observers))
        self.third.action_archive()
        self.helper.group_ids = self.env.ref("base.group_portal")
        tasks = self.launch(template, closed, user=self.boss)
        self.assertPeople(tasks, self.helper.browse(), self.observer)
        line = closed.message_ids[0].body
        self.assertIn("Without stranger", line)
        for name in ("third", "helper"):
            self.assertNotIn(name, line)

    def test_by_document(self):
        own = self.more_leads(1, user_id=self.stranger.id)
        closed = self.more_leads(1)
        template = self.template(self.people(observers=self.stranger))
        tasks = self.launch(template, own | closed, user=self.boss)
        self.assertPeople(tasks[0], self.helper, self.stranger)
        self.assertPeople(tasks[1], self.helper, self.stranger.browse())

    def test_lines_that_wait(self):
        template = self.template(
            {}, {"delay_from": "previous_completion"} | self.people()
        )
        first = self.launch(template)
        self.helper.action_archive()
        first.action_feedback()
        self.assertPeople(self.tasks_of(), self.helper.browse(), self.observer)

    def test_dialog_says_who_is_left_out(self):
        template = self.template(self.people(observers=self.stranger | self.observer))
        leads = self.lead | self.more_leads(2)
        for documents, text in (
            (self.lead, "can't open “Roof for Acme” and won't be added"),
            (leads, "can't open 3 of the documents"),
        ):
            dialog = Form(
                self.env["mail.activity.schedule"]
                .with_user(self.boss)
                .with_context(active_model="crm.lead", active_ids=documents.ids)
            )
            dialog.plan_id = template
            dialog.plan_on_demand_user_id = self.rep
            for part in ("stranger", text):
                self.assertIn(part, html2plaintext(dialog.warning))
            self.assertNotIn("observer", str(dialog.warning))
        dialog.save().action_schedule_plan()
        self.assertPeople(self.tasks_of(leads), self.helper, self.observer)

    def test_queries_stay_flat(self):
        template = self.template(self.people(observers=self.observer | self.stranger))
        self.assertFlatQueries(
            self.more_leads, lambda leads: self.launch(template, leads)
        )

    def test_required_by_the_card(self):
        self.call.card_field_ids = [
            Command.clear(),
            Command.create({"field_name": "observer_ids", "required_when": "planned"}),
        ]
        with self.assertRefused(UserError, "Observers"):
            self.launch(self.template({}))
        self.launch(self.template(self.people()))

    def test_shown_in_the_form_of_a_line(self):
        template = self.template({})
        with Form(template.template_ids) as form:
            form.observer_ids.add(self.observer)
        self.assertEqual(template.template_ids.observer_ids, self.observer)


@tagged("post_install", "-at_install")
class TestActionPeople(PeopleMixin, TemplateCase):
    def _run(self, documents, **people):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Action",
                "state": "create_task",
                "model_id": self.model_id("crm.lead"),
                "task_type_id": self.call.id,
                **self.people("task_", **people),
            }
        )
        action.with_user(self.boss).with_context(
            active_model="crm.lead", active_ids=documents.ids
        ).run()
        return self.tasks_of(documents)

    def test_on_the_tasks(self):
        self.assertPeople(self._run(self.lead), self.helper, self.observer)
        tasks = self._run(self.more_leads(3))
        self.assertEqual(len(tasks), 3)
        self.assertPeople(tasks, self.helper, self.observer)

    def test_shown_in_the_form(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Action",
                "state": "create_task",
                "model_id": self.model_id("crm.lead"),
                "task_type_id": self.call.id,
            }
        )
        with Form(action, "base.view_server_action_form") as form:
            form.task_co_executor_ids.add(self.helper)
            form.task_observer_ids.add(self.observer)
        self.assertEqual(action.task_co_executor_ids, self.helper)
        self.assertEqual(action.task_observer_ids, self.observer)

    def test_left_out(self):
        self.helper.action_archive()
        task = self._run(self.lead, observers=self.stranger | self.observer)
        self.assertPeople(task, self.helper.browse(), self.observer)
        self.assertIn("Without stranger", self.lead.message_ids[0].body)


@tagged("post_install", "-at_install")
class TestProcessPeople(PeopleMixin, ProcessCase):
    def test_on_the_tasks(self):
        leads = self.leads(2)
        self.start(self.call_process(**self.people()), leads)
        self.assertPeople(self.tasks(leads), self.helper, self.observer)

    def test_left_out(self):
        process = self.call_process(
            **self.people(observers=self.observer | self.stranger)
        )
        self.helper.action_archive()
        run = self.start(process)
        self.assertStands(run, "call")
        self.assertPeople(self.tasks(), self.helper.browse(), self.observer)

    def test_shown_in_the_form_of_a_block(self):
        step = self.call_process().step_ids.filtered(lambda step: step.name == "call")
        with Form(step) as form:
            form.co_executor_ids.add(self.helper)
            form.observer_ids.add(self.observer)
        self.assertPeople(step, self.helper, self.observer)

    def test_a_run_keeps_its_version(self):
        process = self.call_process(**self.people())
        process.step_ids.observer_ids = self.stranger
        self.assertTrue(process.has_changes)
        self.start(process)
        self.assertPeople(self.tasks(), self.helper, self.observer)

    def test_deleted_people(self):
        process = self.call_process(**self.people())
        process.step_ids.observer_ids = False
        self.observer.unlink()
        self.start(process)
        self.assertPeople(self.tasks(), self.helper, self.helper.browse())
        process.version_id.with_user(self.boss).action_restore()
        step = process.step_ids.filtered("co_executor_ids")
        self.assertPeople(step, self.helper, self.helper.browse())

    def test_restore(self):
        process = self.call_process(**self.people())
        process.step_ids.observer_ids = False
        process.version_id.with_user(self.boss).action_restore()
        self.assertFalse(process.has_changes)

    def test_export_and_import(self):
        process = self.call_process(**self.people())
        content = process.export_process()
        self.assertIn("observer", base64.b64decode(process.export_file).decode())
        made = self.Process.import_process(content)
        self.assertEqual(made._freeze(), process._freeze())
        self.assertPeople(
            made.step_ids.filtered("co_executor_ids"), self.helper, self.observer
        )
        self.observer.login = "renamed"
        with self.assertRefused(UserError, "observer"):
            self.Process.import_process(content)

    def test_queries_stay_flat(self):
        process = self.call_process(**self.people())
        self.assertFlatQueries(self.leads, lambda leads: self.start(process, leads))

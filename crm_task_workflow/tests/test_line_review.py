"""Reviewers of tasks that are made by templates, server actions and processes."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import html2plaintext

from odoo.addons.crm_task_types.tests.common import TaskCase

from .process_common import ProcessCase
from .template_common import TemplateCase

# what a line says, and who reviews its task then, where the type says the boss
RULES = (
    ({}, "boss"),
    ({"rule": "nobody"}, False),
    ({"rule": "user", "user": "mate"}, "mate"),
    ({"rule": "creator"}, "planner"),
    ({"rule": "leader"}, "leader"),
    ({"rule": "salesperson"}, "rep"),
)


class ReviewMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "sales_team.group_sale_salesman"
        cls.mate = new_test_user(cls.env, "mate", groups=group, tz="UTC")
        leader = new_test_user(cls.env, "leader", groups=group, tz="UTC")
        group = "sales_team.group_sale_salesman_all_leads"
        cls.planner = new_test_user(cls.env, "planner", groups=group, tz="UTC")
        cls.lead.team_id = cls.env["crm.team"].create(
            {"name": "North", "user_id": leader.id}
        )
        cls.call.write({"review_rule": "user", "review_user_id": cls.boss.id})

    def said(self, prefix="", rule=False, user=False):
        user = self.env["res.users"].search([("login", "=", user)])
        return {
            f"{prefix}review_rule": rule,
            f"{prefix}review_user_id": user.id,
        }

    def assertStandsForWhoMadeIt(self, task):
        """Nobody reviews, though the type says the boss; by hand that can't be said."""
        self.assertEqual((task.create_uid, task.user_id), (self.rep, self.rep))
        again = task.with_user(self.rep).copy({"review_rule": "nobody"})
        self.assertReviewed(task, False)
        again.action_feedback()
        self.assertEqual(again.review_state, "waiting")

    def assertReviewed(self, task, login):
        self.assertEqual(len(task), 1)
        self.assertEqual(task.reviewer_id.login, login)
        task.with_user(self.rep).action_feedback()
        waits = bool(login) and login != "rep"
        self.assertEqual((task.active, task.review_state == "waiting"), (waits, waits))


@tagged("post_install", "-at_install")
class TestRules(TaskCase):
    def test_all_rules_everywhere(self):
        """Also a rule that a module adds."""
        rules = self.env["crm.task.review.rule"]._fields["review_rule"]
        self.patch(rules, "selection", [*rules.selection, ("mentor", "The mentor")])
        for model, name in (
            ("mail.activity", "review_rule"),
            ("mail.activity.schedule", "review_rule"),
            ("mail.activity.plan.template", "review_rule"),
            ("crm.task.process.step", "review_rule"),
            ("ir.actions.server", "task_review_rule"),
        ):
            with self.subTest(model=model):
                field = self.env[model]._fields[name]
                self.assertIn("mentor", field.get_values(self.env))
                labels = self.env[model].fields_get([name])[name]["selection"]
                self.assertIn(("mentor", "The mentor"), labels)


@tagged("post_install", "-at_install")
class TestTemplateReview(ReviewMixin, TemplateCase):
    def test_rules(self):
        for said, login in RULES:
            with self.subTest(said=said):
                template = self.template(self.said(**said))
                tasks = self.launch(template, by=self.planner)
                self.assertReviewed(tasks, login)

    def test_a_person_is_missing(self):
        with self.assertRefused(ValidationError, "choose who reviews"):
            self.template(self.said(rule="user"))

    def test_the_form_of_a_line(self):
        template = self.template({})
        with Form(template.template_ids) as form:
            form.review_rule = "user"
            with self.assertRaises(AssertionError):  # required
                form.save()
            form.review_user_id = self.mate
        self.assertEqual(template.template_ids._line_reviewer(), self.mate)

    def test_of_who_applies_it(self):
        template = self.template(self.said(rule="nobody"))
        self.assertStandsForWhoMadeIt(self.launch(template, by=self.rep))
        with self.assertRefused(AccessError, "not by hand"):
            self.plan_given()

    def plan_given(self):
        self.plan(task_type=self.call, review_rule="nobody", is_review_given=True)

    def test_chosen_anew_by_hand(self):
        template = self.template(self.said(rule="user", user="mate"))
        self.lead.user_id = False  # everybody's
        task = self.launch(template, by=self.rep)
        task.with_user(self.mate).review_rule = "nobody"
        task.with_user(self.rep).action_feedback()
        self.assertEqual((task.review_state, task.reviewer_id), ("waiting", self.boss))

    def test_the_dialog_says_who_can_not_open_the_document(self):
        template = self.template(self.said(rule="user", user="mate"))
        dialog = Form(
            self.env["mail.activity.schedule"]
            .with_user(self.boss)
            .with_context(active_model="crm.lead", active_ids=self.lead.ids)
        )
        dialog.plan_id = template
        dialog.plan_on_demand_user_id = self.rep
        for text in ("mate", "can't open “Roof for Acme”: they will see the task"):
            self.assertIn(text, html2plaintext(dialog.warning))
        dialog.save().action_schedule_plan()
        self.assertEqual(self.lead.activity_ids.reviewer_id, self.mate)


@tagged("post_install", "-at_install")
class TestActionReview(ReviewMixin, TemplateCase):
    def action(self, **values):
        return self.env["ir.actions.server"].create(
            {
                "name": "Action",
                "state": "create_task",
                "model_id": self.model_id("crm.lead"),
                "task_type_id": self.call.id,
                **values,
            }
        )

    def run_action(self, action, documents, by=None):
        action.with_user(by or self.planner).with_context(
            active_model="crm.lead", active_ids=documents.ids
        ).run()
        return self.tasks_of(documents)

    def test_rules(self):
        for said, login in RULES:
            with self.subTest(said=said):
                action = self.action(**self.said("task_", **said))
                self.assertReviewed(self.run_action(action, self.lead.copy()), login)

    def test_of_who_starts_it(self):
        action = self.action(**self.said("task_", rule="nobody"))
        for leads in (self.lead.copy(), self.lead.copy() | self.lead.copy()):
            tasks = self.run_action(action, leads, by=self.rep)
            self.assertStandsForWhoMadeIt(tasks[0])

    def test_many(self):
        leads = self.lead | self.lead.copy() | self.lead.copy()
        action = self.action(**self.said("task_", rule="user", user="mate"))
        tasks = self.run_action(action, leads)
        self.assertEqual(tasks.mapped("reviewer_id"), self.mate)
        self.assertEqual(len(tasks), 3)

    def test_a_person_is_missing(self):
        with self.assertRefused(ValidationError, "choose who reviews"):
            self.action(task_review_rule="user")

    def test_the_form(self):
        action = self.action()
        with Form(action, "base.view_server_action_form") as form:
            form.task_review_rule = "user"
            with self.assertRaises(AssertionError):  # required
                form.save()
            form.task_review_user_id = self.mate
        self.assertEqual(action._line_reviewer(), self.mate)


@tagged("post_install", "-at_install")
class TestProcessReview(ReviewMixin, ProcessCase):
    def test_rules(self):
        for said, login in RULES:
            with self.subTest(said=said):
                process = self.call_process(**self.said(**said))
                run = self.start(process, by=self.planner)
                task = self.tasks()
                self.assertEqual(task.reviewer_id.login, login)
                self.assertReviewed(task, login)
                if task.active:
                    self.assertStands(run, "call")
                    task.with_user(task.reviewer_id).action_accept_review()
                self.assertStands(run, state="done")

    def test_a_person_is_missing(self):
        with self.assertRefused(ValidationError, "choose who reviews"):
            self.call_process(review_rule="user")

    def test_the_form_of_a_block(self):
        step = self.call_process().step_ids.filtered(lambda step: step.name == "call")
        with Form(step) as form:
            form.review_rule = "user"
            with self.assertRaises(AssertionError):  # required
                form.save()
            form.review_user_id = self.mate
        self.assertEqual(step._line_reviewer(), self.mate)

    def test_of_who_starts_it(self):
        self.start(self.call_process(**self.said(rule="nobody")))
        self.assertStandsForWhoMadeIt(self.tasks())

    def test_a_run_keeps_its_version(self):
        process = self.call_process(**self.said(rule="user", user="mate"))
        process.step_ids.write({"review_rule": False, "review_user_id": False})
        self.assertTrue(process.has_changes)
        self.start(process)
        self.assertEqual(self.tasks().reviewer_id, self.mate)

    def test_who_was_deleted(self):
        """A manager decides instead."""
        process = self.call_process(**self.said(rule="user", user="mate"))
        process.step_ids.write({"review_rule": False, "review_user_id": False})
        self.mate.unlink()
        run = self.start(process)
        self.assertStands(run, "call")
        task = self.tasks()
        self.assertEqual((task.review_rule, task.reviewer_id.id), ("user", False))
        task.with_user(self.rep).action_feedback()
        task.with_user(self.boss).action_accept_review()
        self.assertFalse(task.active)

    def test_export_and_import(self):
        process = self.call_process(**self.said(rule="user", user="mate"))
        made = self.Process.import_process(process.export_process())
        self.assertEqual(made._freeze(), process._freeze())
        self.assertEqual(made.step_ids.review_user_id, self.mate)

    def test_queries_stay_flat(self):
        process = self.call_process(**self.said(rule="user", user="mate"))
        self.assertFlatQueries(self.leads, lambda leads: self.start(process, leads))

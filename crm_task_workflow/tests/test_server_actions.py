"""Server actions on tasks."""

from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.base.models.ir_actions import ServerActionWithWarningsError
from odoo.addons.crm_task_types.tests.common import new_test_user

from ..models import crm_task_line_text
from .common import WorkflowCase


class ActionCase(WorkflowCase):
    @classmethod
    def action(cls, kind="create_task", **values):
        return cls.env["ir.actions.server"].create(
            {
                "name": "Action",
                "state": kind,
                "model_id": cls.model_id("crm.lead"),
                "task_type_id": cls.call.id,
                **values,
            }
        )

    def answer(self, action, records, user=None):
        """Run an action as ``user`` (the rep), as from a menu; what it returns."""
        return (
            action.with_user(user or self.rep)
            .with_context(
                active_model=records._name,
                active_ids=records.ids,
                active_id=records[:1].id,
            )
            .run()
        )

    def run_on(self, action, records, user=None):
        """Run an action as ``user`` (the rep); the new tasks of the records."""
        before = self.tasks_of(records)
        self.answer(action, records, user)
        return self.tasks_of(records) - before

    def tasks_of(self, records):
        return self.env["mail.activity"].search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)],
            order="id",
        )

    @classmethod
    def leads(cls, count, **values):
        values = {"name": "Lead", "user_id": cls.rep.id, **values}
        return cls.env["crm.lead"].create([dict(values) for _i in range(count)])

    def last_line(self, document):
        return document.message_ids.sorted("id")[-1:].body


class TestCreateTask(ActionCase):
    def test_all_options(self):
        action = self.action(
            task_title="Call {{ object.partner_id.name }}",
            task_note="<p>About {{ object.name }}</p>",
            task_delay_count=2,
            task_timing="hour",
            task_hour=9.5,
            task_duration_hours=0.5,
            task_priority="2",
            task_checklist="Budget\n\n  Roof *\n",
            task_assignee_rule="salesperson",
        )
        task = self.run_on(action, self.lead, user=self.boss)
        self.assertEqual(
            (task.activity_type_id, task.user_id, task.summary, task.priority),
            (self.call, self.rep, "Call Acme", "2"),
        )
        self.assertEqual(task.note, "<p>About Roof for Acme</p>")
        self.assertWhen(task, "2026-03-20 09:30", "2026-03-20 10:00", "2026-03-20")
        self.assertEqual(task.checklist_item_ids.mapped("name"), ["Budget", "Roof"])
        self.assertEqual(task.checklist_item_ids.mapped("is_required"), [False, True])
        self.assertEqual(task.create_uid, self.boss)

    def test_defaults_of_the_type(self):
        self.visit.default_priority = "1"
        action = self.action(task_type_id=self.visit.id)
        self.assertEqual((action.task_duration_hours, action.task_priority), (2, "1"))
        task = self.run_on(action, self.lead)
        self.assertEqual(task.user_id, self.rep)
        self.assertWhen(task, None, None, "2026-03-18")

    def test_times(self):
        for tz, timing, count, unit, expected in (
            ("UTC", "day", 1, "days", (None, None, "2026-03-19")),
            ("Asia/Tokyo", "day", 0, "days", (None, None, "2026-03-19")),
            ("UTC", "moment", 90, "minutes", ("13:30", "15:30", "2026-03-18")),
            ("UTC", "moment", 3, "hours", ("15:00", "17:00", "2026-03-18")),
            ("UTC", "hour", 1, "weeks", ("2026-03-25 08:00", "10:00", "2026-03-25")),
            ("America/New_York", "hour", 0, "days", ("12:00", "14:00", "2026-03-18")),
        ):
            with self.subTest(tz=tz, timing=timing, unit=unit):
                if tz == "Asia/Tokyo":
                    self.set_clock(datetime(2026, 3, 18, 16, 0))
                self.rep.tz = tz
                action = self.action(
                    task_type_id=self.visit.id,
                    task_timing=timing,
                    task_hour=8,
                    task_delay_count=count,
                    task_delay_unit=unit,
                )
                start, due, day = expected
                task = self.run_on(action, self.lead)
                start = start and (start if " " in start else f"{day} {start}")
                self.assertWhen(task, start, due and f"{day} {due}", day)
                if tz == "Asia/Tokyo":
                    self.set_clock(datetime(2026, 3, 18, 12, 0))

    def test_working_time(self):
        calendar = self.env["resource.calendar"].create({"name": "Week", "tz": "UTC"})
        action = self.action(task_delay_count=3, task_delay_calendar_id=calendar.id)
        task = self.run_on(action, self.lead)  # Wednesday and three days of work
        self.assertWhen(task, None, None, "2026-03-23")

    def test_rules(self):
        team = self.lead.team_id or self.env["crm.team"].create({"name": "Team"})
        team.user_id = self.boss
        self.lead.team_id = team
        for rule, expected in (
            ("salesperson", self.rep),
            ("leader", self.boss),
            ("current", self.boss),
            ("fixed", self.boss),
        ):
            with self.subTest(rule=rule):
                action = self.action(task_assignee_rule=rule, task_user_id=self.boss.id)
                task = self.run_on(action, self.lead, user=self.boss)
                self.assertEqual(task.user_id, expected)

    def test_nobody_found(self):
        lead = self.leads(1, user_id=False)
        for fallback, expected in (("unassigned", None), ("user", self.boss)):
            with self.subTest(fallback=fallback):
                action = self.action(
                    task_fallback=fallback, task_fallback_user_id=self.boss.id
                )
                task = self.run_on(action, lead, user=self.boss)
                self.assertEqual(task.user_id, expected or self.env["res.users"])
        action = self.action(name="Welcome", task_fallback="error")
        with self.assertRefused(UserError, "Welcome", "Nobody", "Lead"):
            self.run_on(action, lead, user=self.boss)

    def test_nobody_found_is_written_down(self):
        lead = self.leads(1, user_id=False)
        self.run_on(self.action(name="Welcome"), lead, user=self.boss)
        self.assertIn("Nobody was found for “Welcome”", self.last_line(lead))

    def test_assignee_who_cant_open_the_document(self):
        values = {"task_assignee_rule": "fixed", "task_user_id": self.colleague.id}
        action = self.action(
            task_fallback="user", task_fallback_user_id=self.boss.id, **values
        )
        self.assertEqual(self.run_on(action, self.lead).user_id, self.boss)
        action = self.action(name="Pass on", task_fallback="error", **values)
        with self.assertRefused(UserError, "Pass on", "colleague", "Roof for Acme"):
            self.run_on(action, self.lead)
        outsider = new_test_user(self.env, "outsider", groups="base.group_user")
        action = self.action(
            task_fallback="user", task_fallback_user_id=outsider.id, **values
        )
        self.assertFalse(self.run_on(action, self.lead).user_id)

    def test_dates_in_the_language_of_the_assignee(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.lead.date_deadline = "2026-03-20"
        action = self.action(task_title="Until {{ format_date(object.date_deadline) }}")
        self.assertEqual(self.run_on(action, self.lead).summary, "Until 03/20/2026")
        self.rep.lang = "pl_PL"
        self.assertEqual(self.run_on(action, self.lead).summary, "Until 20.03.2026")

    def test_values_in_notes_are_text(self):
        self.lead.name = "<b>Roof</b> & more"
        action = self.action(task_note="<p>{{ object.name }} {{ 1 &gt; 2 ||| x}}</p>")
        self.assertEqual(
            self.run_on(action, self.lead).note,
            "<p>&lt;b&gt;Roof&lt;/b&gt; &amp; more x</p>",
        )

    def test_broken_templates_are_refused(self):
        for title, told in (
            ("{{ object. }}", "object."),
            ("{{ object.name", "{{ … }}"),
            ("{{ object.nmae }}", "nmae"),
            ("{{ object.partner_id.nmae }}", "nmae"),
            ("{{ documnet.name }}", "documnet"),
            ("{{ (lambda: object.name)().__class__ }}", "__class__"),
            ("{{ __import__('os') }}", "__import__"),
        ):
            with (
                self.subTest(title=title),
                self.assertRefused(ValidationError, "Greet", told),
            ):
                self.action(name="Greet", task_title=title)
        with self.assertRefused(ValidationError, "nmae"):
            self.action(task_note="<p>{{ object.nmae }}</p>")

    def test_only_template_editors_write_code(self):
        """Even somebody whom an administrator lets write server actions."""
        self.env["ir.model.access"].create(
            {
                "name": "Boss writes actions",
                "model_id": self.model_id("ir.actions.server"),
                "group_id": self.env.ref("sales_team.group_sale_manager").id,
                "perm_read": True,
                "perm_write": True,
            }
        )
        action = self.action(name="Greet").with_user(self.boss)
        self.assertFalse(self.boss.has_group("mail.group_mail_template_editor"))
        action.task_title = "{{ object.partner_id.name }}"
        with self.assertRefused(AccessError, "Greet", "template editors"):
            action.task_title = "{{ object.name.upper() }}"

    def test_template_that_breaks_later(self):
        good, bad = self.leads(2)
        good.expected_revenue, bad.expected_revenue = 50, 0
        action = self.action(
            name="Odds", task_title="One in {{ 100 / object.expected_revenue }} leads"
        )
        with patch.object(crm_task_line_text, "_logger") as logger:
            first, second = self.run_on(action, good | bad)
        self.assertIn("breaks on", logger.info.call_args.args[0])
        self.assertEqual(first.summary, "One in 2.0 leads")
        self.assertEqual(second.summary, "One in leads")
        self.assertIn("Odds", self.last_line(bad))
        self.assertNotIn("Odds", self.last_line(good))

    def test_what_cant_be_set(self):
        for values in (
            {"task_delay_count": -1},
            {"task_duration_hours": -1},
            {"task_timing": "hour", "task_hour": 24},
            {"task_assignee_rule": "fixed"},
            {"task_fallback": "user"},
        ):
            with self.subTest(values=values), self.assertRefused(ValidationError):
                self.action(**values)

    def test_warnings(self):
        self.assertFalse(self.action().warning)
        cases = (
            ({"task_type_id": False}, "choose a task type"),
            ({"model_id": self.model_id("res.country")}, "activities"),
        )
        for values, told in cases:
            with self.subTest(told=told):
                self.assertIn(told, self.action(**values).warning)
        self.visit.model_ids = [(4, self.model_id("res.partner"))]
        self.assertIn("Site visit", self.action(task_type_id=self.visit.id).warning)

    def test_deleted_type(self):
        action = self.action(task_type_id=self.visit.id)
        self.plan()
        self.visit.unlink()
        self.assertIn("was deleted", action.warning)
        with self.assertRaises(ServerActionWithWarningsError):
            self.run_on(action, self.lead)

    def test_name_says_what_it_does(self):
        self.assertEqual(self.action()._generate_action_name(), "Create task: Call")

    def test_offered_models(self):
        models = self.action().available_model_ids.mapped("model")
        self.assertIn("crm.lead", models)
        self.assertNotIn("res.country", models)

    def test_records_that_are_gone(self):
        gone = self.leads(1)
        gone.unlink()
        root = self.env.ref("base.user_root")
        self.assertEqual(len(self.run_on(self.action(), self.lead | gone, root)), 1)
        self.assertFalse(self.run_on(self.action(), gone, root))

    def test_batch_is_told_once(self):
        action = self.action()
        for count in (1, 3):
            with self.subTest(tasks=count):
                leads = self.leads(count)
                before = self.told(self.rep)
                self.run_on(action, leads, user=self.boss)
                self.assertEqual(len(self.told(self.rep) - before), 1)

    def told(self, user):
        return self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", user.partner_id.ids),
            ]
        )

    def test_queries_are_flat(self):
        action = self.action(
            task_title="Call {{ object.partner_id.name }}",
            task_note="<p>{{ object.name }}</p>",
            task_checklist="One\nTwo",
        )
        self.run_on(action, self.leads(2), user=self.boss)  # fill the caches
        few = self._count_queries(action, self.leads(2))
        many = self._count_queries(action, self.leads(50))
        self.assertLessEqual(many, few + 3)

    def _count_queries(self, action, leads):
        run = action.with_user(self.boss).with_context(
            active_model="crm.lead", active_ids=leads.ids
        )
        return self.count_queries(run.run)


class TestPressOutcome(ActionCase):
    def press_action(self, outcome=None, **values):
        outcome = outcome or self.done
        return self.action("press_outcome", task_outcome_id=outcome.id, **values)

    def test_presses_open_tasks_of_the_type(self):
        call, other, visit = self.plan_call(), self.plan_call(), self.plan()
        other.action_outcome("done")
        self.run_on(self.press_action(task_comment="By the rule"), self.lead)
        self.assertFalse(call.active)
        self.assertEqual(call.feedback, "By the rule")
        self.assertTrue(visit.active)
        self.assertEqual(len(self.results(call)), 1)
        self.assertEqual(len(self.results(other)), 1)
        self.assertEqual(self.results(call).user_id, self.rep)

    def propose_visit(self):
        """After a call a visit is proposed."""
        self.env["crm.task.followup"].create(
            {"activity_type_id": self.call.id, "next_type_id": self.visit.id}
        )

    def test_proposals_are_shown_to_people(self):
        self.propose_visit()
        leads = self.leads(2)
        for lead in leads:
            self.plan_call(document=lead)
        answer = self.answer(self.press_action(), leads)
        self.assertEqual(answer["res_model"], "crm.task.proposal")
        proposal = self.env[answer["res_model"]].browse(answer["res_id"])
        self.assertEqual(proposal.create_uid, self.rep)
        proposal.with_user(self.rep).action_accept()
        self.assertEqual(self.tasks_of(leads).activity_type_id, self.visit)
        self.assertEqual(len(self.tasks_of(leads)), 2)

    def test_no_proposals(self):
        self.plan_call()
        self.assertFalse(self.answer(self.press_action(), self.lead))

    def test_rules_propose_nothing(self):
        self.propose_visit()
        values = self.press_action().copy_data()[0]
        self.env["base.automation"].create(
            {
                "name": "Rule",
                "trigger": "on_task_created",
                "model_id": self.model_id("crm.lead"),
                "action_server_ids": [(0, 0, values)],
            }
        )
        Proposal = self.env["crm.task.proposal"]
        before = Proposal.search([])
        self.assertFalse(self.plan_call().active)
        self.assertEqual(Proposal.search([]), before)

    def test_nothing_to_press(self):
        self.assertFalse(self.run_on(self.press_action(), self.lead))

    def test_rights_of_the_caller(self):
        """Who may run the action on a document, but not work on its tasks."""
        reader = new_test_user(self.env, "reader", groups="base.group_user")
        task = self.plan_call()
        action = self.press_action(
            group_ids=[(4, self.env.ref("base.group_user").id)],
        )
        self.run_on(action, self.lead, user=reader)
        self.assertTrue(task.active)

    def test_warnings(self):
        self.assertFalse(self.press_action().warning)
        asking = self.change
        strict = self.add_outcome(
            self.call, "Strict", {"kind": "complete"}, requires_comment=True
        )
        gone = self.add_outcome(self.call, "Old", {"kind": "complete"}, active=False)
        of_visit = self.visit.outcome_ids[0]
        for outcome, told in (
            (asking, "asks"),
            (strict, "needs a comment"),
            (gone, "no outcome"),
            (of_visit, "no outcome"),
        ):
            with self.subTest(told=told):
                self.assertIn(told, self.press_action(outcome).warning)
        self.assertFalse(self.press_action(strict, task_comment="Why").warning)
        self.assertIn("choose an outcome", self.action("press_outcome").warning)

    def test_name_says_what_it_does(self):
        self.assertEqual(
            self.press_action()._generate_action_name(), "Complete Call: Done"
        )

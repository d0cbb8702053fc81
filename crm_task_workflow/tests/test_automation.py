"""Automation rules that wait for tasks."""

from datetime import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import NOON, WorkflowCase

LOGGER = "odoo.addons.crm_task_workflow.models.mail_activity_triggers"
TELL = "record.message_post(body='%s: ' + (task.summary or ''))"
CRITICAL = "raise UserError('No way')"


class AutomationCase(WorkflowCase):
    @classmethod
    def rule(cls, trigger, code=TELL % "Ran", model="crm.lead", actions=(), **values):
        """A rule that runs ``code``, or ``actions``."""
        model_id = cls.model_id(model)
        actions = actions or [{"state": "code", "code": code}]
        return cls.env["base.automation"].create(
            {
                "name": "Rule",
                "trigger": trigger,
                "model_id": model_id,
                "action_server_ids": [
                    Command.create({"name": "Action", "model_id": model_id, **action})
                    for action in actions
                ],
                **values,
            }
        )

    def lines(self, document=None, text="Ran"):
        document = self.lead if document is None else document
        document.invalidate_recordset(["message_ids"])
        bodies = document.message_ids.sorted("id").mapped("body")
        return [body for body in bodies if text in body]

    def assertRan(self, count, document=None):
        self.assertEqual(len(self.lines(document)), count)

    def made_at_noon(self, task):
        """The database's own clock doesn't stand still."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET create_date = %s WHERE id = %s", (NOON, task.id)
        )
        self.env.invalidate_all()

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_task_workflow.ir_cron_run_overdue_rules"
            ).method_direct_trigger()
        self.env.invalidate_all()


class TestOnOutcome(AutomationCase):
    def test_document_task_and_result(self):
        self.rule(
            "on_task_outcome",
            "record.message_post(body='Ran %s %s %s' % "
            "(task.summary, result.outcome_id.code, result.comment))",
        )
        self.plan_call().action_outcome("done", comment="Fine")
        self.assertIn("Ran Ask for the budget done Fine", self.lines()[0])

    def test_types_and_outcomes(self):
        visit_done = self.visit.outcome_ids.filtered("is_default")
        for types, outcomes, expected in (
            ([], [], 3),
            ([self.call], [], 2),
            ([self.call], [self.no_answer], 1),
            ([], [self.done, visit_done], 2),
        ):
            with self.subTest(types=types, outcomes=outcomes):
                lead = self.lead.copy({"user_id": self.rep.id})
                rule = self.rule(
                    "on_task_outcome",
                    task_type_ids=[t.id for t in types],
                    task_outcome_ids=[o.id for o in outcomes],
                )
                self.plan_call(document=lead).action_outcome("done")
                self.plan_call(document=lead).action_outcome("no_answer")
                self.plan(document=lead).action_outcome()
                self.assertRan(expected, lead)
                rule.active = False

    def test_domain(self):
        self.rule("on_task_outcome", filter_domain="[('name', '=', 'Other')]")
        self.plan_call().action_outcome("done")
        self.assertRan(0)
        self.lead.name = "Other"
        self.plan_call().action_outcome("done")
        self.assertRan(1)

    def test_other_models_and_rules_switched_off(self):
        rule = self.rule("on_task_outcome")
        self.plan(document=self.client, task_type=self.call).action_outcome("done")
        self.assertRan(0)
        self.assertRan(0, self.client)
        rule.active = False
        self.plan_call().action_outcome("done")
        self.assertRan(0)
        rule.active = True
        self.plan_call().action_outcome("done")
        self.assertRan(1)
        rule.unlink()
        self.plan_call().action_outcome("done")
        self.assertRan(1)

    def test_moving_and_last_attempts_too(self):
        self.rule("on_task_outcome", task_outcome_ids=self.no_answer.ids)
        self.plan_call().action_outcome("no_answer")
        self.assertRan(1)

    def test_failure_undoes_the_press(self):
        self.rule("on_task_outcome", CRITICAL, name="Strict rule")
        task = self.plan_call()
        with self.assertRefused(UserError, "Strict rule", "No way"):
            task.action_outcome("done")
        self.assertTrue(task.active)
        self.assertFalse(self.results(task))

    def test_every_task_of_a_document(self):
        self.rule("on_task_outcome")
        tasks = self.plan_call(summary="A") | self.plan_call(summary="B")
        tasks.action_outcome("done")
        lines = self.lines()
        self.assertEqual(len(lines), 2)
        self.assertIn("A", lines[0])
        self.assertIn("B", lines[1])

    def test_action_that_presses_again(self):
        """It ends, and the other task is pressed once."""
        other = self.plan(document=self.lead)
        self.rule(
            "on_task_outcome",
            actions=[
                {"state": "code", "code": TELL % "Ran"},
                {
                    "state": "press_outcome",
                    "task_type_id": self.visit.id,
                    "task_outcome_id": self.visit.outcome_ids.filtered("is_default").id,
                },
            ],
        )
        self.plan_call().action_outcome("done")
        self.assertFalse(other.active)
        self.assertEqual(len(self.results(other)), 1)
        self.assertRan(1)

    def test_document_deleted_by_a_rule(self):
        self.rule(
            "on_task_outcome", "env['crm.lead'].browse(record.id).unlink()", name="A"
        )
        self.rule("on_task_outcome", name="B")
        lead = self.lead.copy({"user_id": self.rep.id})
        self.plan_call(document=lead).action_outcome("done")
        self.assertFalse(lead.exists())

    def test_presser_without_rights_on_the_document(self):
        self.rule("on_task_outcome")
        task = self.plan_call()
        task.sudo().user_id = self.colleague
        task.with_user(self.colleague).action_outcome("done")
        self.assertRan(1)

    def test_task_without_document(self):
        self.rule("on_task_outcome")
        task = (
            self.env["mail.activity"]
            .with_user(self.rep)
            .create({"activity_type_id": self.call.id, "user_id": self.rep.id})
        )
        task.action_outcome("done")
        self.assertFalse(task.active)

    def test_no_queries_without_rules(self):
        task, other = self.plan_call(), self.plan_call()
        task._run_task_rules("on_task_outcome")  # fills the cache
        with self.assertQueryCount(0):
            other._run_task_rules("on_task_outcome")

    def test_what_cant_be_set(self):
        with self.assertRefused(ValidationError, "Rule", "Country"):
            self.rule("on_task_outcome", model="res.country")
        with self.assertRefused(ValidationError, "Done"):
            self.rule(
                "on_task_outcome",
                task_type_ids=self.visit.ids,
                task_outcome_ids=self.done.ids,
            )
        self.visit.model_ids = [(4, self.model_id("res.partner"))]
        with self.assertRefused(ValidationError, "Site visit"):
            self.rule("on_task_outcome", task_type_ids=self.visit.ids)
        with self.assertRefused(ValidationError, "deleted"):
            self.rule(
                "on_unlink",
                actions=[{"state": "create_task", "task_type_id": self.call.id}],
            )

    def test_actions_elsewhere_know_no_task(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Plain",
                "state": "code",
                "model_id": self.model_id("crm.lead"),
                "code": "record.message_post(body='Ran %s' % bool(task or result))",
            }
        )
        action.with_context(active_model="crm.lead", active_id=self.lead.id).run()
        self.assertIn("Ran False", self.lines()[0])


class TestOnCreated(AutomationCase):
    def test_created(self):
        self.rule("on_task_created", task_type_ids=self.call.ids)
        self.plan_call(summary="New")
        self.plan()
        self.assertRan(1)
        self.assertIn("New", self.lines()[0])

    def test_rule_that_creates_a_task(self):
        self.rule(
            "on_task_created",
            actions=[{"state": "create_task", "task_type_id": self.call.id}],
        )
        self.plan()
        tasks = self.env["mail.activity"].search([("res_id", "=", self.lead.id)])
        self.assertEqual(
            len(tasks.filtered(lambda t: t.activity_type_id == self.call)), 1
        )

    def test_failure_names_the_rule(self):
        self.rule("on_task_created", CRITICAL, name="Strict rule")
        with self.assertRefused(UserError, "Strict rule", "No way"):
            self.plan_call()

    def test_imported_done_tasks_dont_count(self):
        self.rule("on_task_created")
        self.plan_call(active=False)
        self.assertRan(0)


class TestOnOverdue(AutomationCase):
    def test_by_the_minute_in_three_zones(self):
        self.rule("on_task_overdue")
        for tz, before, after in (
            ("UTC", "2026-03-19 23:59", "2026-03-20 00:00"),
            ("Asia/Tokyo", "2026-03-19 14:59", "2026-03-19 15:00"),
            ("America/New_York", "2026-03-20 03:59", "2026-03-20 04:00"),
        ):
            with self.subTest(tz=tz):
                self.set_clock(datetime(2026, 3, 18, 12, 0))
                self.rep.tz = tz
                lead = self.lead.copy({"user_id": self.rep.id})
                self.plan_call(document=lead, date_deadline="2026-03-19")
                self.set_clock(before)
                self.run_cron()
                self.assertRan(0, lead)
                self.set_clock(after)
                self.run_cron()
                self.assertRan(1, lead)

    def test_with_a_time(self):
        self.rule("on_task_overdue")
        self.plan_call(date_start="2026-03-18 13:00:00", duration_hours=1)
        self.set_clock("2026-03-18 13:59")
        self.run_cron()
        self.assertRan(0)
        self.set_clock("2026-03-18 14:00")
        self.run_cron()
        self.assertRan(1)

    def test_once_per_due_date(self):
        self.rule("on_task_overdue")
        task = self.plan_call(date_deadline="2026-03-18")
        before = task.write_date
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        self.run_cron()
        self.assertRan(1)
        self.assertEqual(task.write_date, before)
        task.action_move(date_deadline="2026-03-20")
        self.run_cron()
        self.assertRan(1)
        self.set_clock("2026-03-21 12:00")
        self.run_cron()
        self.run_cron()
        self.assertRan(2)

    def test_closed_tasks_dont_count(self):
        self.rule("on_task_overdue")
        self.plan_call(date_deadline="2026-03-18").action_outcome("done")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        self.assertRan(0)

    def test_domain_and_types(self):
        self.rule(
            "on_task_overdue",
            task_type_ids=self.visit.ids,
            filter_domain="[('name', 'ilike', 'roof')]",
        )
        other = self.lead.copy({"user_id": self.rep.id, "name": "Door"})
        for lead in (self.lead, other):
            self.plan_call(document=lead, date_deadline="2026-03-18")
            self.plan(document=lead, date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        self.assertRan(1)
        self.assertRan(0, other)

    def test_failure_stops_only_its_record(self):
        """What the failing action did is undone, it is not tried again."""
        self.rule(
            "on_task_overdue",
            "record.message_post(body='Ran')\n"
            "if record.name == 'Bad': raise UserError('No way')",
        )
        bad = self.lead.copy({"user_id": self.rep.id, "name": "Bad"})
        self.plan_call(document=bad, date_deadline="2026-03-17")
        self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        with self.assertLogs(LOGGER, "ERROR") as logs:
            self.run_cron()
        self.assertIn("No way", logs.output[0])
        self.assertRan(0, bad)
        self.assertRan(1)
        self.run_cron()
        self.assertRan(1)

    def test_rules_don_t_stop_each_other(self):
        self.rule("on_task_overdue", CRITICAL)
        self.rule("on_task_overdue")
        self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        with mute_logger(LOGGER):
            self.run_cron()
        self.assertRan(1)

    def test_batches(self):
        self.rule("on_task_overdue")
        self.patch(
            self.env.registry["mail.activity"],
            "_overdue_batch_size",
            2,
        )
        leads = self.lead | self.lead.copy() | self.lead.copy()
        leads.user_id = self.rep
        for lead in leads:
            self.plan_call(document=lead, date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        for lead in leads:
            self.assertRan(1, lead)

    def test_old_backlog(self):
        """A new rule isn't let loose on tasks that have been overdue for long."""
        self.made_at_noon(self.plan_call(date_deadline="2026-03-18"))
        self.set_clock("2026-04-01 12:00")
        rule = self.rule("on_task_overdue")
        self.assertEqual(rule.task_overdue_since, datetime(2026, 4, 1, 12, 0))
        self.run_cron()
        self.assertRan(0)
        late = self.lead.copy({"user_id": self.rep.id})
        self.plan_call(document=late, date_deadline="2026-03-30")
        self.set_clock("2026-04-01 12:01")
        self.run_cron()
        self.assertRan(1, late)

    def test_whole_backlog_if_wanted(self):
        self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-04-01 12:00")
        self.rule("on_task_overdue", task_overdue_since=False)
        self.run_cron()
        self.assertRan(1)

    def test_switched_on_later(self):
        rule = self.rule("on_task_overdue", active=False)
        self.made_at_noon(self.plan_call(date_deadline="2026-03-18"))
        self.set_clock("2026-04-01 12:00")
        self.run_cron()
        rule.active = True
        self.run_cron()
        self.assertRan(0)

    def test_deleted_document(self):
        self.rule("on_task_overdue")
        task = self.plan_call(date_deadline="2026-03-18")
        lead = self.lead.copy()
        self.env.cr.execute(
            "UPDATE mail_activity SET res_id = %s WHERE id = %s",
            (lead.id + 1000, task.id),
        )
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        self.assertRan(0)

    def test_document_deleted_by_the_rule(self):
        self.rule("on_task_overdue", "env['crm.lead'].browse(record.id).unlink()")
        lead = self.lead.copy({"user_id": self.rep.id})
        for summary in ("A", "B"):
            self.plan_call(document=lead, summary=summary, date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        self.assertFalse(lead.exists())

    def test_moved_by_the_rule(self):
        """The action gets the task; moved, it counts anew."""
        self.rule(
            "on_task_overdue",
            "record.message_post(body='Ran')\n"
            "task.action_move(date_deadline='2026-03-20')",
        )
        task = self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        self.assertRan(1)
        self.assertEqual(str(task.date_deadline), "2026-03-20")

    def test_without_rules(self):
        task = self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        self.assertFalse(task.overdue_rule_date)

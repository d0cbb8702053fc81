"""The runs of the cron for overdue tasks: in batches, once, whatever fails."""

from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tools import mute_logger

from ..models import base_automation_overdue
from .automation_common import CRITICAL, OverdueCase

LOGGER = "odoo.addons.crm_task_workflow.models.base_automation_overdue"


class TestOverdueRuns(OverdueCase):
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
        self.patch(base_automation_overdue, "BATCH_SIZE", 2)
        leads = self.lead | self.lead.copy() | self.lead.copy()
        leads.user_id = self.rep
        for lead in leads:
            self.plan_call(document=lead, date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        for lead in leads:
            self.assertRan(1, lead)

    def test_failure_in_the_database(self):
        """Also one that shows only when the changes are saved."""
        self.rule(
            "on_task_overdue",
            "record.message_post(body='Ran')\n"
            "if record.name == 'Bad': task.write({'user_id': 2000000000})",
        )
        bad = self.lead.copy({"user_id": self.rep.id, "name": "Bad"})
        self.plan_call(document=bad, date_deadline="2026-03-17")
        self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        with mute_logger(LOGGER, "odoo.sql_db"):
            self.run_cron()
            self.run_cron()
        self.assertRan(0, bad)
        self.assertRan(1)

    def test_conflict_with_another_transaction(self):
        """The next run tries again; the other tasks don't wait for it."""
        self.rule("on_task_overdue")
        other = self.lead.copy({"user_id": self.rep.id})
        for lead in (self.lead, other):
            self.plan_call(document=lead, date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        run = self.env.registry["base.automation"]._run_on_task
        conflicts = [SerializationFailure("could not serialize access")]

        def meet_somebody_once(rule, task):
            if conflicts:
                raise conflicts.pop()
            run(rule, task)

        with patch.object(
            self.env.registry["base.automation"], "_run_on_task", meet_somebody_once
        ):
            self.run_cron()
            self.assertRan(0)
            self.assertRan(1, other)
            self.run_cron()
        self.assertRan(1)
        self.assertRan(1, other)

    def test_another_server_was_faster(self):
        rule = self.rule("on_task_overdue")
        task = self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        Mark = self.env["crm.task.overdue.mark"]
        pending = Mark._find_pending(rule)
        self.assertEqual(pending, task.ids)
        self.assertEqual(Mark._take(rule, pending).ids, task.ids)
        rule._run_on_overdue(pending)
        self.assertRan(0)

    def test_time_is_up(self):
        """The next run goes on."""
        self.rule("on_task_overdue")
        self.patch(base_automation_overdue, "BATCH_SIZE", 1)
        for _number in range(2):
            self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        Cron = self.env.registry["ir.cron"]
        for runs in (1, 2):
            with patch.object(Cron, "_commit_progress", return_value=0):
                self.env["mail.activity"]._cron_run_overdue_rules()
            self.assertRan(runs)

    def test_rules_take_turns(self):
        """A long backlog of one rule doesn't hold up the others."""
        self.patch(base_automation_overdue, "BATCH_SIZE", 1)
        first, second = self.rule("on_task_overdue"), self.rule("on_task_overdue")
        for _number in range(2):
            self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        turns = [rule for rule, _ids in first._overdue_batches()]
        self.assertEqual(turns[:2], turns[2:])
        self.assertEqual({*turns[:2]}, {first, second})

    def test_rule_that_moves_into_the_past(self):
        """Every run takes a task once, it doesn't go round in circles."""
        self.rule(
            "on_task_overdue",
            "record.message_post(body='Ran')\n"
            "day = task.date_deadline - datetime.timedelta(days=1)\n"
            "task.write({'date_deadline': day})",
            task_overdue_since=False,
        )
        self.plan_call(date_deadline="2026-03-17")
        self.run_cron()
        self.assertRan(1)

    def test_moved_by_the_action_on_another_task(self):
        self.rule(
            "on_task_overdue",
            "record.message_post(body='Ran')\n"
            "env['mail.activity'].search([('res_model', '=', 'crm.lead'),"
            " ('res_id', '=', record.id)]).write({'date_deadline': '2026-03-20'})",
        )
        for _number in range(2):
            self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        self.assertRan(1)

    def test_marks_go_with_their_task(self):
        self.rule("on_task_overdue")
        task = self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        Mark = self.env["crm.task.overdue.mark"]
        self.assertEqual(Mark.search([]).task_id, task)
        task.sudo().unlink()  # people only cancel it
        self.assertFalse(Mark.search([]))

"""When automation rules run for overdue tasks."""

from datetime import datetime

from .automation_common import TELL, OverdueCase
from .common import NOON


class TestOnOverdue(OverdueCase):
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

    # ---- each rule for itself

    def test_two_rules(self):
        """Each of them once for each due date."""
        self.rule("on_task_overdue")
        self.rule("on_task_overdue", TELL % "Ran second")
        task = self.plan_call(date_deadline="2026-03-18")
        for moment, runs in (("2026-03-19 12:00", 1), ("2026-03-21 12:00", 2)):
            self.set_clock(moment)
            self.run_cron()
            self.run_cron()
            self.assertEqual(len(self.lines(text="Ran:")), runs)
            self.assertEqual(len(self.lines(text="Ran second:")), runs)
            task.action_move(date_deadline="2026-03-20")

    def test_rule_that_comes_later(self):
        """It looks at what another rule has seen already."""
        self.rule("on_task_overdue")
        self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        self.rule("on_task_overdue", TELL % "Ran later", task_overdue_since=NOON)
        self.run_cron()
        self.assertEqual(len(self.lines(text="Ran:")), 1)
        self.assertEqual(len(self.lines(text="Ran later:")), 1)

    def test_rule_switched_off_for_a_while(self):
        """What became overdue in between counts only if it is said so."""
        self.rule("on_task_overdue")
        rule = self.rule("on_task_overdue", TELL % "Ran paused", active=False)
        self.made_at_noon(self.plan_call(date_deadline="2026-03-18"))
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        rule.active = True
        self.assertEqual(rule.task_overdue_since, datetime(2026, 3, 19, 12, 0))
        self.run_cron()
        self.assertFalse(self.lines(text="Ran paused:"))
        rule.write({"active": True, "name": "Renamed", "task_overdue_since": NOON})
        self.run_cron()
        self.assertEqual(len(self.lines(text="Ran paused:")), 1)
        self.assertEqual(len(self.lines(text="Ran:")), 1)

    def test_since_stays_while_it_waits(self):
        rule = self.rule("on_task_overdue", task_overdue_since=False)
        rule.write({"active": True, "task_type_ids": [(4, self.call.id)]})
        self.assertFalse(rule.task_overdue_since)

    def test_types_added_later(self):
        """Tasks that were overdue then don't count: the rule has seen them."""
        rule = self.rule("on_task_overdue", task_type_ids=self.visit.ids)
        self.plan_call(date_deadline="2026-03-18")
        self.set_clock("2026-03-19 12:00")
        self.run_cron()
        rule.task_type_ids += self.call
        self.run_cron()
        self.assertRan(0)

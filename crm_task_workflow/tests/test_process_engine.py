from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.crm_task_types.tests.common import tagged

from .common import NOON
from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestProcessTask(ProcessCase):
    """A process that sets a task, waits for the button and goes on along its way."""

    def test_from_start_to_end(self):
        process = self.call_process(summary="Call {{ object.partner_id.name }}")
        run = self.start(process)
        task = self.tasks()
        self.assertEqual(task.summary, "Call Acme")
        self.assertEqual(task.user_id, self.rep)
        self.assertStands(run, "call")
        task.with_user(self.rep).action_outcome("done")
        self.assertStands(run, state="done")
        self.assertEqual(self.passed(run), ["start", "call", "end"])

    def test_the_way_of_an_outcome(self):
        """No answer leaves the task open; the process takes over."""
        run = self.start(self.call_process())
        first = self.tasks()
        first.with_user(self.rep).action_outcome("no_answer")
        self.assertStands(run, "call2")
        self.assertFalse(first.active)
        self.assertEqual(len(self.tasks()), 1)

    def test_an_unmapped_outcome_that_moves_the_task(self):
        run = self.start(self.call_process())
        later = NOON + timedelta(days=1)
        self.tasks().with_user(self.rep).action_outcome("change", date_start=later)
        self.assertStands(run, "call")

    def test_mark_done_takes_the_default_way(self):
        run = self.start(self.call_process())
        self.tasks().with_user(self.rep).action_feedback("Fine")
        self.assertStands(run, state="done")

    def test_an_unmapped_outcome_takes_the_default_way(self):
        run = self.start(self.call_process())
        self.tasks().with_user(self.rep).action_outcome(
            "close_deal", lost_reason_id=self.env["crm.lost.reason"].search([])[0].id
        )
        self.assertStands(run, state="done")

    def test_cancelled(self):
        run = self.start(self.call_process())
        self.tasks()._cancel("No need")
        self.assertStands(run, state="done")

    def test_cancelled_and_it_stops(self):
        run = self.start(self.call_process(on_cancel="error"))
        self.tasks()._cancel("No need")
        self.assertStopped(run, "cancelled")

    def test_deleted_task(self):
        run = self.start(self.call_process())
        self.tasks().unlink()
        self.assertStands(run, state="done")

    def test_deleted_by_its_assignee(self):
        process = self.publish(
            {"start": {}, "call": {}, "call2": {}, "end": {}},
            "start>call", "call>call2", "call2>end",
        )  # fmt: skip
        run = self.start(process)
        first = self.tasks()
        first.with_user(self.rep).unlink()
        self.assertTrue(first.is_cancelled)
        self.assertStands(run, "call2")  # by one step, not by two

    def test_timeout(self):
        process = self.publish(
            {
                "start": {},
                "call": {"timeout_from": "start", "timeout_count": 2},
                "call2": {},
                "end": {},
            },
            "start>call", "call>end", "call>call2:timeout", "call2>end",
        )  # fmt: skip
        run = self.start(process)
        first = self.tasks()
        self.set_clock(NOON + timedelta(hours=1))
        self.run_cron()
        self.assertStands(run, "call")
        self.set_clock(NOON + timedelta(hours=2))
        self.run_cron()
        self.assertStands(run, "call2")
        self.assertTrue(first.is_cancelled)

    def test_timeout_after_the_due_time(self):
        process = self.publish(
            {
                "start": {},
                "call": {
                    "timeout_from": "due",
                    "delay_count": 1,
                    "delay_unit": "hours",
                    "duration_hours": 1,
                },
                "end": {},
            },
            "start>call", "call>end",
        )  # fmt: skip
        run = self.start(process)
        self.assertEqual(run.token_ids.date_due, NOON + timedelta(hours=2))

    def test_times(self):
        for settings, start, due in (
            ({"delay_count": 10, "delay_unit": "minutes"}, "12:10", "12:25"),
            ({"delay_count": 1, "delay_unit": "days"}, "12:00", "12:15"),
            ({"due_from": "now", "due_count": 3}, "12:00", "15:00"),
        ):
            self.start(self.call_process(**settings))
            task = self.tasks()[-1]
            self.assertEqual(f"{task.date_start:%H:%M}", start)
            self.assertEqual(f"{task.date_due:%H:%M}", due)

    def test_times_from_fields(self):
        self.lead.date_deadline = "2026-04-01"
        process = self.call_process(
            start_from="field",
            start_field="date_deadline",
            start_direction="before",
            delay_count=2,
            timing="day",
        )
        self.start(process)
        self.assertWhen(self.tasks(), None, None, "2026-03-30")

    def test_due_before_the_start(self):
        self.lead.date_deadline = "2026-03-01"
        process = self.call_process(due_from="field", due_field="date_deadline")
        self.assertStopped(self.start(process), "before it starts")

    def test_assignee_from_a_field(self):
        process = self.call_process(
            assignee_rule="field", assignee_field="team_id.user_id"
        )
        self.lead.team_id = self.env["crm.team"].create(
            {"name": "T", "user_id": self.boss.id}
        )
        self.start(process)
        self.assertEqual(self.tasks().user_id, self.boss)

    def test_assignee_without_access(self):
        """Only that run stops, and its owner is told once."""
        rule = {"assignee_rule": "field", "assignee_field": "user_id"}
        process = self.call_process(**rule)
        outsider = self.env["res.users"].create(
            {
                "name": "Out",
                "login": "out",
                "group_ids": [self.env.ref("base.group_user").id],
            }
        )
        leads = self.leads(5)
        leads[2].user_id = outsider
        runs = self.start(process, leads, by=self.boss)
        stopped = runs.filtered(lambda run: run.state == "error")
        self.assertEqual(stopped.res_id, leads[2].id)
        self.assertStopped(stopped, "Out", "can't open")
        self.assertEqual(len(self.tasks(leads)), 4)
        told = stopped.error_task_id
        self.assertEqual(told.user_id, self.boss)
        self.assertIn("can't open", told.note)

    def test_values(self):
        self.lead.description = "Steep"
        process = self.call_process(
            sets=[
                {
                    "field": "mail.activity.note",
                    "source": "field",
                    "source_field": "description",
                },
                {"field": "mail.activity.priority", "text": "2"},
            ]
        )
        self.start(process)
        self.assertIn("Steep", self.tasks().note)
        self.assertEqual(self.tasks().priority, "2")

    def test_broken_placeholder(self):
        self.boss.group_ids += self.env.ref("mail.group_mail_template_editor")
        process = self.call_process(summary="{{ 1 / object.color }}")
        self.assertStopped(self.start(process), "placeholders")
        self.assertFalse(self.tasks())

    def test_silent(self):
        process = self.call_process(notifies=False)
        told = [("partner_ids", "in", self.rep.partner_id.ids)]
        before = self.env["mail.message"].search_count(told)
        self.start(process, by=self.boss)
        self.assertEqual(self.env["mail.message"].search_count(told), before)
        self.start(self.call_process(), by=self.boss)
        self.assertEqual(self.env["mail.message"].search_count(told), before + 1)


@tagged("post_install", "-at_install")
class TestProcessStart(ProcessCase):
    def test_once_at_a_time(self):
        process = self.call_process()
        run = self.start(process)
        self.assertFalse(self.start(process))
        self.tasks().with_user(self.rep).action_outcome("done")
        again = self.start(process)
        self.assertTrue(again)
        self.assertNotEqual(again, run)

    def test_many_at_a_time(self):
        process = self.call_process()
        process.is_single = False
        self.start(process)
        self.assertTrue(self.start(process))
        self.assertEqual(len(self.tasks()), 2)

    def test_switched_off(self):
        process = self.call_process()
        process.action_switch_off()
        with self.assertRefused(UserError, "switched off"):
            self.start(process)
        process.action_switch_on()
        self.assertTrue(self.start(process))

    def test_documents_of_others(self):
        process = self.call_process()
        self.lead.user_id = self.boss
        with self.assertRaises(AccessError):
            self.start(process)

    def test_many_documents_are_left_to_the_cron(self):
        process, leads = self.call_process(), self.leads(201)
        runs = self.start(process, leads)
        self.assertFalse(self.tasks(leads))
        self.run_cron()
        self.assertEqual(len(self.tasks(leads)), 201)
        self.assertEqual(set(runs.token_ids.mapped("step_name")), {"call"})

    def test_flat_queries(self):
        process = self.call_process(summary="Call {{ object.name }}")

        def start(leads):
            runs = self.start(process, leads)
            self.assertEqual(len(self.tasks(leads)), len(runs))

        self.assertFlatQueries(self.leads, start, few=10, many=100, more=5)

    def queries_of_completing(self, tasks):
        """Of completing tasks, with what Odoo leaves for the end of a transaction."""
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        tasks.with_user(self.rep).action_outcome("done")
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def test_flat_queries_of_outcomes(self):
        """The process adds the same for 10 and for 100 tasks."""
        process, added = self.call_process(), []
        for number in (10, 100):
            leads, others = self.leads(number), self.leads(number)
            runs = self.start(process, leads)
            with_process = self.queries_of_completing(self.tasks(leads))
            for lead in others:
                self.plan_call(document=lead)
            added.append(with_process - self.queries_of_completing(self.tasks(others)))
            self.assertEqual(set(runs.mapped("state")), {"done"})
        self.assertLessEqual(added[1], added[0] + 5)

"""Outcomes of tasks that repeat."""

from odoo.tests import tagged

from odoo.addons.crm_task_types.models.crm_task_series import ENDED

from .common import WorkflowCase


@tagged("post_install", "-at_install")
class TestSeriesOutcome(WorkflowCase):
    def repeat(self, task=None, **rule):
        task = task or self.plan_call(date_start="2026-03-18 14:00:00")
        task.action_repeat(**rule)
        return task

    def tasks_of(self, task):
        series = task.sudo().series_id
        return series.with_context(active_test=False).task_ids.sorted("series_number")

    def test_what_completes_makes_the_next(self):
        task = self.repeat()
        task.action_outcome("change", date_start="2026-03-19 09:00:00")
        task.action_outcome("no_answer")
        self.assertEqual(self.tasks_of(task), task)
        task.action_outcome("done", comment="Reached")
        _first, following = self.tasks_of(task)
        self.assertEqual(str(following.date_start), "2026-03-25 14:00:00")
        self.assertFalse(following.result_ids)
        self.assertFalse(following.attempt_count)

    def test_every_way_makes_one(self):
        for close in (
            lambda task: task.action_feedback(),
            lambda task: task.action_done(),
            lambda task: task.action_archive(),
            lambda task: task.write({"active": False}),
            lambda task: task.action_cancel("Not needed"),
            lambda task: task.unlink(),
        ):
            task = self.repeat()
            close(task)
            self.assertEqual(len(self.tasks_of(task)), 2)

    def test_undone(self):
        task = self.repeat()
        task.action_outcome("done")
        task.action_undo_last()
        self.assertEqual(self.tasks_of(task), task)
        task.action_outcome("done")
        self.assertEqual(len(self.tasks_of(task)), 2)

    def test_undone_after_the_last_one(self):
        task = self.repeat(end_type="count", end_count=1)
        task.action_outcome("done")
        self.assertEqual(task.series_state, ENDED)
        task.action_undo_last()
        self.assertEqual(task.series_state, "running")

    def test_deal_closed(self):
        """The button that completes and loses at once leaves no task on a lost
        deal."""
        task = self.repeat()
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        task.action_outcome("close_deal", lost_reason_id=reason.id)
        self.assertEqual(self.tasks_of(task), task)
        self.assertEqual(task.series_state, "stopped")
        task.action_undo_last()
        self.assertEqual(task.series_state, "running")
        task.action_outcome("done")
        self.assertEqual(len(self.tasks_of(task)), 2)

    def test_what_ends_with_the_deal_does_not_come_again(self):
        for policy in ("cancel", "complete", "keep"):
            self.call.won_policy = policy
            self.lead.write({"probability": 10, "stage_id": self.first_stage().id})
            task = self.repeat()
            self.lead.action_set_won()
            with self.subTest(policy=policy):
                self.assertEqual(self.tasks_of(task), task)
                self.assertEqual(task.active, policy == "keep")
                running = policy == "keep"
                self.assertEqual(task.series_state == "running", running)

    def first_stage(self):
        return self.env["crm.stage"].search([("is_won", "=", False)], limit=1)

    def test_queries_are_flat(self):
        def repeat_many(count):
            tasks = [self.repeat() for _ in range(count)]
            return self.env["mail.activity"].concat(*tasks).with_user(self.rep)

        def complete(tasks):
            tasks.action_outcome("done")
            made = tasks.sudo().series_id.mail_activity_id
            self.assertEqual(len(made - tasks.sudo()), len(tasks))

        self.assertFlatQueries(repeat_many, complete, more=15)

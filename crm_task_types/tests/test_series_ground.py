"""Series whose ground goes away stop, tell why, and disturb nobody else."""

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common_series import SeriesCase


class TestSeriesGround(SeriesCase):
    def assertStopped(self, task, *texts):
        self.assertEqual(task.series_state, "stopped")
        for text in texts:
            self.assertIn(text, task.series_reason)
        message = self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.rep.partner_id.ids),
                ("subject", "ilike", "doesn't repeat any more"),
            ],
            limit=1,
        )
        self.assertIn(texts[0], message.body)

    def test_lost_lead(self):
        task = self.repeat(task_type=self.call)
        self.lead.action_set_lost()
        self.assertTrue(task.exists())
        self.assertEqual(self.finish(task), task)
        self.assertStopped(task, "archived, lost or deleted")

    def test_reopened_after_a_stop(self):
        task = self.repeat(task_type=self.call)
        self.lead.action_set_lost()
        self.finish(task)
        self.lead.action_restore()
        task.action_unarchive()
        self.assertEqual(task.series_state, "running")
        self.assertFalse(task.series_reason)
        self.assertDays(self.finish(task), "03-25")

    def test_damages_are_found(self):
        task = self.repeat()
        self.finish(task)
        series = task.sudo().series_id
        newest = f"mail_activity_id = {task.id}"
        for damage, problem in [
            (newest, "newest task isn't its last one"),
            ("last_number = 1", "newest task isn't its last one"),
            (f"last_number = 1, {newest}", "waits for a task that is closed"),
            ("next_on = 'schedule'", "next one isn't planned"),
            ("next_on = next_on", ""),
        ]:
            with self.subTest(damage), self.env.cr.savepoint() as savepoint:
                self.env.flush_all()
                self.env.cr.execute(
                    f"UPDATE crm_task_series SET {damage} WHERE id = %s", [series.id]
                )
                self.env.invalidate_all()
                found = [
                    line
                    for line in self.env["crm.task.check"]._find_problems()
                    if "Repeated" in line
                ]
                self.assertEqual(bool(found), bool(problem))
                self.assertIn(problem, "".join(found))
                savepoint.rollback()

    def test_deleted_document(self):
        task = self.repeat(rule={"repeat_unit": "day", "next_on": "schedule"})
        series = task.sudo().series_id
        self.lead.unlink()
        self.assertFalse(series.exists())
        told = self.env["mail.message"].search(
            [("subject", "ilike", "doesn't repeat any more")]
        )
        self.assertEqual(told.partner_ids, self.rep.partner_id)

    def test_deleted_type(self):
        task = self.repeat()
        self.visit.unlink()
        self.assertStopped(task, "Site visit")
        self.assertEqual(self.finish(task), task)

    def test_type_for_other_documents_now(self):
        task = self.repeat()
        self.visit.write({"model_ids": [(6, 0, [self.model_id("res.partner")])]})
        self.assertEqual(self.finish(task), task)
        self.assertStopped(task, "can't be planned")

    def test_closed_account(self):
        """Who got the task gets the next ones, too."""
        self.lead.user_id = self.colleague
        task = self.repeat(user=self.boss, user_id=self.rep.id)
        self.rep.action_archive()
        self.assertEqual(task.user_id, self.colleague)
        task.with_user(self.colleague).action_feedback()
        self.assertEqual(task.sudo().series_id.mail_activity_id.user_id, self.colleague)
        self.assertTrue(task.sudo().series_id.mail_activity_id.active)

    def test_closed_account_on_schedule(self):
        task = self.repeat(rule={"repeat_unit": "day", "next_on": "schedule"})
        self.rep.action_archive()
        self.on_day("2026-03-19 09:00:00")
        self.run_cron()
        newest = task.sudo().series_id.mail_activity_id
        self.assertDays(newest, "03-20")
        self.assertTrue(not newest.user_id or newest.user_id.active)

    def test_absence(self):
        """Who stands in gets the next ones, too, until the assignee is back."""
        task = self.repeat(summary="Weekly", user=self.boss, user_id=self.rep.id)
        self.env["crm.task.absence"].with_user(self.rep).create(
            {
                "user_id": self.rep.id,
                "date_from": "2026-03-18",
                "date_until": "2026-03-27",
                "way": "one",
                "heir_id": self.colleague.id,
            }
        )
        self.assertEqual(task.user_id, self.colleague)
        task.with_user(self.colleague).action_feedback()
        following = task.sudo().series_id.mail_activity_id
        self.assertEqual(following.user_id, self.colleague)
        task.sudo().action_unarchive()
        self.assertFalse(following.exists())
        task.with_user(self.colleague).action_feedback()
        following = task.sudo().series_id.mail_activity_id
        following.action_feedback()
        later = task.sudo().series_id.mail_activity_id
        self.assertDays(later, "04-01")
        self.assertEqual(later.user_id, self.rep)

    def test_closed_account_with_personal_tasks(self):
        leaver = new_test_user(
            self.env, "leaver", groups="sales_team.group_sale_salesman", tz="UTC"
        )
        task = (
            self.env["mail.activity"]
            .with_user(leaver)
            .create({"user_id": leaver.id, "summary": "Tidy up"})
        )
        task.action_repeat(repeat_unit="day")
        leaver.action_archive()
        task = task.with_user(self.env.ref("base.user_root"))
        self.assertEqual(
            self.env["mail.activity"].search_count(
                [("series_id", "=", task.series_id.id)]
            ),
            0,
        )

    def test_meeting_reopened(self):
        """The next one goes, with its event; its note was that of the task."""
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        self.rep.email = "rep@example.com"
        task = self.repeat(task_type=meeting, note="<p>Bring the plans</p>")
        following = self.finish(task)
        event = following.calendar_event_id
        self.assertEqual(str(following.note), "<p>Bring the plans</p>")
        self.assertEqual(str(event.description), "<p>Bring the plans</p>")
        task.action_unarchive()
        self.assertEqual(self.tasks_of(task), task)
        self.assertFalse(event.exists())

    def test_meeting_deleted_in_the_calendar(self):
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        task = self.repeat(task_type=meeting)
        series = task.sudo().series_id
        task.calendar_event_id.unlink()
        self.assertFalse(task.exists())
        self.assertDays(series.mail_activity_id, "03-25")
        self.assertTrue(series.mail_activity_id.calendar_event_id)

    def test_merged_leads(self):
        task = self.repeat(task_type=self.call)
        other = self.lead.copy({"name": "The same roof", "user_id": self.rep.id})
        (self.lead | other).merge_opportunity(user_id=self.rep.id)
        following = self.finish(task)
        self.assertTrue(following != task and following.active)
        self.assertEqual(following.res_id, task.res_id)

    def test_one_that_fails_stops_alone(self):
        rule = {"repeat_unit": "day", "next_on": "schedule"}
        tasks = [self.repeat("2026-03-19 09:00:00", rule=rule) for _index in range(5)]
        bad = tasks[3].sudo().series_id
        bad.template = {
            **bad.template,
            "values": {**bad.template["values"], "priority": "nonsense"},
        }
        self.on_day("2026-03-19 06:00:00")
        self.run_cron()
        self.assertEqual([len(self.tasks_of(task)) for task in tasks], [2, 2, 2, 1, 2])
        self.assertStopped(tasks[3], "plan it anew")

    def test_refused_by_a_check(self):
        """A refusal of the next task never keeps anybody from completing this one."""
        task = self.repeat()

        refusal = "Not in March"

        def refuse(tasks):
            if any(task.series_number == 2 for task in tasks):
                raise UserError(refusal)

        self.patch(
            self.env.registry["mail.activity"], "_check_card_when_planned", refuse
        )
        self.assertEqual(self.finish(task), task)
        self.assertFalse(task.active)
        self.assertStopped(task, "Not in March")

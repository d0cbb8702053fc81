"""People change, pause and stop series."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from .common_series import SeriesCase


class TestSeriesChange(SeriesCase):
    # ---- this one, or this and following

    def test_this_one(self):
        task = self.repeat(summary="Weekly")
        self.assertFalse(task.differs_from_series)
        task.write({"summary": "This week", "date_start": "2026-03-19 08:00:00"})
        self.assertTrue(task.differs_from_series)
        following = self.finish(task)
        self.assertEqual(following.summary, "Weekly")
        self.assertEqual(str(following.date_start), "2026-03-25 14:00:00")

    def test_this_and_following(self):
        first = self.repeat(
            summary="Weekly", rule={"end_type": "count", "end_count": 4}
        )
        second = self.finish(first)
        series = second.sudo().series_id
        second.write({"summary": "From now on", "date_start": "2026-03-26 08:00:00"})
        second.action_repeat_following()
        self.assertFalse(second.differs_from_series)
        self.assertNotEqual(second.sudo().series_id, series)
        self.assertEqual(self.tasks_of(first), first)
        self.assertEqual(series.state, "stopped")
        third = self.finish(second)
        self.assertEqual(third.summary, "From now on")
        self.assertEqual(str(third.date_start), "2026-04-02 08:00:00")
        self.assertEqual(third.series_words, "Every week on Thursday, 3 times")
        fourth = self.finish(third)
        self.assertEqual(self.finish(fourth), fourth)

    def test_following_ones_that_are_there_already(self):
        """On schedule, the next task is there: it is made anew, unless somebody worked
        on it."""
        for worked_on in (False, True):
            with self.subTest(worked_on=worked_on):
                task = self.repeat(
                    summary="Daily", rule={"repeat_unit": "day", "next_on": "schedule"}
                )
                ahead = self.newest(task)
                self.assertNotEqual(ahead, task)
                if worked_on:
                    ahead.message_post(body="Done half", message_type="comment")
                task.summary = "New"
                task.action_repeat_following()
                self.assertEqual(self.newest(task).summary, "New")
                self.assertDays(self.tasks_of(task), "03-18", "03-19")
                self.assertEqual(bool(ahead.exists()), worked_on)
                if worked_on:
                    self.assertFalse(ahead.series_id)

    def test_rule_changed(self):
        task = self.repeat()
        task = self.finish(task)
        task.action_repeat(repeat_unit="month", month_by="weekday", month_week="-1")
        self.assertEqual(task.series_words, "Every month on the last Wednesday")
        self.assertDays(self.finish(task), "04-29")

    def test_first_task_off_the_rule(self):
        task = self.repeat(rule={"fri": True, "mon": True})
        self.assertDays(self.finish(task), "03-20")

    # ---- reopened

    def test_undone(self):
        task = self.repeat()
        following = self.finish(task)
        task.action_unarchive()
        self.assertFalse(following.exists())
        self.assertEqual(self.newest(task), task)
        self.assertDays(self.finish(task), "03-25")
        self.assertEqual(len(self.tasks_of(task)), 2)

    def test_undone_after_work_on_the_next(self):
        task = self.repeat()
        following = self.finish(task)
        following.message_post(body="Begun", message_type="comment")
        task.action_unarchive()
        self.assertTrue(following.exists())
        self.assertEqual(self.finish(task), following)
        self.assertEqual(len(self.tasks_of(task)), 2)

    def test_last_one_undone(self):
        task = self.repeat(rule={"end_type": "count", "end_count": 1})
        self.finish(task)
        self.assertEqual(task.series_state, "ended")
        task.action_unarchive()
        self.assertEqual(task.series_state, "running")
        self.finish(task)
        self.assertEqual(task.series_state, "ended")
        self.assertEqual(len(self.tasks_of(task)), 1)

    # ---- paused, stopped

    def test_paused(self):
        task = self.repeat()
        task.action_pause_series()
        self.assertEqual(self.finish(task), task)
        self.on_day("2026-04-01 09:00:00")
        task.action_resume_series()
        self.assertDays(self.newest(task), "04-01")
        with self.assertRefused(UserError, "not paused"):
            self.newest(task).action_resume_series()

    def test_paused_on_schedule(self):
        task = self.repeat(
            "2026-03-19 09:00:00", rule={"repeat_unit": "day", "next_on": "schedule"}
        )
        task.action_pause_series()
        self.on_day("2026-03-30 08:00:00")
        self.run_cron()
        self.assertEqual(self.tasks_of(task), task)
        task.action_resume_series()
        self.assertDays(self.tasks_of(task), "03-19", "03-30")

    def test_paused_and_deleted(self):
        task = self.repeat()
        series = task.sudo().series_id
        following = self.finish(task)
        following.action_pause_series()
        following.sudo().unlink()
        self.assertEqual(series.mail_activity_id, task)
        task.sudo().unlink()
        self.assertFalse(series.exists())

    def test_stopped(self):
        task = self.repeat()
        task.action_stop_series()
        self.assertIn("rep", task.series_reason)
        self.assertFalse(task.is_repeating)
        self.assertEqual(self.finish(task), task)
        self.assertEqual(len(self.tasks_of(task)), 1)

    def test_repeated_again(self):
        task = self.repeat()
        task.action_stop_series()
        task.action_repeat(repeat_unit="day")
        self.assertDays(self.finish(task), "03-19")

    # ---- who may, and nonsense

    def test_rights(self):
        task = self.repeat(
            user=self.boss, user_id=self.rep.id, observer_ids=self.colleague.ids
        )
        observer = task.with_user(self.colleague)
        self.assertEqual(observer.series_words, "Every week on Wednesday")
        for name in (
            "action_repeat",
            "action_repeat_following",
            "action_pause_series",
            "action_resume_series",
            "action_stop_series",
        ):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(observer, name)()
        series = observer.series_id
        for name in ("action_pause", "action_resume", "action_stop"):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(series, name)()
        for values in ({"state": "paused"}, {"template": {}}):
            with self.assertRaises(AccessError):
                task.with_user(self.boss).series_id.write(values)
        with self.assertRaises(AccessError):
            series.create({"mail_activity_id": task.id})
        with self.assertRaises(AccessError):
            series.read(["template"])

    def test_seen_with_its_newest_task(self):
        series = self.repeat().series_id
        stranger = new_test_user(
            self.env, "stranger", groups="sales_team.group_sale_salesman"
        )
        Series = self.env["crm.task.series"]
        self.assertIn(series, Series.with_user(self.rep).search([]))
        self.assertNotIn(series, Series.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            series.with_user(stranger).read(["words"])

    def test_following_tasks_belong_to_the_planner(self):
        """Who completes a task can't change the next ones for that."""
        task = self.repeat(user=self.boss, user_id=self.rep.id)
        task.sudo().co_executor_ids = self.colleague
        following = self.finish(task.with_user(self.colleague))
        self.assertEqual(following.create_uid, self.boss)

    def test_no_series_by_hand(self):
        task, other = self.repeat(), self.plan()
        with self.assertRefused(UserError, "Repeat"):
            other.series_id = task.series_id
        with self.assertRefused(UserError, "Repeat"):
            task.series_number = 7
        with self.assertRefused(UserError, "Repeat"):
            self.plan(series_id=task.series_id.id)
        self.assertFalse(task.copy().series_id)

    def test_nonsense(self):
        task = self.plan(date_start="2026-03-18 14:00:00")
        for rule, text in [
            ({"repeat_interval": 0}, "1 to 999"),
            ({"repeat_interval": -1}, "1 to 999"),
            ({"mon": False}, "days of the week"),
            ({"repeat_unit": "month", "month_day": 32}, "1 to 31"),
            ({"end_type": "count", "end_count": 0}, "times"),
            ({"end_type": "until"}, "day on which it ends"),
            ({"end_type": "until", "end_date": "9999-01-01"}, "year"),
            ({"template": {}}, "template"),
            ({"state": "paused", "nonsense": 1}, "nonsense, state"),
        ]:
            with self.subTest(rule=rule), self.assertRefused(UserError, text):
                task.action_repeat(**rule)
        for rule in ({"repeat_unit": "fortnight"}, {"month_week": "7"}):
            with self.subTest(rule=rule), self.assertRaises(ValueError):
                task.action_repeat(**rule)
        self.assertFalse(task.series_id)

    def test_closed_or_not_repeating(self):
        task = self.plan()
        with self.assertRefused(UserError, "doesn't repeat"):
            task.action_repeat_following()
        task.action_feedback()
        with self.assertRefused(UserError, "closed already"):
            task.action_repeat()
        with self.assertRefused(UserError, "year"):
            self.repeat(None, date_deadline="2999-12-31")

    # ---- screens

    def test_dialog(self):
        task = self.plan(date_start="2026-03-18 14:00:00").with_user(self.rep)
        Dialog = self.env["crm.task.repeat"].with_user(self.rep)
        with Form(Dialog.with_context(default_mail_activity_id=task.id)) as form:
            self.assertEqual(form.words, "Every week on Wednesday")
            form.repeat_unit = "month"
            form.end_type = "count"
            form.end_count = 3
            self.assertEqual(form.words, "Every month on day 18, 3 times")
            self.assertEqual(form.next_days, "04/18/2026 · 05/18/2026")
            dialog = form.save()
        dialog.action_repeat()
        following = self.finish(task)
        self.assertDays(following, "04-18")
        form = Form(Dialog.with_context(default_mail_activity_id=following.id))
        self.assertEqual((form.repeat_unit, form.end_count), ("month", 2))
        form.save().action_stop()
        self.assertEqual(following.series_state, "stopped")

    def test_dialog_tells_nothing_to_strangers(self):
        task = self.plan()
        stranger = new_test_user(
            self.env, "stranger", groups="sales_team.group_sale_salesman"
        )
        Dialog = self.env["crm.task.repeat"].with_user(stranger)
        with self.assertRaises(AccessError):
            Dialog.create({"mail_activity_id": task.id, "mon": True})
        with self.assertRaises(AccessError):
            Dialog.with_context(default_mail_activity_id=task.id).default_get(
                list(Dialog._fields)
            )

    def test_filter(self):
        task, other = self.repeat(), self.plan()
        Task = self.env["mail.activity"].with_user(self.rep)
        self.assertIn(task, Task.search([("is_repeating", "=", True)]))
        self.assertNotIn(other, Task.search([("is_repeating", "=", True)]))
        self.assertIn(other, Task.search([("is_repeating", "=", False)]))
        self.assertNotIn(task, Task.search([("is_repeating", "=", False)]))

    def test_words_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        task = self.repeat()
        self.assertIn("Wednesday", task.series_words)
        polish = task.with_context(lang="pl_PL")
        self.assertIn("środa", polish.series_words)

    def test_told_to_the_browser(self):
        task = self.repeat()
        data = task.activity_format()["mail.activity"][0]
        self.assertEqual(data["series_words"], "Every week on Wednesday")
        self.assertTrue(data["is_repeating"])

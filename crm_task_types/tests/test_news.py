"""The people of a task are told what becomes of it, as they want to be told."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from .common import NOON, TaskCase, new_test_user


class NewsCase(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.observer = new_test_user(
            cls.env,
            "observer",
            groups="sales_team.group_sale_salesman",
            notification_type="inbox",
            tz="UTC",
        )
        cls.colleague.notification_type = "email"

    def watch(self, **values):
        """A task with the colleague as co-executor and an observer."""
        return self.plan(
            **{
                "summary": "Look at the roof",
                "co_executor_ids": [(6, 0, self.colleague.ids)],
                "observer_ids": [(6, 0, self.observer.ids)],
            }
            | values
        )

    def watch_many(self, count):
        tasks = self.env["mail.activity"].with_user(self.rep)
        for number in range(count):
            tasks |= self.watch(summary=f"Task {number}")
        return tasks

    def news(self, user):
        """What the user was told since the last time, the transaction being over."""
        known = self.env["mail.message"].search(self._told_domain(user))
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env["mail.message"].search(self._told_domain(user)) - known

    def _told_domain(self, user):
        return [("notified_partner_ids", "in", user.partner_id.ids)]

    def tell_overdue(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_task_types.ir_cron_tell_overdue").method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestNews(NewsCase):
    def test_completed(self):
        task = self.watch()
        task.action_feedback(feedback="Two tiles are broken")
        told = self.news(self.observer)
        self.assertEqual(told.subject, "Completed: Look at the roof")
        self.assertIn("Two tiles are broken", told.body)
        self.assertIn("Roof for Acme", told.body)
        self.assertIn(f"model=mail.activity&amp;res_id={task.id}", told.body)
        self.assertEqual(told.author_id, self.rep.partner_id)

    def test_as_each_prefers(self):
        self.watch().action_feedback()
        self.news(self.observer)
        for user, kind in ((self.observer, "inbox"), (self.colleague, "email")):
            sent = self.env["mail.notification"].search(
                [("res_partner_id", "=", user.partner_id.id)]
            )
            self.assertEqual(sent.notification_type, kind)

    def test_whatever_it_is_as_each_prefers(self):
        task = self.watch(
            date_due=NOON + timedelta(hours=1),
            observer_ids=[(6, 0, (self.observer | self.boss).ids)],
            reviewer_id=self.boss.id,
        )
        self.boss.notification_type = "email"
        task.action_move(date_due=NOON + timedelta(hours=2))
        self.news(self.observer)
        task.action_done()
        task.with_user(self.boss).action_return_review("No photos")
        self.news(self.observer)
        self.set_clock(NOON + timedelta(hours=3))
        self.tell_overdue()
        for user, kind, heard in (
            (self.observer, "inbox", {"Moved", "Returned", "Overdue"}),
            (self.colleague, "email", {"Moved", "Returned"}),
            (self.boss, "email", {"Moved", "To review", "Overdue"}),
        ):
            sent = self.env["mail.notification"].search(
                [("res_partner_id", "=", user.partner_id.id)]
            )
            subjects = sent.mail_message_id.mapped("subject")
            with self.subTest(user=user.login):
                self.assertEqual({text.split(":")[0] for text in subjects}, heard)
                self.assertEqual(set(sent.mapped("notification_type")), {kind})

    def test_by_whatever_way_it_is_completed(self):
        self.use_statuses()
        done = self.env["crm.task.status"].search([("is_closing", "=", True)], limit=1)
        for complete in (
            lambda task: task.action_done(),
            lambda task: task.action_archive(),
            lambda task: task.write({"status_id": done.id}),
        ):
            task = self.watch()
            complete(task)
            self.assertFalse(task.active)
            self.assertTrue(self.news(self.observer).subject.startswith("Completed"))

    def test_not_who_did_it(self):
        self.watch().with_user(self.colleague).action_feedback()
        self.assertFalse(self.news(self.colleague))
        self.watch().with_user(self.colleague).action_feedback()
        self.assertTrue(self.news(self.observer))

    def test_one_message_for_many(self):
        tasks = self.watch_many(60)
        tasks.action_feedback()
        told = self.news(self.observer)
        self.assertEqual(told.subject, "60 tasks were completed")
        self.assertEqual(told.body.count("<li>"), 51)
        self.assertIn("and 10 more", told.body)

    def test_one_by_one_in_a_transaction(self):
        for task in self.watch_many(3):
            task.action_move(date_deadline="2026-03-24")
        told = self.news(self.observer)
        self.assertEqual(told.subject, "3 tasks were moved")

    def test_queries_stay_flat(self):
        """A message about one task hangs on it, one about several on none."""

        def complete_many(count):
            tasks = self.watch_many(count)
            tasks.action_feedback()
            return tasks

        self.assertFlatQueries(complete_many, lambda tasks: tasks._send_news())

    def test_moved(self):
        task = self.watch(date_start=NOON + timedelta(hours=1))
        task.action_move(
            date_start=NOON + timedelta(days=1), reason="The client is ill"
        )
        told = self.news(self.observer)
        self.assertEqual(told.subject, "Moved: Look at the roof")
        self.assertIn("The client is ill", told.body)
        self.assertIn("3/18/26, 3:00\u202fPM to 3/19/26, 2:00\u202fPM", told.body)

    def test_times_and_words_of_the_reader(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.observer.write({"lang": "ru_RU", "tz": "Asia/Tokyo"})
        task = self.watch(date_start=NOON + timedelta(hours=1))
        task.action_move(date_start=NOON + timedelta(days=1))
        # the zone is that of the assignee, and named to a reader in another one
        self.assertIn("19.03.2026, 14:00 (UTC)", self.news(self.observer).body)

    def test_moved_there_and_back(self):
        task = self.watch(date_deadline="2026-03-20")
        task.date_deadline = "2026-03-24"
        task.date_deadline = "2026-03-20"
        self.assertFalse(self.news(self.observer))

    def test_moved_and_completed(self):
        task = self.watch(date_deadline="2026-03-20")
        task.date_deadline = "2026-03-24"
        task.action_feedback()
        self.assertEqual(self.news(self.observer).mapped("subject"), [
            "Completed: Look at the roof"
        ])  # fmt: skip

    def test_what_was_rolled_back(self):
        task = self.watch()
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            task.action_feedback()
            raise ValueError
        self.assertFalse(self.news(self.observer))

    def test_cancelled_and_deleted(self):
        self.watch()._cancel("A mistake")
        gone = self.watch()
        gone.action_feedback()
        gone.unlink()
        self.assertFalse(self.news(self.observer))

    def test_returned(self):
        task = self.watch()
        task._tell_people("returned", {task.id: "Please take pictures"})
        told = self.news(self.observer)
        self.assertEqual(told.subject, "Returned: Look at the roof")
        self.assertIn("Please take pictures", told.body)

    def test_archived_and_portal_users(self):
        portal = new_test_user(self.env, "portal_user", groups="base.group_portal")
        task = self.watch(observer_ids=[(6, 0, (self.observer | portal).ids)])
        self.observer.action_archive()
        task.action_feedback()
        self.assertTrue(self.news(self.colleague))
        for user in (self.observer, portal):
            self.assertFalse(self.env["mail.message"].search(self._told_domain(user)))

    def test_link_opens_the_whole_task(self):
        view = self.env.ref("crm_task_types.mail_activity_view_form_task")
        self.assertEqual(self.watch().get_formview_id(), view.id)


@tagged("post_install", "-at_install")
class TestNewsOverdue(NewsCase):
    def test_told_once(self):
        self.watch(date_start=NOON, duration_hours=2)
        self.tell_overdue()
        self.assertFalse(self.news(self.observer))
        self.set_clock(NOON + timedelta(hours=2))
        self.tell_overdue()
        told = self.env["mail.message"].search(self._told_domain(self.observer))
        self.assertEqual(told.mapped("subject"), ["Overdue: Look at the roof"])
        self.assertIn("3/18/26, 2:00\u202fPM", told.body)
        self.tell_overdue()
        self.assertEqual(
            self.env["mail.message"].search(self._told_domain(self.observer)), told
        )
        self.assertFalse(self.env["mail.message"].search(
            self._told_domain(self.colleague)
        ))  # fmt: skip

    def test_again_after_a_move(self):
        task = self.watch(date_deadline="2026-03-18")
        self.set_clock(datetime(2026, 3, 19))
        self.tell_overdue()
        task.date_deadline = "2026-03-19"
        self.news(self.observer)
        self.set_clock(datetime(2026, 3, 20))
        self.tell_overdue()
        told = self.env["mail.message"].search(
            [*self._told_domain(self.observer), ("subject", "like", "Overdue")]
        )
        self.assertEqual(len(told), 2)

    def test_merged_after_downtime(self):
        self.watch_many(3).date_deadline = "2026-03-19"
        self.news(self.observer)
        self.set_clock(datetime(2026, 3, 25))
        self.tell_overdue()
        told = self.env["mail.message"].search(
            [*self._told_domain(self.observer), ("subject", "like", "overdue")]
        )
        self.assertEqual(told.subject, "3 tasks are overdue")

    def test_not_of_the_past(self):
        """Somebody who comes to an overdue task knows."""
        task = self.watch(date_deadline="2026-03-18", observer_ids=False)
        self.set_clock(datetime(2026, 3, 19))
        task.observer_ids = self.observer
        self.tell_overdue()
        self.assertFalse(self.env["mail.message"].search(
            self._told_domain(self.observer)
        ))  # fmt: skip

    def test_still_told_when_another_observer_comes(self):
        task = self.watch(date_deadline="2026-03-18")
        self.set_clock(datetime(2026, 3, 19))
        task.observer_ids |= self.boss
        self.tell_overdue()
        for user in (self.observer, self.boss):
            self.assertTrue(self.env["mail.message"].search(self._told_domain(user)))

    def test_completed_in_time(self):
        task = self.watch(date_deadline="2026-03-18")
        task.action_feedback()
        self.news(self.observer)
        self.set_clock(datetime(2026, 3, 19))
        self.assertFalse(task._take_untold_overdue())

    def test_found_by_index(self):
        self.watch()
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(
            "EXPLAIN SELECT id FROM mail_activity WHERE tell_overdue_at <= now()"
            " ORDER BY tell_overdue_at LIMIT 10"
        )
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("tell_overdue_idx", plan)

"""Who gets reminders, and what they say."""

from datetime import timedelta

from odoo.tests import BaseCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models import crm_task_reminder, mail_activity_remind
from ..tools.circles import circles
from .common import NOON
from .reminder_common import ReminderCase


@tagged("post_install", "-at_install")
class TestCircles(BaseCase):
    def test_circles(self):
        for people, expected in [
            ({}, []),
            ({1: ""}, [[1]]),
            ({1: "a", 2: "", 3: "b", 4: "a", 5: ""}, [[1, 4], [2, 5], [3]]),
            ({1: "ab", 2: "cd", 3: "e", 4: "bc"}, [[1, 2, 4], [3]]),
            ({1: "a", 2: "b", 3: "c", 4: "ba", 5: "cb"}, [[1, 2, 3, 4, 5]]),
        ]:
            with self.subTest(people=people):
                self.assertEqual(circles(people), expected)

    def test_many(self):
        """A long chain takes no longer than it has links."""
        chain = {number: (number, number + 1) for number in range(100000)}
        self.assertEqual(circles(chain), [[*chain]])


@tagged("post_install", "-at_install")
class TestRemind(ReminderCase):
    def test_sent_once(self):
        task = self.plan(date_start=self.start, alarm_ids=self.mail.ids)
        self.send()
        self.assertFalse(self.mails(task))
        self.set_clock(self.start - timedelta(minutes=60))
        self.send()
        self.send()
        self.assertEqual(len(self.mails(task)), 1)
        self.assertEqual(self.mails(task).notified_partner_ids, self.rep.partner_id)

    def test_in_the_browser(self):
        task = self.plan(
            date_start=self.start, alarm_ids=self.popup.ids, summary="Measure"
        )
        self.set_clock(self.start - timedelta(minutes=15))
        [(title, [line])] = self.popups().items()
        self.assertEqual(title, "Measure")
        self.assertIn("4:00", line)
        self.assertIn("Roof for Acme", line)
        self.assertFalse(self.moments(task))

    def test_done_tasks_are_not_reminded_of(self):
        task = self.plan(date_start=self.start, alarm_ids=self.mail.ids)
        task.action_feedback()
        self.assertFalse(self.moments(task))

    # ---- who

    def test_people_if_chosen(self):
        helper = new_test_user(self.env, "helper", groups="base.group_user")
        task = self.plan(
            date_start=self.start,
            alarm_ids=self.mail.ids,
            co_executor_ids=self.colleague.ids,
            observer_ids=helper.ids,
        )
        for chosen, told in [
            ({}, [1, 0, 0]),
            ({"remind_co_executors": True}, [2, 1, 0]),
            ({"remind_observers": True}, [3, 2, 1]),
        ]:
            self.set_clock(NOON)
            task.write(
                {**chosen, "date_start": self.start + timedelta(minutes=told[0])}
            )
            self.set_clock(self.start)
            self.send()
            people = (self.rep, self.colleague, helper)
            self.assertEqual([len(self.inbox(user)) for user in people], told)

    def test_archived_people_get_none(self):
        task = self.plan(
            date_start=self.start,
            alarm_ids=self.mail.ids,
            co_executor_ids=self.colleague.ids,
            remind_co_executors=True,
        )
        self.colleague.active = False
        self.set_clock(self.start)
        self.send()
        self.assertEqual(self.mails(task).notified_partner_ids, self.rep.partner_id)

    def test_without_assignee(self):
        task = self.plan(date_start=self.start, alarm_ids=self.mail.ids, user_id=False)
        self.set_clock(self.start)
        self.send()
        self.assertFalse(self.mails(task) or self.moments(task))

    def test_closed_and_waiting_tasks(self):
        waiting, cancelled, done, reopened = (
            self.plan(date_start=self.start, alarm_ids=self.mail.ids) for _ in range(4)
        )
        waiting.sudo().review_state = "waiting"
        cancelled.sudo()._cancel("Not needed")
        done.action_feedback()
        reopened.action_feedback()
        reopened.action_unarchive()
        self.set_clock(self.start)
        self.send()
        self.assertFalse(self.mails(waiting) | self.mails(cancelled) | self.mails(done))
        self.assertTrue(self.mails(reopened))

    def test_who_may_no_longer_read_it_hears_nothing(self):
        secret = self.plan(
            date_start=self.start, alarm_ids=self.mail.ids, summary="Secret"
        )
        self.plan(date_start=self.start, alarm_ids=self.mail.ids, summary="Open")
        self.env["ir.rule"].create(
            {
                "name": "Secrets",
                "model_id": self.model_id("mail.activity"),
                "domain_force": "[('summary', '!=', 'Secret')]",
            }
        )
        self.set_clock(self.start)
        self.send()
        [mail] = self.inbox(self.rep)
        self.assertIn("Open", mail)
        self.assertNotIn("Secret", mail)
        self.assertFalse(self.moments(secret))

    # ---- what they read

    def test_own_zone_and_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.colleague.write({"tz": "Asia/Tokyo", "lang": "pl_PL"})
        self.plan(
            date_start=self.start,  # 16:00 in UTC
            alarm_ids=self.mail.ids,
            summary="Measure",
            co_executor_ids=self.colleague.ids,
            remind_co_executors=True,
        )
        self.set_clock(self.start)
        self.send()
        [mine], [theirs] = self.inbox(self.rep), self.inbox(self.colleague)
        self.assertIn("3/18/26, 4:00", mine)
        self.assertIn("19.03.2026, 01:00", theirs)

    def test_late_ones_come_as_one(self):
        """After the server was down for a day."""
        for number in range(3):
            self.plan(
                date_start=self.start + timedelta(hours=number),
                summary=f"Visit {number}",
            )
        self.plan(user=self.boss, date_start=self.start, summary="Visit of the boss")
        self.set_clock(self.start + timedelta(days=1))
        [(title, lines)] = [
            (title, lines) for title, lines in self.popups().items() if len(lines) > 1
        ]
        self.assertEqual(title, "3 tasks wait for you")
        self.assertEqual(
            [line[:7] for line in lines], ["Visit 0", "Visit 1", "Visit 2"]
        )
        [mail] = self.inbox(self.rep)
        for number in range(3):
            self.assertIn(f"Visit {number}", mail)
        self.assertEqual(len(self.inbox(self.boss)), 1)

    def test_many_late_ones_are_a_short_message(self):
        count = mail_activity_remind.LISTED + 5
        for _ in range(count):
            self.plan(date_start=self.start)
        self.set_clock(self.start)
        [(title, lines)] = self.popups().items()
        self.assertIn(str(count), title)
        self.assertEqual(len(lines), mail_activity_remind.LISTED + 1)
        self.assertEqual(lines[-1], "and 5 more")

    def test_one_task_is_told_once(self):
        """Though two of its reminders are late."""
        hours = self.mail.copy({"duration": 2})
        task = self.plan(date_start=self.start, alarm_ids=(self.mail | hours).ids)
        self.set_clock(self.start)
        self.send()
        self.assertEqual(len(self.mails(task)), 1)

    def plan_for(self, user, **values):
        return self.plan(
            user_id=user.id, date_start=self.start, alarm_ids=self.mail.ids, **values
        )

    def test_batches(self):
        """What is sent in several batches is one message for everybody."""
        tasks = [
            self.plan_for(user)
            for user in (self.rep, self.boss, self.rep, self.colleague, self.rep)
        ]
        self.patch(crm_task_reminder, "BATCH", 2)
        batches = self.due_batches()
        self.assertEqual(
            [batch.mail_activity_id.user_id for batch in batches],
            [self.rep, self.boss | self.colleague],
        )
        self.send()
        for user in (self.rep, self.boss, self.colleague):
            self.assertEqual(len(self.reminders(user)), 1)
        self.assertIn("3 tasks", self.reminders(self.rep)[0])
        self.assertFalse([task for task in tasks if self.moments(task)])

    def test_batches_of_people_who_work_together(self):
        """Also who is reminded as co-executor of somebody's tasks gets one message."""
        self.plan_for(self.rep)
        self.plan_for(self.colleague)
        self.plan_for(self.boss)
        self.plan_for(self.boss, co_executor_ids=self.rep.ids, remind_co_executors=True)
        self.plan_for(self.rep, observer_ids=self.colleague.ids)  # isn't reminded
        self.patch(crm_task_reminder, "BATCH", 1)
        together, alone = self.due_batches()
        self.assertEqual(together.mail_activity_id.user_id, self.rep | self.boss)
        self.assertEqual(alone.mail_activity_id.user_id, self.colleague)
        self.send()
        for user in (self.rep, self.boss, self.colleague):
            self.assertEqual(len(self.reminders(user)), 1)

    def test_more_than_a_batch(self):
        count = crm_task_reminder.BATCH + 100
        self.plan_for(self.boss)
        self.env["mail.activity"].with_user(self.rep).create(
            [
                {
                    "activity_type_id": self.call.id,
                    "user_id": self.rep.id,
                    "date_start": self.start,
                    "alarm_ids": self.mail.ids,
                }
            ]
            * count
        )
        self.set_clock(self.start)
        self.send()
        [mail] = self.reminders(self.rep)
        self.assertIn(f"{count} tasks", mail)
        self.assertEqual(len(self.reminders(self.boss)), 1)

    def due_batches(self):
        self.set_clock(self.start)
        Reminder = self.env["crm.task.reminder"]
        return Reminder.search(
            [
                *Reminder._due_domain(),
                ("mail_activity_id.res_id", "=", self.lead.id),
            ],
            order="id",
        )._batches_of_people()

    @mute_logger("odoo.addons.crm_task_types.models.mail_activity_remind")
    def test_one_failure_holds_up_nobody(self):
        self.plan(date_start=self.start, alarm_ids=self.mail.ids)
        self.plan(date_start=self.start, alarm_ids=self.mail.ids, user=self.boss)
        send = type(self.env["mail.activity"])._remind_by_mail

        def send_or_fail(tasks, user):
            if user == self.rep:
                raise ValueError("No way to reach him")
            return send(tasks, user)

        self.patch(type(self.env["mail.activity"]), "_remind_by_mail", send_or_fail)
        self.set_clock(self.start)
        self.send()
        self.assertFalse(self.inbox(self.rep))
        self.assertEqual(len(self.inbox(self.boss)), 1)

    def test_queries_dont_grow(self):
        def plan_many(count):
            for _ in range(count):
                self.plan(date_start=self.start)
            return self.env["crm.task.reminder"].search(
                [("mail_activity_id.user_id", "=", self.rep.id)]
            )

        self.assertFlatQueries(plan_many, lambda due: due._send())

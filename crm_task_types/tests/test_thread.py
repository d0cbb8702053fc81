from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestThread(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls.plan(summary="Measure", date_start="2026-03-20 09:00:00")

    def setUp(self):
        super().setUp()
        self.cr.flush()  # Odoo tracks nothing in the transaction that creates a record

    def lines(self):
        self.env.flush_all()
        return [message.preview or "" for message in self.lead.message_ids]

    def tracked(self, task):
        self.env.flush_all()
        self.cr.flush()
        return task.message_ids.sudo().tracking_value_ids.field_id.mapped("name")

    def test_no_creation_line_and_no_followers(self):
        self.assertFalse(self.task.message_ids)
        self.assertFalse(self.task.message_follower_ids)

    def test_comment_is_told_on_the_document(self):
        self.task.message_post(
            body="The client asks for slate",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(len(self.task.message_ids), 1)
        line = self.lead.message_ids[0]
        self.assertIn("Measure", line.preview)
        self.assertIn("The client asks for slate", line.preview)
        self.assertEqual(line.mail_activity_id, self.task)

    def test_people_of_the_task_hear_comments(self):
        task = self.plan(user=self.boss, user_id=self.rep.id)
        task.with_user(self.boss).message_post(
            body="Please hurry", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(task.message_partner_ids, (self.boss | self.rep).partner_id)
        self.assertEqual(task.message_ids.notified_partner_ids, self.rep.partner_id)

    def test_who_cannot_see_the_task_cannot_comment(self):
        with self.assertRaises(AccessError):
            self.task.with_user(self.colleague).message_post(
                body="Psst", message_type="comment"
            )

    def test_moves_are_tracked_counted_and_told(self):
        self.task.date_start = "2026-03-23 09:00:00"
        self.assertEqual(self.task.reschedule_count, 1)
        self.assertIn("date_due", self.tracked(self.task))
        self.assertIn("Measure moved from", self.lines()[0])
        self.assertEqual(self.lead.message_ids[0].mail_activity_id, self.task)

    def test_every_way_to_move_counts_once(self):
        for count, move in enumerate(
            (
                lambda: self.task.write({"date_start": "2026-03-23 09:00:00"}),
                lambda: self.task.write({"date_due": "2026-03-24 09:00:00"}),
                lambda: self.task.write({"date_deadline": "2026-03-25"}),
                lambda: self.task.write({"duration_hours": 3}),
                lambda: self.task.write(
                    {
                        "date_start": "2026-03-26 09:00:00",
                        "date_due": "2026-03-26 10:00:00",
                    }
                ),
                lambda: self.task.action_reschedule_tomorrow(),
                lambda: self.task.write({"deadline_bucket": "later"}),
                lambda: self.task.write(
                    {
                        "is_all_day": False,
                        "calendar_start": "2026-03-20 09:00",
                        "calendar_stop": "2026-03-20 10:00",
                    }
                ),
                lambda: self.task.write({"date_due": False}),
                lambda: self.task.action_move(date_deadline="2026-03-30"),
            ),
            start=1,
        ):
            with self.subTest(count=count):
                move()
                self.assertEqual(self.task.reschedule_count, count)
                self.assertEqual(
                    sum("moved from" in line for line in self.lines()), count
                )

    def test_no_move_no_count(self):
        self.task.write({"date_start": "2026-03-20 09:00:00", "summary": "Measure"})
        self.task.user_id = self.colleague
        self.assertEqual(self.task.reschedule_count, 0)

    def test_reason(self):
        self.task.action_move(
            date_start="2026-03-23 09:00:00", reason="The client is ill"
        )
        self.assertIn("The client is ill", self.lines()[0])
        self.assertEqual(self.task.reschedule_reason, "The client is ill")
        self.task.action_move(date_start="2026-03-24 09:00:00")
        self.assertFalse(self.task.reschedule_reason)

    def test_who_may_not_write_cannot_move(self):
        with self.assertRaises(AccessError):
            self.task.with_user(self.colleague).action_move(date_deadline="2026-03-30")

    def test_assignee_and_status_are_tracked(self):
        self.task.user_id = self.colleague
        self.task.status_id = self.env.ref("crm_task_types.crm_task_status_progress")
        self.assertLessEqual({"user_id", "status_id"}, set(self.tracked(self.task)))

    def test_assignee_and_status_are_told_on_the_document(self):
        self.task.user_id = self.colleague
        self.assertIn(f"assigned to {self.colleague.name}", self.lines()[0])
        self.task.sudo().status_id = self.env.ref(
            "crm_task_types.crm_task_status_progress"
        )
        self.assertIn("In progress", self.lines()[0])

    def test_nothing_changed_nothing_told(self):
        before = self.lines()
        self.task.write({"user_id": self.rep.id, "status_id": self.task.status_id.id})
        self.assertEqual(self.lines(), before)

    def test_reopening_is_told(self):
        self.task.action_feedback()
        self.task.action_unarchive()
        self.assertIn("Measure reopened", self.lines()[0])

    def test_reason_stands_in_the_history_of_the_task(self):
        self.task.action_move(
            date_start="2026-03-23 09:00:00", reason="The client is ill"
        )
        self.tracked(self.task)
        self.assertIn("The client is ill", self.task.message_ids[0].body)

    def test_foreign_zones_are_named(self):
        self.rep.tz = "Europe/Warsaw"
        self.task.with_user(self.boss).date_start = "2026-03-23 09:00:00"
        self.assertIn(
            "12:00 PM (Europe/Warsaw)", self.lines()[0].replace("\u202f", " ")
        )
        self.task.with_user(self.rep).date_start = "2026-03-24 09:00:00"
        self.assertNotIn("Warsaw", self.lines()[0])

    def test_completion_is_told_on_both(self):
        self.task.action_feedback(feedback="Measured: 120 m²")
        self.assertIn("Measured: 120 m²", self.task.message_ids[0].preview)
        self.assertIn("Measured: 120 m²", self.lines()[0])

    def test_the_status_of_completed_tasks_needs_no_line_of_its_own(self):
        self.task.action_feedback()
        self.assertNotIn("status_id", self.tracked(self.task))
        self.assertIn("Completed", self.task.message_ids[0].preview)

    def test_another_closing_status_is_told(self):
        Status = self.env["crm.task.status"].sudo()
        self.task.status_id = Status.create(
            {"name": "Refused", "sequence": 90, "is_closing": True}
        )
        self.assertFalse(self.task.active)
        self.assertIn("status_id", self.tracked(self.task))

    def test_what_follows_from_a_change_is_tracked(self):
        others = self.plan() | self.plan()
        own = self.env["crm.task.status"].sudo().create({"name": "New", "sequence": 1})
        closing = self.env.ref("crm_task_types.crm_task_status_done")
        self.call.sudo().status_ids = own | closing
        for task in (self.task, others):
            self.cr.flush()
            task.activity_type_id = self.call
            self.assertLessEqual(
                {"activity_type_id", "status_id"}, set(self.tracked(task))
            )

    def test_what_is_not_tracked_is_not_looked_at(self):
        self.task.write({"summary": "Measure again", "note": "Slate"})
        self.assertNotIn(
            self.task.id,
            self.cr.precommit.data.get("mail.tracking.mail.activity", {}),
        )
        self.task.user_id = self.colleague
        self.assertEqual(self.tracked(self.task), ["user_id"])

    def test_several_tasks_of_one_document(self):
        tasks = self.plan() | self.plan() | self.plan(self.client, user=self.boss)
        tasks.write({"date_deadline": "2026-03-30"})
        self.assertEqual(sum("moved from" in line for line in self.lines()), 2)
        self.assertIn("moved from", self.client.message_ids[0].preview)

    def test_notified_once_of_the_assignment(self):
        Message = self.env["mail.message"]
        to_the_rep = [("notified_partner_ids", "=", self.rep.partner_id.id)]
        before = Message.search(to_the_rep)
        self.plan(user=self.boss, user_id=self.rep.id)
        self.assertEqual(len(Message.search(to_the_rep) - before), 1)

    def test_documents_have_no_history_of_their_next_task(self):
        self.plan(task_type=self.call)
        self.lead.name = "Another roof"
        self.env.cr.precommit.run()  # writes the history
        fields = self.lead.message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertNotIn("activity_type_id", fields)
        self.assertFalse(self.lead._fields["activity_type_id"].tracking)

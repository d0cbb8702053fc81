from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestCalendar(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meeting = cls.env.ref("mail.mail_activity_data_meeting")
        cls.email = cls.env.ref("mail.mail_activity_data_email")

    def meet(self, **values):
        return self.plan(
            task_type=self.meeting,
            summary="Present",
            date_start="2026-03-20 09:00:00",
            **values,
        )

    def assertEvent(self, task, start, stop):
        event = task.calendar_event_id
        self.assertEqual(
            (str(event.start)[:16], str(event.stop)[:16], event.allday),
            (start, stop, False),
        )

    # ---- meetings

    def test_meeting_makes_an_event(self):
        task = self.meet()
        self.assertEvent(task, "2026-03-20 09:00", "2026-03-20 10:00")
        event = task.calendar_event_id
        self.assertEqual((event.name, event.user_id), ("Present", self.rep))
        self.assertEqual(
            event.partner_ids, self.rep.partner_id, "Clients are invited by hand"
        )
        self.assertEqual((event.res_model, event.res_id), ("crm.lead", self.lead.id))
        self.assertEqual(event.activity_ids, task)

    def test_the_private_event_of_a_stranger(self):
        """Who moves a task moves its event: he can't choose that of somebody else."""
        secret = (
            self.env["calendar.event"]
            .with_user(self.boss)
            .create(
                {
                    "name": "Secret",
                    "start": "2026-03-20 09:00:00",
                    "stop": "2026-03-20 10:00:00",
                    "privacy": "private",
                }
            )
        )
        with self.assertRaises(AccessError):
            self.plan(calendar_event_id=secret.id)
        with self.assertRaises(AccessError):
            self.plan().calendar_event_id = secret.id

    def test_copy_has_an_event_of_its_own(self):
        task = self.meet()
        copy = task.copy()
        copy.date_deadline = "2026-03-25"
        self.assertEvent(copy, "2026-03-25 09:00", "2026-03-25 10:00")
        self.assertEvent(task, "2026-03-20 09:00", "2026-03-20 10:00")

    def test_only_meetings_with_a_time(self):
        self.assertFalse(self.plan(date_start="2026-03-20 09:00:00").calendar_event_id)
        task = self.plan(task_type=self.meeting)
        self.assertFalse(task.calendar_event_id)
        task.date_start = "2026-03-20 09:00:00"
        self.assertEvent(task, "2026-03-20 09:00", "2026-03-20 10:00")

    def test_event_follows_the_task(self):
        task = self.meet()
        event = task.calendar_event_id
        task.date_start = "2026-03-23 13:00:00"
        self.assertEvent(task, "2026-03-23 13:00", "2026-03-23 14:00")
        task.date_deadline = "2026-03-24"
        self.assertEvent(task, "2026-03-24 13:00", "2026-03-24 14:00")
        task.action_reschedule_tomorrow()
        self.assertEvent(task, "2026-03-19 13:00", "2026-03-19 14:00")
        task.duration_hours = 3
        self.assertEvent(task, "2026-03-19 13:00", "2026-03-19 16:00")
        self.assertEqual(task.calendar_event_id, event)
        task.date_due = False
        self.assertTrue(event.allday)
        self.assertEqual(str(event.start_date), "2026-03-19")

    def test_task_follows_the_event(self):
        task = self.meet()
        task.calendar_event_id.write(
            {"start": "2026-03-25 07:00:00", "stop": "2026-03-25 07:30:00"}
        )
        self.assertWhen(task, "2026-03-25 07:00", "2026-03-25 07:30", "2026-03-25")
        self.assertEqual(task.reschedule_count, 1)

    def test_zones(self):
        for tz, day in [
            ("Pacific/Honolulu", "2026-03-20"),
            ("UTC", "2026-03-20"),
            ("Pacific/Tongatapu", "2026-03-21"),
        ]:
            self.rep.tz = tz
            task = self.plan(task_type=self.meeting, date_start="2026-03-20 20:00:00")
            with self.subTest(tz=tz):
                self.assertEqual(str(task.date_deadline), day)
                task.calendar_event_id.with_context(tz="Europe/Warsaw").write(
                    {"start": "2026-03-27 20:00:00", "stop": "2026-03-27 21:00:00"}
                )
                self.assertEqual(str(task.date_start), "2026-03-27 20:00:00")
                self.assertEqual(
                    str(task.date_deadline),
                    day.replace("20", "27").replace("21", "28").replace("2726", "2026"),
                )

    def test_event_made_in_the_calendar_gives_its_times(self):
        """Odoo makes a task for a meeting planned on a document."""
        event = (
            self.env["calendar.event"]
            .with_user(self.rep)
            .create(
                {
                    "name": "Talk",
                    "start": "2026-03-20 08:00:00",
                    "stop": "2026-03-20 09:30:00",
                    "res_model_id": self.model_id("crm.lead"),
                    "res_id": self.lead.id,
                }
            )
        )
        self.assertWhen(
            event.activity_ids, "2026-03-20 08:00", "2026-03-20 09:30", "2026-03-20"
        )

    def test_another_assignee_attends(self):
        task = self.meet()
        task.user_id = self.colleague
        self.assertEqual(task.calendar_event_id.user_id, self.colleague)
        self.assertEqual(task.calendar_event_id.partner_ids, self.colleague.partner_id)

    def test_cancelled_meeting_leaves_the_calendar(self):
        task = self.meet()
        event = task.calendar_event_id
        task.action_cancel()
        self.assertFalse(event.exists())
        self.assertTrue(task.exists() and task.is_cancelled)

    def test_odoo_cancels_a_meeting(self):
        task = self.meet()
        event = task.calendar_event_id
        task.unlink_w_meeting()
        self.assertFalse(event.exists())
        self.assertTrue(task.exists() and task.is_cancelled)

    def test_many_meetings_in_one_go(self):
        tasks = self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": self.meeting.id,
                    "user_id": user.id,
                    "date_start": "2026-03-20 09:00:00",
                    "summary": user.name,
                }
                for user in (self.rep, self.colleague, self.boss)
            ]
        )
        self.assertEqual(
            tasks.calendar_event_id.mapped("name"), tasks.mapped("summary")
        )

    # ---- the calendar view of tasks

    def test_calendar_fields(self):
        timed, whole = (
            self.plan(date_start="2026-03-20 09:00:00"),
            self.plan(date_deadline="2026-03-20"),
        )
        self.assertFalse(timed.is_all_day)
        self.assertEqual(
            (timed.calendar_start, timed.calendar_stop),
            (timed.date_start, timed.date_due),
        )
        self.assertTrue(whole.is_all_day)
        self.assertEqual(str(whole.calendar_start)[:10], "2026-03-20")

    def test_found_in_their_week(self):
        timed, whole = (
            self.plan(date_start="2026-03-20 09:00:00"),
            self.plan(date_deadline="2026-03-20"),
        )
        for start, stop, found in [
            ("2026-03-16 00:00:00", "2026-03-22 23:59:59", timed | whole),
            ("2026-03-20 00:00:00", "2026-03-20 23:59:59", timed | whole),
            ("2026-03-21 00:00:00", "2026-03-27 23:59:59", self.env["mail.activity"]),
            ("2026-03-09 00:00:00", "2026-03-15 23:59:59", self.env["mail.activity"]),
        ]:
            domain = [
                ("res_id", "=", self.lead.id),
                ("calendar_start", "<=", stop),
                ("calendar_stop", ">=", start),
            ]
            with self.subTest(start=start):
                self.assertEqual(self.env["mail.activity"].search(domain), found)
        self.assertEqual(
            self.lead.activity_ids.search(
                [("is_all_day", "=", True), ("res_id", "=", self.lead.id)]
            ),
            whole,
        )

    def test_dragging(self):
        """The values are those of the browser's calendar."""
        task = self.plan(date_start="2026-03-20 09:00:00")
        task.write(
            {
                "is_all_day": False,
                "calendar_start": "2026-03-23 12:00:00",
                "calendar_stop": "2026-03-23 14:30:00",
            }
        )
        self.assertWhen(task, "2026-03-23 12:00", "2026-03-23 14:30", "2026-03-23")
        task.write(
            {
                "is_all_day": True,
                "calendar_start": "2026-03-24",
                "calendar_stop": "2026-03-24",
            }
        )
        self.assertWhen(task, None, None, "2026-03-24")
        task.write(
            {
                "is_all_day": True,
                "calendar_start": "2026-03-25",
                "calendar_stop": "2026-03-25",
            }
        )
        self.assertWhen(task, None, None, "2026-03-25")
        task.write(
            {
                "is_all_day": False,
                "calendar_start": "2026-03-25 12:00:00",
                "calendar_stop": "2026-03-25 13:00:00",
            }
        )
        self.assertWhen(task, "2026-03-25 12:00", "2026-03-25 13:00", "2026-03-25")

    def test_new_from_the_calendar(self):
        Task = self.env["mail.activity"].with_user(self.rep)
        defaults = Task.with_context(
            default_calendar_start="2026-03-20 09:00:00",
            default_calendar_stop="2026-03-20 10:00:00",
        ).default_get(["date_start", "date_due", "date_deadline"])
        self.assertEqual(str(defaults["date_start"]), "2026-03-20 09:00:00")
        whole = Task.with_context(
            default_calendar_start="2026-03-20",
            default_calendar_stop="2026-03-20",
            default_is_all_day=True,
        ).default_get(["date_start", "date_due", "date_deadline"])
        self.assertEqual(str(whole["date_deadline"]), "2026-03-20")
        self.assertFalse(whole.get("date_start"))

    # ---- e-mails

    def test_email_task_opens_the_composer(self):
        template = self.env["mail.template"].create(
            {
                "name": "Offer",
                "model_id": self.model_id("crm.lead"),
                "subject": "Our offer",
                "body_html": "<p>Dear</p>",
            }
        )
        other = self.env["mail.template"].create(
            {"name": "Card", "model_id": self.model_id("res.partner")}
        )
        self.email.mail_template_ids = other | template
        self.assertEqual(self.email.category, "email")
        action = self.plan(task_type=self.email).action_compose_email()
        self.assertEqual(action["res_model"], "mail.compose.message")
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.rep)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(composer.template_id, template)
        self.assertEqual(composer.subject, "Our offer")

    def test_dst_night(self):
        self.rep.tz = "Europe/Warsaw"
        task = self.plan(task_type=self.meeting, date_start=datetime(2026, 3, 27, 8))
        task.date_deadline = "2026-03-30"
        self.assertEvent(task, "2026-03-30 07:00", "2026-03-30 08:00")

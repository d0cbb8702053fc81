from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestSchedule(TaskCase):
    """Odoo's schedule dialog, from a document and in bulk."""

    def dialog(self, documents=None, user=None):
        documents = documents or self.lead
        return Form(
            self.env["mail.activity.schedule"]
            .with_user(user or self.rep)
            .with_context(
                active_model=documents._name,
                active_ids=documents.ids,
                active_id=documents[:1].id,
            )
        )

    def test_defaults_of_the_type(self):
        self.visit.write(
            {
                "summary": "Measure",
                "default_note": "<p>Bring a ladder</p>",
                "default_priority": "1",
                "delay_count": 2,
            }
        )
        self.visit.default_user_id = self.colleague
        dialog = self.dialog(user=self.boss)
        dialog.activity_type_id = self.visit
        self.assertEqual(dialog.summary, "Measure")
        self.assertEqual(dialog.priority, "1")
        self.assertEqual(dialog.duration_hours, 2)
        self.assertEqual(str(dialog.date_deadline), "2026-03-20")
        dialog.save().action_schedule_activities()
        task = self.lead.activity_ids
        self.assertEqual(
            (task.user_id, task.priority, task.duration_hours), (self.colleague, "1", 2)
        )
        self.assertIn("ladder", task.note)

    def test_reminders(self):
        """Those of the type, to which more may be added."""
        popup = self.env.ref("calendar.alarm_notif_1")
        mail = self.env.ref("calendar.alarm_mail_1")
        self.visit.alarm_ids = popup
        dialog = self.dialog()
        dialog.activity_type_id = self.visit
        self.assertEqual(dialog.alarm_ids[:], popup)
        dialog.due_alarm_ids.add(mail)
        dialog.save().action_schedule_activities()
        task = self.lead.activity_ids
        self.assertEqual((task.alarm_ids, task.due_alarm_ids), (popup, mail))

    def test_defaults_over_rpc(self):
        self.visit.write(
            {
                "summary": "Measure",
                "default_note": "<p>Ladder</p>",
                "default_priority": "2",
            }
        )
        self.visit.default_user_id = self.rep
        task = self.env["mail.activity"].create(
            {
                "activity_type_id": self.visit.id,
                "res_model_id": self.model_id("crm.lead"),
                "res_id": self.lead.id,
            }
        )
        self.assertEqual(
            (task.summary, task.priority, task.user_id), ("Measure", "2", self.rep)
        )
        self.assertIn("Ladder", task.note)
        own = self.plan(summary="Own", note=False, priority="0")
        self.assertEqual((own.summary, own.note, own.priority), ("Own", False, "0"))

    def test_times(self):
        dialog = self.dialog()
        dialog.activity_type_id = self.visit
        dialog.date_start = "2026-03-20 09:00:00"
        self.assertEqual(str(dialog.date_due), "2026-03-20 11:00:00")
        self.assertEqual(str(dialog.date_deadline), "2026-03-20")
        dialog.duration_hours = 1
        dialog.save().action_schedule_activities()
        self.assertWhen(
            self.lead.activity_ids, "2026-03-20 09:00", "2026-03-20 10:00", "2026-03-20"
        )

    def test_in_bulk(self):
        leads = self.lead | self.lead.copy({"user_id": self.rep.id})
        dialog = self.dialog(leads)
        dialog.activity_type_id = self.visit
        dialog.date_start = "2026-03-20 09:00:00"
        dialog.priority = "2"
        dialog.save().action_schedule_activities()
        self.assertEqual(leads.activity_ids.mapped("priority"), ["2", "2"])
        self.assertEqual(len(leads.activity_ids), 2)

    def test_card(self):
        field = self.env["crm.task.custom.field"].create(
            {
                "activity_type_id": self.visit.id,
                "name": "Roof",
                "required_when": "planned",
            }
        )
        dialog = self.dialog()
        dialog.activity_type_id = self.visit
        wizard = dialog.save()
        with self.assertRefused(ValidationError, "Roof"):
            wizard.action_schedule_activities()
        wizard.task_properties = {field.key: "Flat"}
        wizard.action_schedule_activities()
        self.assertEqual(self.lead.activity_ids.task_properties[field.key], "Flat")

    def test_personal_task(self):
        dialog = Form(self.env["mail.activity.schedule"].with_user(self.rep))
        dialog.activity_type_id = self.call
        dialog.summary = "Tidy up"
        wizard = dialog.save()
        wizard.action_schedule_activities()
        task = self.env["mail.activity"].search([("summary", "=", "Tidy up")])
        self.assertEqual(task.user_id, self.rep)
        self.assertFalse(task.res_model)
        wizard.activity_user_id = self.rep
        with self.assertRaises(UserError):
            wizard.activity_user_id = False
            wizard.action_schedule_activities()

    def test_schedule_and_mark_done(self):
        dialog = self.dialog()
        dialog.activity_type_id = self.visit
        dialog.save().action_schedule_activities_done()
        self.assertFalse(self.lead.activity_ids)
        self.assertIn("Site visit", self.lead.message_ids[0].body)

    def test_custom_fields_appear_with_the_type(self):
        """As soon as a type is chosen, before anything is saved."""
        field = self.env["crm.task.custom.field"].create(
            {"activity_type_id": self.visit.id, "name": "Roof"}
        )
        spec = {"activity_type_id": {}, "task_properties": {}}
        for model in ("mail.activity", "mail.activity.schedule"):
            Model = self.env[model].with_user(self.rep)
            values = {"activity_type_id": self.visit.id, "task_properties": []}
            shown = Model.onchange(values, ["activity_type_id"], spec)["value"]
            self.assertEqual(
                [entry["name"] for entry in shown["task_properties"]], [field.key]
            )
            values["activity_type_id"] = self.call.id
            shown = Model.onchange(values, ["activity_type_id"], spec)["value"]
            self.assertEqual(shown["task_properties"], [])

    def test_meeting_with_a_time(self):
        """Needs no trip to the calendar: the event is there."""
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        dialog = self.dialog()
        dialog.activity_type_id = meeting
        dialog.date_start = "2026-03-20 09:00:00"
        dialog.save().action_schedule_activities()
        task = self.lead.activity_ids
        self.assertEqual(task.calendar_event_id.start, task.date_start)
        self.assertEqual(self.lead.calendar_event_ids, task.calendar_event_id)

    def test_repeated(self):
        """From its day on, on each of the documents."""
        leads = self.lead | self.lead.copy()
        dialog = self.dialog(leads)
        dialog.activity_type_id = self.visit
        dialog.date_deadline = "2026-03-20"
        dialog.repeat_unit = "week"
        dialog.save().action_schedule_activities()
        tasks = leads.activity_ids
        self.assertEqual(len(tasks), 2)
        self.assertEqual(set(tasks.mapped("series_words")), {"Every week on Friday"})
        self.lead.activity_ids.action_feedback()
        self.assertEqual(str(self.lead.activity_ids.date_deadline), "2026-03-27")

    def test_not_repeated_unless_asked_for(self):
        dialog = self.dialog()
        dialog.activity_type_id = self.visit
        dialog.save().action_schedule_activities()
        self.assertFalse(self.lead.activity_ids.series_id)

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestApplicability(TaskCase):
    """A type that is used on leads and contacts, and refused elsewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit.model_ids = [
            Command.set([cls.model_id("crm.lead"), cls.model_id("res.partner")])
        ]
        cls.Type = cls.env["mail.activity.type"].with_user(cls.rep)

    def offered(self, model):
        return self.Type.search([("applicable_model", "=", model)])

    def test_used_on_two_models_and_refused_on_a_third(self):
        self.assertTrue(self.plan())
        self.assertTrue(self.plan(self.client))
        event = self.env["calendar.event"].create(
            {"name": "Fair", "start": "2026-03-20 08:00", "stop": "2026-03-20 09:00"}
        )
        with self.assertRefused(
            ValidationError, "Site visit", "Calendar Event", "Lead", "Contact"
        ):
            self.plan(event, user=self.boss)

    def test_refused_without_a_document(self):
        with self.assertRefused(ValidationError, "no document"):
            self.env["mail.activity"].create(
                {"activity_type_id": self.visit.id, "user_id": self.rep.id}
            )

    def test_change_of_type_is_checked(self):
        task = self.env["mail.activity"].create(
            {"activity_type_id": self.call.id, "user_id": self.rep.id}
        )
        with self.assertRaises(ValidationError):
            task.activity_type_id = self.visit

    def test_offered_where_it_applies(self):
        self.assertIn(self.visit, self.offered("crm.lead"))
        self.assertIn(self.visit, self.offered("res.partner"))
        self.assertNotIn(self.visit, self.offered("calendar.event"))
        self.assertNotIn(self.visit, self.offered(False))
        self.assertIn(self.call, self.offered("calendar.event"))
        self.assertIn(self.call, self.offered(False))

    def test_native_model_keeps_its_meaning(self):
        native = self.env["mail.activity.type"].create(
            {"name": "Native", "res_model": "res.partner"}
        )
        self.assertIn(native, self.offered("res.partner"))
        self.assertNotIn(native, self.offered("crm.lead"))
        self.assertTrue(self.plan(self.client, native))
        with self.assertRaises(ValidationError):
            self.plan(task_type=native)

    def test_the_two_cannot_contradict(self):
        lead, partner = self.model_id("crm.lead"), self.model_id("res.partner")
        native = self.env["mail.activity.type"].create(
            {"name": "Native", "res_model": "res.partner"}
        )
        with self.assertRefused(ValidationError, "Native"):
            native.model_ids = [Command.set([lead, partner])]
        native.model_ids = [Command.set([partner])]
        with self.assertRaises(ValidationError):
            native.res_model = "crm.lead"

    def test_default_type(self):
        self.visit.sequence = -1
        Task = self.env["mail.activity"].with_user(self.rep)
        self.assertEqual(Task._default_activity_type_for_model("crm.lead"), self.visit)
        self.assertNotEqual(
            Task._default_activity_type_for_model("calendar.event"), self.visit
        )
        self.assertNotEqual(Task._default_activity_type_for_model(False), self.visit)

    def test_plan_lines(self):
        with self.assertRefused(ValidationError, "Site visit"):
            self.env["mail.activity.plan"].create(
                {
                    "name": "After the fair",
                    "res_model": "calendar.event",
                    "template_ids": [
                        Command.create({"activity_type_id": self.visit.id})
                    ],
                }
            )
        plan = self.env["mail.activity.plan"].create(
            {
                "name": "New lead",
                "res_model": "crm.lead",
                "template_ids": [Command.create({"activity_type_id": self.visit.id})],
            }
        )
        with self.assertRefused(ValidationError, plan.name):
            self.visit.model_ids = [Command.set([self.model_id("res.partner")])]

    def test_server_actions(self):
        values = {
            "name": "Visit them",
            "state": "next_activity",
            "activity_type_id": self.visit.id,
        }
        Action = self.env["ir.actions.server"]
        with self.assertRefused(ValidationError, "Site visit"):
            Action.create(values | {"model_id": self.model_id("calendar.event")})
        action = Action.create(values | {"model_id": self.model_id("crm.lead")})
        action.with_context(
            active_model="crm.lead", active_id=self.lead.id, active_ids=self.lead.ids
        ).run()
        self.assertEqual(self.lead.activity_ids.activity_type_id, self.visit)

    def test_columns_of_the_activity_view(self):
        self.plan()
        for model, shown in [("crm.lead", True), ("calendar.event", False)]:
            data = (
                self.env["mail.activity"]
                .with_user(self.boss)
                .get_activity_data(model, [])
            )
            with self.subTest(model=model):
                self.assertEqual(
                    self.visit.id
                    in [column["id"] for column in data["activity_types"]],
                    shown,
                )

    def test_a_triggered_next_type_must_apply(self):
        with self.assertRefused(ValidationError, "triggers"):
            self.call.triggered_next_type_id = self.visit
        self.env["mail.activity.type"].create(
            {
                "name": "Follow-up",
                "model_ids": [Command.set([self.model_id("crm.lead")])],
                "triggered_next_type_id": self.visit.id,
                "chaining_type": "trigger",
            }
        )
        with self.assertRefused(ValidationError, "Follow-up"):
            self.visit.model_ids = [Command.set([self.model_id("res.partner")])]

    def test_form_offers_the_types_of_the_document(self):
        wizard = Form(
            self.env["mail.activity.schedule"]
            .with_user(self.rep)
            .with_context(
                active_model="crm.lead",
                active_id=self.lead.id,
                active_ids=self.lead.ids,
            )
        )
        domain = wizard._view["fields"]["activity_type_id"]["domain"]
        self.assertIn("applicable_model", domain)

    def test_meetings_planned_in_the_calendar_keep_working(self):
        """Odoo makes a task for a meeting on a document: never of a type that doesn't
        apply."""
        self.env.ref("mail.mail_activity_data_meeting").model_ids = [
            Command.set([self.model_id("crm.lead")])
        ]
        event = self.env["calendar.event"].create(
            {
                "name": "Talk",
                "start": "2026-03-20 08:00",
                "stop": "2026-03-20 09:00",
                "res_model_id": self.model_id("res.partner"),
                "res_id": self.client.id,
            }
        )
        self.assertTrue(event.activity_ids.activity_type_id._applies_to("res.partner"))

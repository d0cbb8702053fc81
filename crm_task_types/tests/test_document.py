from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestDocument(TaskCase):
    def test_client(self):
        person = self.env["res.partner"].create(
            {"name": "Ann", "parent_id": self.client.id}
        )
        self.assertEqual(self.plan().partner_id, self.client)
        self.assertEqual(self.plan(person).partner_id, person)
        self.assertFalse(
            self.env["mail.activity"].create({"user_id": self.rep.id}).partner_id
        )

    def test_client_and_name_follow_the_document(self):
        task = self.plan()
        other = self.env["res.partner"].create({"name": "Other"})
        self.lead.with_user(self.rep).write(
            {"partner_id": other.id, "name": "Roof for Other"}
        )
        self.assertEqual((task.partner_id, task.res_name), (other, "Roof for Other"))

    def test_deleted_document(self):
        task = self.plan()
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [self.lead.id])
        self.env.invalidate_all()
        task.sudo()._refresh_document_values()
        self.assertFalse(task.sudo().res_name)

    def test_chosen_in_the_form(self):
        form = Form(
            self.env["mail.activity"].with_user(self.rep),
            "crm_task_types.mail_activity_view_form_task",
        )
        form.document_ref = f"crm.lead,{self.lead.id}"
        form.activity_type_id = self.visit
        form.summary = "Measure"
        task = form.save()
        self.assertEqual(
            (task.res_model, task.res_id, task.res_name),
            ("crm.lead", self.lead.id, self.lead.name),
        )
        self.assertEqual(task.document_ref, self.lead)

    def test_another_type_takes_nothing_away(self):
        self.call.write({"summary": "Call", "delay_count": 9})
        task = self.plan(
            document=self.lead,
            user=self.boss,
            user_id=self.rep.id,
            summary="Measure",
            date_deadline="2026-03-20",
        )
        form = Form(
            task.with_user(self.boss), "crm_task_types.mail_activity_view_form_task"
        )
        form.activity_type_id = self.call
        form.save()
        self.assertEqual(
            (task.user_id, str(task.date_deadline), task.summary),
            (self.rep, "2026-03-20", "Measure"),
        )

    def test_made_in_the_column_of_a_colleague(self):
        for name, value in (
            ("user_id", self.colleague),
            ("date_deadline", date(2026, 5, 5)),
        ):
            said = value.id if name == "user_id" else str(value)
            form = Form(
                self.env["mail.activity"]
                .with_user(self.boss)
                .with_context(**{f"default_{name}": said}),
                "crm_task_types.mail_activity_view_form_task",
            )
            form.document_ref = f"crm.lead,{self.lead.id}"
            form.activity_type_id = self.call
            self.assertEqual(form.save()[name], value)

    def test_personal_task(self):
        form = Form(
            self.env["mail.activity"].with_user(self.rep),
            "crm_task_types.mail_activity_view_form_task",
        )
        form.activity_type_id = self.call
        task = form.save()
        self.assertFalse(task.document_ref)
        self.assertEqual(task.user_id, self.rep)

    def test_nonsense(self):
        for reference in (
            "no.such.model,1",
            "crm.lead",
            "crm.lead,x",
            "crm.lead,0",
            "crm.lead,-1",
            "crm.lead,²",
            "mail.message,1",
            "mail.activity.mixin,1",
            5,
            True,
            ["crm.lead", 1],
        ):
            with self.subTest(reference=reference), self.assertRaises(ValidationError):
                self.env["mail.activity"].create(
                    {"document_ref": reference, "user_id": self.rep.id}
                )

    def test_moving_a_task_does_not_open_a_document(self):
        secret = self.env["crm.lead"].create(
            {"name": "Secret", "user_id": self.colleague.id, "type": "opportunity"}
        )
        task = self.plan()
        for vals in ({"res_id": secret.id}, {"document_ref": f"crm.lead,{secret.id}"}):
            with self.assertRaises(AccessError):
                task.write(vals)
        with self.assertRaises(AccessError):
            self.plan(secret)

    def test_names_cost_no_query_per_task(self):
        def plan_many(count):
            leads = self.env["crm.lead"].create(
                [{"name": f"Lead {n}"} for n in range(count)]
            )
            return self.env["mail.activity"].create(
                [
                    {
                        "res_model_id": self.model_id("crm.lead"),
                        "res_id": lead.id,
                        "user_id": self.env.uid,
                    }
                    for lead in leads
                ]
            )

        self.assertFlatQueries(
            plan_many, lambda tasks: tasks._refresh_document_values()
        )

    def test_offered_documents(self):
        offered = dict(
            self.env["mail.activity"].with_user(self.rep)._selection_document_models()
        )
        self.assertIn("crm.lead", offered)
        self.assertIn("res.partner", offered)
        self.assertNotIn("ir.actions.server", offered)

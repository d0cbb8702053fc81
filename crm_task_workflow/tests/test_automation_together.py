"""A rule that plans tasks on many documents plans them together, as if one by one."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .automation_common import AutomationCase


class TestTogether(AutomationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage = cls.env["crm.stage"].create({"name": "Offer sent"})
        cls.leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Roof {number}",
                    "type": "opportunity",
                    "user_id": (cls.rep if number % 2 else cls.boss).id,
                }
                for number in range(60)
            ]
        )

    def on_stage(self, *actions):
        model = self.env["ir.model"]._get("crm.lead")
        return self.env["base.automation"].create(
            {
                "name": "On stage",
                "model_id": model.id,
                "trigger": "on_stage_set",
                "trg_field_ref": self.stage.id,
                "action_server_ids": [
                    (0, 0, {"name": "Act", "model_id": model.id, **values})
                    for values in actions
                ],
            }
        )

    def activity(self, **values):
        return {
            "state": "next_activity",
            "activity_type_id": self.call.id,
            "activity_summary": "Ask",
            "activity_note": "<p>Friendly</p>",
            "activity_date_deadline_range": 2,
            "activity_user_type": "generic",
            "activity_user_field_name": "user_id",
            **values,
        }

    def set_stage(self, leads):
        leads.with_user(self.boss).write({"stage_id": self.stage.id})

    def test_one_task_on_each(self):
        self.on_stage(self.activity())
        self.set_stage(self.leads[:5])
        self.assertEqual(len(self.leads.activity_ids), 5)
        for lead in self.leads[:5]:
            task = lead.activity_ids
            self.assertEqual(task.user_id, lead.user_id)
            self.assertEqual(task.activity_type_id, self.call)
            self.assertEqual((task.summary, task.note), ("Ask", "<p>Friendly</p>"))
            self.assertEqual(
                task.date_deadline, fields.Date.today() + timedelta(days=2)
            )
            self.assertTrue(task.automated)

    def test_a_certain_user_and_nobody(self):
        leads = self.leads[:2]
        leads[0].user_id = False
        self.on_stage(
            self.activity(),
            self.activity(
                activity_user_type="specific", activity_user_id=self.colleague.id
            ),
        )
        self.set_stage(leads)
        users = [task.user_id for task in leads[0].activity_ids.sorted("id")]
        self.assertEqual(users, [self.env["res.users"], self.colleague])

    def test_actions_keep_their_order(self):
        self.on_stage(
            self.activity(activity_summary="First"),
            {
                "state": "code",
                "code": "record.write({'description': str(record.activity_ids"
                ".sorted('id').mapped('summary'))})",
            },
            self.activity(activity_summary="Second"),
        )
        self.set_stage(self.leads[:3])
        for lead in self.leads[:3]:
            self.assertIn("First", lead.description)
            self.assertNotIn("Second", lead.description)
            self.assertEqual(
                lead.activity_ids.sorted("id").mapped("summary"), ["First", "Second"]
            )

    def test_refused_for_one_refused_for_all(self):
        self.on_stage(
            self.activity(), {"state": "code", "code": "raise UserError('No')"}
        )
        with self.assertRaisesRegex(UserError, "No"), self.env.cr.savepoint():
            self.set_stage(self.leads[:3])
        self.env.invalidate_all()
        self.assertFalse(self.leads.activity_ids)

    def test_queries_are_flat(self):
        self.on_stage(self.activity(activity_user_field_name="write_uid"))

        def count(leads):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.set_stage(leads)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(self.leads[:2])
        few, many = count(self.leads[2:4]), count(self.leads[4:54])
        self.assertLess(many - few, 5)  # Odoo writes leads in batches

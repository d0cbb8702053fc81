"""What a press has set off on its deal by itself is taken back with it."""

from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.crm_task_types.tests.common import tagged

from .test_post_sale_sets import SetCase


@tagged("post_install", "-at_install")
class TestUndoClosing(SetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.lost_reason = cls.env["crm.lost.reason"].create({"name": "Too expensive"})
        cls.win = cls.add_call_outcome("Sold", {"kind": "win"})

    @classmethod
    def add_call_outcome(cls, name, *effects):
        return cls.env["crm.task.outcome"].create(
            {
                "activity_type_id": cls.call.id,
                "name": name,
                "effect_ids": [
                    Command.create(effect)
                    for effect in ({"kind": "complete"}, *effects)
                ],
            }
        )

    def plan_call(self, **values):
        return self.plan(task_type=self.call, **{"summary": "Call", **values})

    def close(self, task):
        task.action_outcome("close_deal", lost_reason_id=self.lost_reason.id)

    def undo(self, task):
        return task.action_undo_last()["params"]["message"]

    def test_tasks_of_the_lost_set_go(self):
        task = self.plan_call()
        self.close(task)
        self.assertEqual(self.summaries(), ["Ask why"])
        self.assertEqual(self.undo(task), "Undone")
        self.assertEqual((self.tasks_of(), self.lead.won_status), (task, "pending"))
        self.close(task)
        self.assertEqual(self.summaries(), ["Ask why"])

    def test_tasks_of_the_won_set_go(self):
        self.lead.probability = 30
        tasks = self.plan_call() | self.plan_call()
        tasks.action_outcome(self.win)
        self.assertEqual(self.summaries(), ["Thank"])
        self.assertEqual(self.undo(tasks), "Undone")
        self.assertEqual(self.tasks_of(), tasks)
        self.assertEqual((self.lead.stage_id, self.lead.probability), (self.first, 30))

    def test_not_when_somebody_worked_on_them(self):
        task = self.plan_call()
        self.close(task)
        self.tasks_of().action_feedback()
        with self.assertRefused(UserError, "Ask why", "worked on"):
            self.undo(task)

    def test_not_when_somebody_repeats_them(self):
        task = self.plan_call()
        self.close(task)
        self.tasks_of().with_user(self.rep).action_repeat()
        with self.assertRefused(UserError, "Ask why", "worked on"):
            self.undo(task)

    def test_meetings_go_with_their_tasks(self):
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        self.lost.template_ids.write({"activity_type_id": meeting.id, "at_hour": 9})
        task = self.plan_call()
        self.close(task)
        event = self.tasks_of().calendar_event_id
        self.assertTrue(event)
        self.undo(task)
        self.assertFalse(event.exists())

    def test_tasks_that_ended_with_the_deal(self):
        self.visit.won_policy = "cancel"
        self.call.won_policy = "complete"
        visit, other = self.plan(summary="Visit"), self.plan_call(summary="Other")
        other.action_repeat()
        series = other.sudo().series_id
        task = self.plan_call()
        task.action_outcome(self.win)
        self.assertFalse(visit.active or other.active)
        self.assertEqual(series.state, "stopped")
        self.undo(task)
        self.assertEqual(self.tasks_of(), visit | other | task)
        self.assertFalse(visit.is_cancelled)
        self.assertEqual((series.state, series.mail_activity_id), ("running", other))
        self.assertFalse(series.reason)

    def test_stages(self):
        """The stage left comes back without its templates."""
        for stage, name in ((self.first, "Look"), (self.second, "Meet")):
            stage.task_set_ids = [
                Command.create({"plan_id": self.template({"summary": name}).id})
            ]
        outcome = self.add_call_outcome(
            "Go on", {"kind": "stage", "stage_id": self.second.id}
        )
        task = self.plan_call()
        for _again in range(2):
            task.action_outcome(outcome)
            self.assertEqual(self.summaries(), ["Meet"])
            self.undo(task)
            self.assertEqual((self.tasks_of(), self.lead.stage_id), (task, self.first))

    def test_what_others_did_since_stays(self):
        task = self.plan_call()
        task.action_outcome(self.win)
        self.lead.stage_id = self.second
        self.assertIn("Win the deal", self.undo(task))
        self.assertTrue(task.active)
        self.assertEqual(self.lead.stage_id, self.second)

    def test_values_changed_since_stay(self):
        field = self.env["ir.model.fields"]._get("crm.lead", "referred")
        outcome = self.add_call_outcome(
            "Refer", {"kind": "set_field", "field_id": field.id, "field_value": "Ann"}
        )
        task = self.plan_call()
        task.action_outcome(outcome)
        self.undo(task)
        self.assertFalse(self.lead.referred)
        task.action_outcome(outcome)
        self.lead.referred = "Bob"
        self.assertIn("Set a field", self.undo(task))
        self.assertEqual(self.lead.referred, "Bob")

    def test_value_that_closes_the_deal_to_who_pressed(self):
        field = self.env["ir.model.fields"]._get("crm.lead", "user_id")
        outcome = self.add_call_outcome(
            "Give away",
            {"kind": "set_field", "field_id": field.id, "field_value": "boss"},
        )
        task = self.plan_call()
        task.action_outcome(outcome)
        self.assertFalse(task.active)
        self.assertFalse(self.lead.with_user(self.rep).has_access("read"))

    def test_lost_deal_that_is_won_since(self):
        task = self.plan_call()
        self.close(task)
        self.lead.action_set_won()
        self.undo(task)
        self.assertEqual(self.lead.won_status, "won")

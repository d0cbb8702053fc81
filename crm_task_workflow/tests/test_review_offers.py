"""What a button offers to follow is offered to who accepts its press."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .test_review import ReviewedCallCase


@tagged("post_install", "-at_install")
class TestOffers(ReviewedCallCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.task.followup"].create(
            {
                "activity_type_id": cls.call.id,
                "next_type_id": cls.visit.id,
                "delay_count": 2,
                "title": "Look at the roof",
            }
        )
        cls.lead.user_id = False  # everybody's
        cls.other_lead = cls.lead.copy({"name": "Roof for Bolt"})

    def following(self):
        return self.env["mail.activity"].search([("summary", "=", "Look at the roof")])

    def held(self, lead=None):
        task = self.plan_reviewed(**{"document": lead} if lead else {})
        answer = task.action_press(self.done.id)
        self.assertEqual(answer["tag"], "display_notification")
        return task

    def dialog(self, action):
        self.assertEqual(action["res_model"], "crm.task.proposal")
        proposal = self.env["crm.task.proposal"].with_user(self.mate)
        return Form(proposal.browse(action["res_id"]))

    def test_as_to_who_presses(self):
        pressed = self.plan_call().action_press(self.done.id)
        [line] = self.env["crm.task.proposal"].browse(pressed["res_id"]).line_ids
        held = self.held()
        self.assertFalse(self.following())
        action = held.with_user(self.mate).action_accept_review()
        self.assertFalse(self.following(), "Nothing is planned without being asked")
        [same] = self.env["crm.task.proposal"].browse(action["res_id"]).line_ids
        ignored = {"id", "proposal_id", "create_uid", "write_uid", "display_name"}
        self.assertEqual(
            *({n: record[n] for n in record._fields if n not in ignored}
              for record in (same, line))
        )  # fmt: skip

    def test_created_from_the_dialog(self):
        action = self.held().with_user(self.mate).action_accept_review()
        self.dialog(action).save().action_accept()
        task = self.following()
        self.assertEqual(
            (task.activity_type_id, task.user_id, task.res_id),
            (self.visit, self.rep, self.lead.id),
        )

    def test_several_at_once(self):
        tasks = self.held() | self.held(self.other_lead)
        action = tasks.with_user(self.mate).action_accept_review()
        with self.dialog(action) as dialog:
            self.assertEqual(len(dialog.line_ids), 2)
            self.assertTrue(dialog.has_several_documents)
            self.assertEqual(
                dialog.record.line_ids.mapped("res_name"),
                ["Roof for Acme", "Roof for Bolt"],
            )
            with dialog.line_ids.edit(0) as line:
                line.is_accepted = False
        dialog.record.action_accept()
        self.assertEqual(self.following().res_id, self.other_lead.id)

    def test_no_names_of_closed_documents(self):
        secret = self.lead.copy({"name": "Secret"})
        secret.user_id = self.boss
        self.assertFalse(secret.with_user(self.mate).has_access("read"))
        values = {"activity_type_id": self.call.id, "res_id": secret.id}
        model = {"res_model_id": self.model_id("crm.lead")}
        Proposal = self.env["crm.task.proposal"].with_user(self.mate)
        lines = Proposal.create({"line_ids": [(0, 0, values | model)]}).line_ids
        self.assertFalse(lines.res_name)
        model = {"res_model_id": False}
        lines = Proposal.create({"line_ids": [(0, 0, values | model)]}).line_ids
        self.assertFalse(lines.res_name)

    def test_several_who_completed(self):
        first, second = self.held(), self.plan_reviewed(user_id=self.colleague.id)
        second.with_user(self.colleague).action_outcome("done", comment="Reached her")
        action = (first | second).with_user(self.mate).action_accept_review()
        self.assertEqual(
            self.dialog(action).record.line_ids.user_id, self.rep | self.colleague
        )

    def test_nothing_is_offered(self):
        self.call.followup_ids.active = False
        self.assertIs(self.held().with_user(self.mate).action_accept_review(), True)

    def test_planned_at_once_where_the_reviewer_can_plan_nothing(self):
        """He can't be asked, and it must not be lost."""
        closed = self.held()
        opened = self.held(self.other_lead)
        self.lead.user_id = self.rep
        self.assertFalse(self.lead.with_user(self.mate).has_access("read"))
        action = (closed | opened).with_user(self.mate).action_accept_review()
        task = self.following()
        self.assertEqual(
            (task.res_id, task.user_id, task.create_uid),
            (self.lead.id, self.rep, self.rep),
        )
        [line] = self.dialog(action).record.line_ids
        self.assertEqual(line.res_id, self.other_lead.id)

    def test_without_a_document(self):
        task = self.plan_reviewed(res_model_id=False, res_id=False)
        task.action_outcome("done")
        self.assertIs(task.with_user(self.mate).action_accept_review(), True)
        self.assertEqual(self.following().user_id, self.rep)

    def test_refused_together(self):
        """What can't be completed any more leaves nothing behind."""
        tasks = self.held() | self.held(self.other_lead)
        outcome = self.add_outcome(self.call, "Sold", {"kind": "complete"})
        gone = self.plan_reviewed()
        gone.action_outcome(outcome)
        outcome.unlink()
        with self.assertRefused(UserError, "doesn't exist any more"):
            (tasks | gone).with_user(self.mate).action_accept_review()
        self.assertFalse(self.following())
        self.assertEqual(set(tasks.mapped("review_state")), {"waiting"})

    def test_queries_stay_flat(self):
        def hold_many(count):
            leads = self.lead.concat(*(self.lead.copy() for _ in range(count)))
            leads[1::2].user_id = self.rep  # closed to the reviewer
            tasks = self.env["mail.activity"].concat(*map(self.held, leads))
            return tasks.with_user(self.mate)

        self.assertFlatQueries(
            hold_many, lambda tasks: tasks.action_accept_review(), more=3
        )

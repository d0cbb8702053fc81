"""Who reviews is said when tasks are planned, in the schedule dialog, too."""

from odoo.tests import Form

from .test_review import ReviewCase


class TestReviewInDialog(ReviewCase):
    def dialog(self, documents=None, user=None):
        documents = self.lead if documents is None else documents
        return Form(
            self.env["mail.activity.schedule"]
            .with_user(user or self.rep)
            .with_context(active_model=documents._name, active_ids=documents.ids)
        )

    def planned(self, dialog, documents=None):
        dialog.save().action_schedule_activities()
        return (self.lead if documents is None else documents).activity_ids

    def test_as_the_type_says(self):
        self.visit.write({"review_rule": "user", "review_user_id": self.boss.id})
        dialog = self.dialog()
        dialog.activity_type_id = self.visit
        self.assertFalse(dialog.review_rule)
        self.assertEqual(self.planned(dialog).reviewer_id, self.boss)

    def test_a_person(self):
        dialog = self.dialog()
        dialog.review_rule = "user"
        with self.assertRaises(AssertionError):  # required
            dialog.save()
        dialog.reviewer_id = self.mate
        task = self.planned(dialog)
        self.assertEqual((task.review_rule, task.reviewer_id), ("user", self.mate))
        task.with_user(self.rep).action_feedback()
        self.assertWaits(task)

    def test_a_rule(self):
        leads = self.lead | self.lead.copy({"user_id": self.colleague.id})
        dialog = self.dialog(leads, self.boss)
        dialog.review_rule = "salesperson"
        tasks = self.planned(dialog, leads)
        self.assertEqual(tasks.mapped("review_rule"), ["salesperson"] * 2)
        self.assertEqual(tasks.reviewer_id, self.rep | self.colleague)

    def test_a_person_and_then_a_rule(self):
        dialog = self.dialog(user=self.boss)
        dialog.review_rule = "user"
        dialog.reviewer_id = self.mate
        dialog.review_rule = "salesperson"
        self.assertFalse(dialog.people_warning)
        self.assertEqual(self.planned(dialog).reviewer_id, self.rep)

    def test_nobody(self):
        self.visit.write({"review_rule": "user", "review_user_id": self.mate.id})
        for planner, waits in ((self.boss, False), (self.rep, True)):
            lead = self.lead.copy()
            dialog = self.dialog(lead, planner)
            dialog.activity_type_id = self.visit
            dialog.activity_user_id = self.rep
            dialog.review_rule = "nobody"
            task = self.planned(dialog, lead)
            self.assertFalse(task.reviewer_id)
            task.with_user(self.rep).action_feedback()
            with self.subTest(planner=planner.login):
                self.assertEqual(task.review_state == "waiting", waits)

    def test_warned_of_who_can_not_open_the_document(self):
        dialog = self.dialog()
        dialog.review_rule = "user"
        dialog.reviewer_id = self.boss
        self.assertFalse(dialog.people_warning)
        dialog.reviewer_id = self.mate
        for text in ("mate", "can't open “Roof for Acme”"):
            self.assertIn(text, dialog.people_warning)

    def test_without_a_document(self):
        dialog = Form(self.env["mail.activity.schedule"].with_user(self.rep))
        dialog.activity_type_id = self.visit
        dialog.activity_user_id = self.rep
        dialog.review_rule = "user"
        dialog.reviewer_id = self.mate
        dialog.save().action_schedule_activities()
        task = self.env["mail.activity"].search([("reviewer_id", "=", self.mate.id)])
        self.assertEqual((task.user_id, task.res_model), (self.rep, False))

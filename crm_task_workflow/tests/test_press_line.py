from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from .common import WorkflowCase


@tagged("post_install", "-at_install")
class TestPressLine(WorkflowCase):
    """What came of a task can be read on its document: one line per press."""

    def setUp(self):
        super().setUp()
        self.task = self.plan_call(date_start="2026-03-18 11:00:00")

    def press(self, outcome, task=None, **values):
        """Press an outcome.

        :return: the new lines on the document, the last one first
        """
        before = self.lead.message_ids
        (task or self.task).action_outcome(outcome, **values)
        self.env.flush_all()
        lines = self.lead.message_ids - before
        return [line.preview.replace("\u202f", " ") for line in lines]

    def assertLine(self, lines, *texts, without=()):
        """There is just one line, and it says all of this."""
        self.assertEqual(len(lines), 1, lines)
        for text in texts:
            self.assertIn(text, lines[0])
        for text in without:
            self.assertNotIn(text, lines[0])

    def test_attempt(self):
        self.assertLine(
            self.press("no_answer", comment="Nobody\nthere"),
            "Ask for the budget: No answer, attempt 1 of 3, moved from ",
            "11:15 AM to ",
            "1:15 PM: Nobody there",
        )
        self.assertEqual(self.lead.message_ids[0].mail_activity_id, self.task)
        self.assertLine(self.press("no_answer"), "No answer, attempt 2 of 3")

    def test_last_attempt_of_several(self):
        """Odoo's message of the completed task says how it came to it."""
        other = self.plan_call()
        other.attempt_count = 2
        self.press("no_answer")
        self.press("no_answer")
        lines = self.press("no_answer", self.task | other)
        self.assertEqual(len(lines), 2)
        for line in lines:
            self.assertIn("No answer, attempt 3 of 3", line)
        self.assertEqual((self.task.attempt_count, other.attempt_count), (3, 3))

    def test_attempt_that_stays_where_it_is(self):
        """A task of tomorrow, to be tried again tomorrow."""
        self.no_answer.effect_ids.delay_unit = "days"
        task = self.plan_call(date_deadline="2026-03-19")
        self.assertLine(
            self.press("no_answer", task),
            "Ask for the budget: No answer, attempt 1 of 3",
            without=["moved"],
        )
        self.assertEqual((task.attempt_count, task.reschedule_count), (1, 0))

    def test_last_attempt(self):
        self.press("no_answer")
        self.press("no_answer")
        self.assertLine(self.press("no_answer"), "Call done : Ask for the budget")

    def test_change(self):
        self.assertLine(
            self.press(
                "change",
                date_start="2026-03-20 11:00:00",
                reason="The client is ill",
                comment="She called",
            ),
            "Ask for the budget: Change, moved from ",
            "11:15 AM to ",
            "The client is ill – She called",
        )

    def test_change_to_the_same_time(self):
        self.assertEqual(self.press("change", date_start="2026-03-18 11:00:00"), [])

    def test_change_that_asks_for_a_missing_time(self):
        self.change.required_field_ids = self.call.card_field_ids.filtered(
            lambda field: field.field_name == "date_start"
        )
        task = self.plan_call()
        action = task.action_press(self.change.id)
        Dialog = self.env["crm.task.press.dialog"].with_user(self.rep)
        form = Form(Dialog.with_context(**action["context"]))
        form.date_start = "2026-03-20 09:00:00"
        form.reason = "The client is ill"
        before = self.lead.message_ids
        form.save().action_press()
        lines = (self.lead.message_ids - before).mapped("preview")
        self.assertLine(lines, "moved from", "The client is ill")

    def test_counted_and_moved_by_the_person(self):
        """One line, in whatever order the effects stand."""
        attempt = {
            "kind": "attempt",
            "max_attempts": 5,
            "ending_outcome_id": self.done.id,
            "delay_count": 1,
        }
        move = {"kind": "reschedule", "is_asked": True}
        for name, effects in (
            ("Busy", [attempt, move]),
            ("Engaged", [move, attempt]),
        ):
            outcome = self.add_outcome(self.call, name, *effects)
            task = self.plan_call()
            lines = self.press(outcome, task, date_deadline="2026-03-25")
            self.assertLine(lines, f"{name}, attempt 1 of 5, moved from")

    def test_outcome_that_neither_moves_nor_completes(self):
        agreed = self.add_outcome(self.call, "Agreed")
        self.assertLine(
            self.press(agreed, comment="20,000"), "Ask for the budget: Agreed: 20,000"
        )
        self.assertLine(self.press(agreed), "Ask for the budget: Agreed")

    def test_long_comments_are_cut(self):
        self.press("no_answer", comment="Nobody there " * 50)
        line = html2plaintext(self.lead.message_ids[0].body)
        self.assertTrue(line.endswith("Nobody there…"), line)
        self.assertLess(len(line), 350)

    def test_completed(self):
        self.assertLine(
            self.press("done", comment="20,000"), "Call done : Ask for the budget"
        )

    def test_in_bulk(self):
        tasks = self.task | self.plan_call(summary="Ask for the plan")
        lines = self.press("no_answer", tasks)
        self.assertEqual(len(lines), 2)
        for title in ("Ask for the budget", "Ask for the plan"):
            self.assertTrue(any(line.startswith(title) for line in lines))

"""What blocks the completion of a task blocks the buttons that complete it."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import WorkflowCase


@tagged("post_install", "-at_install")
class TestChecklist(WorkflowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call.default_checklist = "Budget *\nTimeline"

    def test_required_items_block_buttons(self):
        first, second = (self.plan(task_type=self.call) for _ in range(2))
        ways = {
            "outcome": lambda: first.action_outcome("done"),
            "default": lambda: first.action_outcome(),
            "button": lambda: first.action_press(self.done_of(self.call).id, {}),
            "bulk": lambda: (first | second).action_outcome("done"),
            "Mark Done": first.action_done,
            "feedback": first.action_feedback,
            "archive": first.action_archive,
        }
        second.checklist_item_ids.is_done = True
        for name, way in ways.items():
            with self.subTest(way=name), self.assertRefused(ValidationError, "Budget"):
                way()
            self.env.invalidate_all()
            self.assertTrue(first.active and second.active)
            self.assertFalse((first | second).result_ids)
        first.checklist_item_ids[0].action_tick()
        (first | second).action_outcome("done")
        self.assertFalse(first.active or second.active)

    def test_winning_a_deal(self):
        """Tasks that winning would complete hold it, too."""
        self.call.won_policy = "complete"
        task = self.plan(task_type=self.call)
        with self.assertRefused(ValidationError, "Budget"):
            self.lead.action_set_won()
        task.checklist_item_ids.is_done = True
        self.lead.action_set_won()
        self.assertFalse(task.active)

    def test_buttons_that_only_move(self):
        """An attempt completes nothing."""
        task = self.plan(task_type=self.call)
        task.action_outcome("no_answer")
        self.assertTrue(task.active)

    def done_of(self, task_type):
        return task_type.outcome_ids.filtered(lambda outcome: outcome.code == "done")

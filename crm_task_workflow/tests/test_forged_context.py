from odoo.tests import tagged

from .common import WorkflowCase

# everything that our code says to itself by the context
FORGED = {
    "crm_task_completing": True,
    "crm_task_withdrawn": True,
    "crm_task_is_moving": True,
    "crm_task_move_untold": True,
    "crm_task_reviewer_found": True,
    "crm_task_for_absence": True,
    "crm_task_process_simulating": True,
}


@tagged("post_install", "-at_install")
class TestForgedContext(WorkflowCase):
    """What a request says in its context opens no side door."""

    def forged(self, record):
        return record.with_user(self.rep).with_context(**FORGED)

    def test_completing_leaves_a_result(self):
        task = self.plan_call()
        self.forged(task).action_feedback(feedback="All said")
        self.assertEqual(self.results(task).outcome_id, self.done)
        archived = self.plan_call()
        self.forged(archived).active = False
        self.assertTrue(self.results(archived).is_completing)

    def test_review_is_kept(self):
        task = self.plan_call(user=self.boss, user_id=self.rep.id)
        task.with_user(self.boss).reviewer_id = self.boss
        self.forged(task).action_feedback()
        self.assertEqual((task.active, task.review_state), (True, "waiting"))

    def test_deleting_cancels(self):
        task = self.plan_call()
        self.forged(task).unlink()
        self.assertTrue(task.exists().is_cancelled)

    def test_moves_are_counted(self):
        task = self.plan_call(date_start="2026-03-19 09:00:00")
        self.forged(task).date_start = "2026-03-20 09:00:00"
        self.assertEqual(task.reschedule_count, 1)

    def test_rules_run(self):
        self.env["base.automation"].create(
            {
                "name": "Mark leads",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "trigger": "on_write",
                "action_server_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Mark",
                            "model_id": self.env["ir.model"]._get_id("crm.lead"),
                            "state": "code",
                            "code": "records.write({'color': 7})",
                        },
                    )
                ],
            }
        )
        self.forged(self.lead).priority = "3"
        self.assertEqual(self.lead.color, 7)

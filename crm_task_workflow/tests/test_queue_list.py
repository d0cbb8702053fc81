from odoo.exceptions import UserError

from .queue_common import QueueCase


class TestQueueList(QueueCase):
    """The rep works through a list, instead of his tasks."""

    def test_work_through_a_list(self):
        first, second, closed = (self.plan_call() for _number in range(3))
        closed.action_feedback()
        colleagues = self.plan(
            self.lead.copy({"user_id": self.boss.id}),
            user=self.boss,
            observer_ids=self.rep.ids,
        )
        action = (second | closed | colleagues | first).action_work_through()
        self.assertEqual(action["tag"], "crm_task_work_queue")
        self.assertEqual(action["params"], {"task_ids": [second.id, first.id]})

    def test_work_through_all_that_a_list_shows(self):
        """Those that one may complete, in the order of the queue."""
        Task = self.env["mail.activity"].with_user(self.rep)
        later = self.plan_call(date_start="2026-03-18 15:00:00")
        urgent = self.plan_call(date_start="2026-03-20 09:00:00", priority="2")
        waiting, closed = self.plan_call(), self.plan_call()
        waiting.sudo().review_state = "waiting"
        closed.action_feedback()
        of_boss = self.plan_call(user=self.boss)  # on a lead of the rep
        watched = self.plan(
            self.lead.copy({"user_id": self.boss.id}),
            user=self.boss,
            observer_ids=self.rep.ids,
        )
        shown = (later | urgent | waiting | closed | of_boss | watched).ids
        action = Task.action_work_through_list([("id", "in", shown)])
        self.assertEqual(action["tag"], "crm_task_work_queue")
        self.assertEqual(
            action["params"], {"task_ids": [urgent.id, later.id, of_boss.id]}
        )
        action = Task.action_work_through_list(
            [("id", "in", shown), ("priority", "=", "2")]
        )
        self.assertEqual(action["params"], {"task_ids": urgent.ids})
        with self.assertRefused(UserError, "choose open tasks"):
            Task.action_work_through_list([("id", "in", (closed | watched).ids)])

    def test_working_through_a_list_is_flat(self):
        Task = self.env["mail.activity"].with_user(self.rep)

        def start():
            Task.action_work_through_list([("user_id", "=", self.rep.id)])

        self._plan_many(2)
        start()
        few = self._count_queries(start)
        self._plan_many(48)
        self.assertEqual(self._count_queries(start), few)

    def test_nothing_to_work_through(self):
        closed = self.plan_call()
        closed.action_feedback()
        with self.assertRefused(UserError, "choose open tasks"):
            closed.action_work_through()

from .common import WorkflowCase


class QueueCase(WorkflowCase):
    """The rep has tasks to work through."""

    def queue(self, user=None, **values):
        Task = self.env["mail.activity"].with_user(user or self.rep)
        return Task.get_work_queue(**values)

    def card(self, task, user=None):
        [card] = task.with_user(user or self.rep).get_work_queue_cards()
        return card

    def _plan_many(self, count):
        return self.env["mail.activity"].create(
            [{"activity_type_id": self.call.id, "user_id": self.rep.id}] * count
        )

    def _count_queries(self, work):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

from odoo.fields import Command

from odoo.addons.crm_task_types.tests.common import NOON, TaskCase


class WorkflowCase(TaskCase):
    """The small sales team of the task types, with the shipped outcomes of a call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done, cls.change, cls.no_answer, cls.close_deal = (
            cls.outcome(cls.call, code)
            for code in ("done", "change", "no_answer", "close_deal")
        )

    @classmethod
    def outcome(cls, task_type, code):
        return task_type.outcome_ids.filtered(lambda outcome: outcome.code == code)

    @classmethod
    def add_outcome(cls, task_type, name, *effects, **values):
        return cls.env["crm.task.outcome"].create(
            {
                "activity_type_id": task_type.id,
                "name": name,
                "effect_ids": [Command.create(effect) for effect in effects],
                **values,
            }
        )

    def plan_call(self, **values):
        values = {"summary": "Ask for the budget", **values}
        return self.plan(task_type=self.call, **values)

    def results(self, task):
        return self.env["crm.task.result"].search(
            [("mail_activity_id", "in", task.ids)], order="id"
        )


__all__ = ["NOON", "WorkflowCase"]

"""What the effects do to tasks."""

from odoo import models
from odoo.exceptions import UserError


class CrmTaskOutcomeEffect(models.Model):
    _inherit = "crm.task.outcome.effect"

    def _apply_complete(self, tasks, press):
        return tasks._complete(press)

    def _apply_reschedule(self, tasks, press):
        before = {task.id: {"old": task._times()} for task in tasks}
        if press.has_time:
            tasks.action_move(
                press.date_start, press.date_due, press.date_deadline, press.reason
            )
        elif self.is_asked:
            raise UserError(self.env._("Please say when the task is to be done."))
        else:
            for task in tasks:
                task._move_after(self, press.reason)
        return before

    def _apply_attempt(self, tasks, press):
        """Try again after the delay of this attempt; the last one was handled
        before."""
        entries = {}
        for task in tasks:
            entries[task.id] = {"old": task._times(), "attempt": task.attempt_count + 1}
            task.attempt_count += 1
            delays = self.attempt_delay_ids
            delay = delays[min(task.attempt_count, len(delays)) - 1] if delays else self
            task._move_after(delay, press.reason or self.outcome_id.name)
        return entries

    def _apply_cancel_others(self, tasks, press):
        entries = {}
        Task = self.env["mail.activity"]
        for task in tasks.filtered("res_id"):
            others = Task.search(
                [
                    ("res_model", "=", task.res_model),
                    ("res_id", "=", task.res_id),
                    ("id", "not in", tasks.ids),
                ]
            )
            others._cancel(self.outcome_id.name)
            entries[task.id] = {"cancelled": others.ids}
        return entries

    def _apply_next_task(self, tasks, press):
        created = tasks._create_following(
            self.next_type_id,
            self,
            self.assignee_rule,
            self.assignee_id,
            self.next_title,
        )
        return {
            task.id: {"created": follower.ids} for task, follower in created.items()
        }

    def _apply_template(self, tasks, press):
        for model, group in tasks.filtered("res_id").grouped("res_model").items():
            documents = group._documents(model)
            self.plan_id._launch(documents, user=self.env.user, automatic=True)

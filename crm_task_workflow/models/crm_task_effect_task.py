"""What the effects do to tasks."""

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.crm_task_types.tools.inside import INSIDE


class CrmTaskOutcomeEffect(models.Model):
    _inherit = "crm.task.outcome.effect"

    def _apply_complete(self, tasks, press):
        return tasks._complete(press)

    def _apply_reschedule(self, tasks, press):
        before = {task.id: {"old": task._times()} for task in tasks}
        tasks = self._moving(tasks)
        if press.has_time:
            tasks.action_move(
                press.date_start, press.date_due, press.date_deadline, press.reason
            )
        elif self.is_asked:
            raise UserError(self.env._("Please say when the task is to be done."))
        else:
            tasks._move_after(self, press.reason)
        return before

    def _apply_attempt(self, tasks, press):
        """Try again after the delay of this attempt; the last one was handled
        before."""
        entries = {
            task.id: {"old": task._times(), "attempt": task.attempt_count + 1}
            for task in tasks
        }
        for attempt, group in self._moving(tasks).grouped("attempt_count").items():
            group.attempt_count = attempt + 1
            delay = self.attempt_delay_ids[: attempt + 1][-1:] or self
            group._move_after(delay, press.reason or self.outcome_id.name)
        return entries

    @api.model
    def _moving(self, tasks):
        """The result tells of the move, see ``crm.task.result._line``."""
        return tasks.with_context(crm_task_move_untold=INSIDE)

    def _apply_cancel_others(self, tasks, press):
        by_document = {}
        for model, group in tasks.filtered("res_id").grouped("res_model").items():
            others = self.env["mail.activity"].search(
                [
                    ("res_model", "=", model),
                    ("res_id", "in", group.mapped("res_id")),
                    ("id", "not in", tasks.ids),
                ]
            )
            others._cancel(self.outcome_id.name)
            for other in others:
                by_document.setdefault((model, other.res_id), []).append(other.id)
        return {
            task.id: {"cancelled": by_document.get((task.res_model, task.res_id), [])}
            for task in tasks
            if task.res_id
        }

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
        entries = {}
        for model, group in tasks.filtered("res_id").grouped("res_model").items():
            documents = group._documents(model)
            created = self.plan_id._launch(
                documents,
                user=self.env.user,
                automatic=True,
                press_keys={task.res_id: task._press_key(self) for task in group},
            ).grouped("res_id")
            for task in group:  # several tasks of one document: the first made them
                made = created.pop(task.res_id, task.browse())
                entries[task.id] = {"created": made.ids}
        return entries

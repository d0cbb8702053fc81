"""Odoo's own ways of completing a task arrive at the outcome buttons."""

from odoo import models

from odoo.addons.crm_task_types.tools.inside import INSIDE


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """*Mark Done* and everything like it is the press of the default outcome."""
        if self.env.context.get("crm_task_completing") is INSIDE:
            return super()._action_done(
                feedback=feedback, attachment_ids=attachment_ids
            )
        answer = self.action_outcome(
            False, comment=feedback or "", attachment_ids=attachment_ids or ()
        )
        results = self.env["crm.task.result"].browse(answer["result_ids"])
        return (
            self.env["mail.message"].browse(results._made("messages")),
            self.browse(results._made("next")),
        )

    def write(self, vals):
        """Archiving open tasks completes them, by whatever way."""
        closing = not vals.get("active", True) and not vals.get("is_cancelled")
        if not closing or self.env.context.get("crm_task_completing") is INSIDE:
            return super().write(vals)
        answer = self.filtered("active").action_outcome(False)
        waiting = self.browse(answer["to_review_ids"])
        result = super(MailActivity, self - waiting).write(vals)
        waiting._write_beside_review(vals)
        return result

    def _complete(self, press):
        """Complete tasks as Odoo does, with its message and its chained types.

        :return: ``{task id: entry}`` with the ids of what was made
        """
        # Odoo deletes tasks whose document is gone: they get no message
        existing = self.browse()
        for model, tasks in self.filtered("res_model").grouped("res_model").items():
            # sudo: as Odoo, whoever may do the task completes it
            res_ids = set(tasks.sudo()._documents(model).ids)
            existing |= tasks.filtered(lambda task: task.res_id in res_ids)  # noqa: B023
        entries = {task.id: {"old_status": task.status_id.id} for task in self}
        on_documents = [
            task
            for data in existing._classify_by_model().values()
            for task in data["activities"]
        ]
        completing = self.with_context(crm_task_completing=INSIDE)
        messages, following = completing._action_done(
            feedback=press.comment or False,
            attachment_ids=list(press.attachment_ids) or None,
        )
        chained = [task for task in on_documents if task.chaining_type == "trigger"]
        for task, message in zip(on_documents, messages, strict=False):
            entries[task.id]["messages"] = message.ids
        for task, follower in zip(chained, following, strict=False):
            entries[task.id]["next"] = follower.ids
        return entries

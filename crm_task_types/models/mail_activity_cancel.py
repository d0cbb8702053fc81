"""A cancelled task is kept, with the reason, instead of being deleted."""

from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    is_cancelled = fields.Boolean("Cancelled", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)

    def _cancel(self, reason):
        """Close open tasks without completing them, and say so on their documents.

        :param str reason: shown in the history; empty for none
        """
        tasks = self.filtered("active")
        tasks.write(
            {"active": False, "is_cancelled": True, "cancel_reason": reason or False}
        )
        tasks._log_on_documents({task: task._cancel_line() for task in tasks})
        tasks._message_log_batch(
            bodies={task.id: task._cancel_line() for task in tasks}
        )

    def _cancel_line(self):
        values = {"task": self._bold_name(), "reason": self.cancel_reason}
        if self.cancel_reason:
            return self.env._("%(task)s cancelled: %(reason)s", **values)
        return self.env._("%(task)s cancelled", **values)

    def write(self, vals):
        if vals.get("active"):
            vals = {**vals, "is_cancelled": False, "cancel_reason": False}
        return super().write(vals)

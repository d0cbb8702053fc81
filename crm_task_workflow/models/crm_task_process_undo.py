"""A press can't be undone any more when a process has gone on from it."""

from odoo import models
from odoo.exceptions import UserError


class CrmTaskResult(models.Model):
    _inherit = "crm.task.result"

    def _check_undo(self):
        result = super()._check_undo()
        # sudo: also of processes that the user can't see
        Event = self.env["crm.task.process.event"].sudo()
        closed = [self.mail_activity_id.id, *self._made("cancelled")]
        event = Event.search(
            [("task_id", "in", closed), ("kind", "=", "passed")], limit=1
        )
        if event:
            raise UserError(
                self.env._(
                    "The process “%s” has gone on since then.",
                    event.run_id.process_id.name,
                )
            )
        return result

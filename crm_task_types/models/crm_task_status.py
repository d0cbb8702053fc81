from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmTaskStatus(models.Model):
    _name = "crm.task.status"
    _description = "Task Status"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    fold = fields.Boolean("Folded in kanban")
    is_closing = fields.Boolean(
        "Closes the task", help="A task that gets this status is completed."
    )
    active = fields.Boolean(default=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: a task counts whether or not the administrator may see it
        Task = self.env["mail.activity"].sudo().with_context(active_test=False)
        used = Task._read_group([("status_id", "in", self.ids)], ["status_id"])
        if used:
            raise UserError(
                self.env._(
                    "“%s” is the status of some tasks. Archive it instead: it is then "
                    "no longer offered.",
                    used[0][0].name,
                )
            )

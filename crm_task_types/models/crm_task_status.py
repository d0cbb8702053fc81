from odoo import api, fields, models
from odoo.exceptions import UserError

from .crm_task_cached import kept_answer


class CrmTaskStatus(models.Model):
    _name = "crm.task.status"
    _inherit = ["crm.task.kept"]
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

    @api.model
    def _in_use(self):
        """The statuses that are offered, in their order."""
        return self.browse(self._in_use_ids())

    @api.model
    @kept_answer()
    def _in_use_ids(self):
        # sudo: asked for with every task, by whoever plans or completes it
        return tuple(self.sudo().search([("active", "=", True)])._ids)

    def write(self, vals):
        """Open tasks can't come to stand in a status that closes them, nor done ones in
        an open one."""
        if "is_closing" in vals:
            self.filtered(
                lambda status: status.is_closing != bool(vals["is_closing"])
            )._refuse_used()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._refuse_used()

    def _refuse_used(self):
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

from odoo import api, fields, models


class CrmTaskCancel(models.TransientModel):
    """Why tasks are cancelled."""

    _name = "crm.task.cancel"
    _description = "Cancel Tasks"

    task_ids = fields.Many2many("mail.activity", string="Tasks", required=True)
    reason_id = fields.Many2one(
        "crm.task.cancel.reason", "Usual reason", ondelete="set null"
    )
    has_reasons = fields.Boolean(compute="_compute_has_reasons")
    reason = fields.Char(
        compute="_compute_reason",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )

    @api.depends("task_ids")
    def _compute_has_reasons(self):
        self.has_reasons = bool(self.env["crm.task.cancel.reason"].search_count([]))

    @api.depends("reason_id")
    def _compute_reason(self):
        for dialog in self:
            dialog.reason = dialog.reason_id.name or dialog.reason

    def action_cancel_tasks(self):
        """Cancel the tasks that are still open.

        :raise AccessError: when the user may not delete one of them
        """
        self.ensure_one()
        usual = self.reason_id.filtered(lambda usual: usual.name == self.reason)
        self.task_ids.exists().action_cancel(self.reason, usual.id)
        return {"type": "ir.actions.act_window_close", "infos": {"cancelled": True}}

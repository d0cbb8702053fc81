from odoo import api, fields, models


class CrmTaskProcessStart(models.TransientModel):
    """Starts a process on the documents that were chosen in a list or a form."""

    _name = "crm.task.process.start"
    _description = "Start a Process"

    res_model = fields.Char(required=True)
    res_ids = fields.Json(required=True)
    document_count = fields.Integer("Documents", compute="_compute_document_count")
    process_id = fields.Many2one(
        "crm.task.process",
        "Process",
        required=True,
        domain="[('model_name', '=', res_model), ('state', '=', 'published')]",
        ondelete="cascade",
    )

    @api.model
    def default_get(self, fields_list):
        context = self.env.context
        ids = context.get("active_ids") or [context.get("active_id")]
        defaults = {
            "res_model": context.get("active_model"),
            "res_ids": [res_id for res_id in ids if res_id],
        }
        chosen = {name: defaults[name] for name in defaults if name in fields_list}
        return super().default_get(fields_list) | chosen

    @api.depends("res_ids")
    def _compute_document_count(self):
        for wizard in self:
            wizard.document_count = len(wizard.res_ids or [])

    def action_start(self):
        self.ensure_one()
        started = len(self.process_id.action_start(self.res_ids))
        left_out = self.document_count - started
        message = self.env._(
            "“%(process)s” starts on: %(count)s.",
            process=self.process_id.name,
            count=started,
        )
        if left_out:
            message += " " + self.env._(
                "It is under way already, or not possible, on: %s.", left_out
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if started else "warning",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

from odoo import fields, models

from .mail_activity_cancel import ASK_REASON


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_use_task_status = fields.Boolean(
        "Task statuses",
        implied_group="crm_task_types.group_use_task_status",
    )
    ask_cancel_reason = fields.Boolean(
        "Reason for cancelling", config_parameter=ASK_REASON
    )

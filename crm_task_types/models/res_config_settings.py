from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_use_task_status = fields.Boolean(
        "Task statuses",
        implied_group="crm_task_types.group_use_task_status",
    )

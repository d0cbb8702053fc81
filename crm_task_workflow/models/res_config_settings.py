from odoo import fields, models

from .crm_task_undo import WINDOW_MINUTES, WINDOW_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    task_undo_minutes = fields.Integer(
        "Undo for",
        config_parameter=WINDOW_PARAMETER,
        default=WINDOW_MINUTES,
        help="Minutes in which a person can take back a wrong press.",
    )

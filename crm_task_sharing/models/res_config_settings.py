from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    share_level = fields.Selection(related="company_id.share_level", readonly=False)

from odoo import api, fields, models

from .crm_task_share import LEVELS


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    share_level = fields.Selection(
        [("document", "As the document"), *LEVELS],
        "Shared by default",
        help="What colleagues see of tasks of this type about which their owner says "
        "nothing. Empty: as set for the company.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        result = super().create(vals_list)
        if any(vals.get("share_level") for vals in vals_list):
            self.env.registry.clear_cache()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "share_level" in vals:
            self.env.registry.clear_cache()
        return result

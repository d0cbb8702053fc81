from odoo import api, models


class MailActivityPlan(models.Model):
    _inherit = "mail.activity.plan"

    @api.constrains("res_model")
    def _check_lines_fit(self):
        """Conditions and placeholders name fields of the model."""
        self.template_ids._check_domain()
        self.template_ids._check_texts()

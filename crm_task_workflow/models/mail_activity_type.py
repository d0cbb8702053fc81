from odoo import api, fields, models


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    outcome_ids = fields.One2many(
        "crm.task.outcome", "activity_type_id", "Outcomes", copy=True
    )
    followup_ids = fields.One2many(
        "crm.task.followup", "activity_type_id", "What follows", copy=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever makes a type, it starts with buttons."""
        types = super().create(vals_list)
        # sudo: other applications may create types for users who don't set up outcomes
        self.env["crm.task.outcome"].sudo()._create_shipped(types)
        return types

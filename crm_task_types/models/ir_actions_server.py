from odoo import api, fields, models
from odoo.exceptions import ValidationError


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    activity_type_id = fields.Many2one(domain="[('applicable_model', '=', model_name)]")

    @api.constrains("activity_type_id", "model_id", "state")
    def _check_activity_type_applies(self):
        for action in self.filtered(lambda action: action.state == "next_activity"):
            task_type = action.activity_type_id
            if task_type and not task_type._applies_to(action.model_name):
                raise ValidationError(
                    self.env._(
                        "The action “%(action)s” creates tasks of type “%(type)s”, "
                        "which can only be used on: %(allowed)s.",
                        action=action.name,
                        type=task_type.name,
                        allowed=task_type._allowed_names(),
                    )
                )

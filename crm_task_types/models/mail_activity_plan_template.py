from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    activity_type_id = fields.Many2one(
        domain="[('applicable_model', '=', parent.res_model)]"
    )

    @api.constrains("activity_type_id", "plan_id")
    def _check_activity_type_res_model(self):
        result = super()._check_activity_type_res_model()
        for line in self:
            if not line.activity_type_id._applies_to(line.plan_id.res_model):
                raise ValidationError(
                    self.env._(
                        "The plan “%(plan)s” uses the task type “%(type)s”, which can "
                        "only be used on: %(allowed)s.",
                        plan=line.plan_id.name,
                        type=line.activity_type_id.name,
                        allowed=line.activity_type_id._allowed_names(),
                    )
                )
        return result

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        """A plan with a deleted type says so before it is launched."""
        result = super()._determine_responsible(
            on_demand_responsible, applied_on_record
        )
        if self.activity_type_id.retired and not result["error"]:
            result["error"] = self.env._(
                "The task type “%s” was deleted. Please choose another one in the "
                "plan.",
                self.activity_type_id.name,
            )
        return result

"""The value that an effect sets, from the text in which it is configured."""

from odoo import models


class CrmTaskOutcomeEffect(models.Model):
    _name = "crm.task.outcome.effect"
    _inherit = ["crm.task.outcome.effect", "crm.task.field.value"]

    def _parse_value(self):
        """:raise ValidationError: when the text isn't a value of the field"""
        return self._parse_for(self.field_id, self.field_value or "")

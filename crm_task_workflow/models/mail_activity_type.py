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

    def _retire(self):
        """Rules that make tasks of a deleted type go with it, as they do with a type
        that no task has used; they would only get in the way of who completes one."""
        result = super()._retire()
        for name in ("crm.task.followup", "crm.task.outcome.effect"):
            # sudo: whoever may delete the type
            rules = self.env[name].sudo().with_context(active_test=False)
            rules.search([("next_type_id", "in", self.ids)]).unlink()
        return result

    def _knows_condition(self, domain):
        """Whether documents of the type have the fields for which a condition asks.

        :param Domain domain: the condition
        """
        names = self._allowed_models() or [
            name for name in self.env if "activity_ids" in self.env[name]._fields
        ]
        return any(
            self._fits(domain, self.env[name]) for name in names if name in self.env
        )

    @api.model
    def _fits(self, domain, documents):
        try:
            domain.validate(documents)
        except ValueError:
            return False
        return True

from odoo import api, fields, models
from odoo.fields import Command


def _marked_first(commands):
    """The outcome that becomes the default one takes that from the one that was it."""
    return sorted(
        commands,
        key=lambda command: not (
            isinstance(command, list | tuple)
            and command[0] in (Command.CREATE, Command.UPDATE)
            and command[2].get("is_default")
        ),
    )


def _replaced(records, others):
    """The records that stand for these; those for which none does stay."""
    return records.browse(others.get(record, record).id for record in records)


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

    def write(self, vals):
        if vals.get("outcome_ids"):
            vals = {**vals, "outcome_ids": _marked_first(vals["outcome_ids"])}
        return super().write(vals)

    def copy(self, default=None):
        copies = super().copy(default)
        for task_type, copied in zip(self, copies, strict=True):
            copied._keep_to_itself(task_type)
        return copies

    def _keep_to_itself(self, original):
        """What is copied speaks of the buttons and fields of the copy."""

        def own(name):
            return dict(
                zip(original[name].sorted("id"), self[name].sorted("id"), strict=False)
            )

        outcomes = own("outcome_ids")
        for name, owners in (
            ("required_field_ids", own("card_field_ids")),
            ("required_custom_field_ids", own("custom_field_ids")),
        ):
            for outcome in self.outcome_ids.filtered(name):
                outcome[name] = _replaced(outcome[name], owners)
        for effect in self.outcome_ids.effect_ids.filtered("ending_outcome_id"):
            effect.ending_outcome_id = _replaced(effect.ending_outcome_id, outcomes)
        for followup in self.followup_ids.filtered("outcome_ids"):
            followup.outcome_ids = _replaced(followup.outcome_ids, outcomes)

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

"""The card of a task type: what of a task is shown, required or read-only, and its own
fields."""

from odoo import api, fields, models
from odoo.fields import Command

from .crm_task_card_field import CARD_FIELDS, COMPLETED, PLANNED


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    card_field_ids = fields.One2many(
        "crm.task.card.field",
        "activity_type_id",
        "Card",
        default=lambda self: self._default_card_field_ids(),
        copy=True,
    )
    custom_field_ids = fields.One2many(
        "crm.task.custom.field", "activity_type_id", "Custom fields", copy=True
    )
    properties_definition = fields.PropertiesDefinition(
        "Custom fields definition",
        compute="_compute_properties_definition",
        inverse="_inverse_properties_definition",
        store=True,
        readonly=False,
    )

    @api.model
    def _default_card_field_ids(self):
        return [
            Command.create({"field_name": name, "sequence": position})
            for position, (name, _label) in enumerate(CARD_FIELDS)
        ]

    @api.model
    def _complete_cards(self):
        """Fields that came with an update stand on the cards of all types, shown."""
        for task_type in self.with_context(active_test=False).search([("id", "!=", 0)]):
            known = set(task_type.card_field_ids.mapped("field_name"))
            task_type.card_field_ids = [
                (command, id_, values)
                for command, id_, values in self._default_card_field_ids()
                if values["field_name"] not in known
            ]

    @api.depends(
        "custom_field_ids.sequence",
        "custom_field_ids.name",
        "custom_field_ids.kind",
        "custom_field_ids.choices",
        "custom_field_ids.model_id",
    )
    def _compute_properties_definition(self):
        for task_type in self:
            task_type.properties_definition = [
                field._property_definition()
                for field in task_type.custom_field_ids.sorted()
            ]

    def _inverse_properties_definition(self):
        """Take over what was changed in Odoo's own property editor on a task."""
        CustomField = self.env["crm.task.custom.field"]
        for task_type in self:
            existing = {field.key: field for field in task_type.custom_field_ids}
            commands = []
            for position, definition in enumerate(
                task_type.properties_definition or []
            ):
                values = CustomField._prepare_values(definition) | {
                    "sequence": position
                }
                field = existing.pop(values["key"], None)
                commands.append(
                    Command.update(field.id, values)
                    if field
                    else Command.create(values)
                )
            commands += [Command.delete(field.id) for field in existing.values()]
            task_type.custom_field_ids = commands

    def _hidden_fields(self):
        return self.card_field_ids.filtered(lambda field: not field.is_shown).mapped(
            "field_name"
        )

    def _readonly_fields(self):
        return self.card_field_ids.filtered("is_readonly").mapped("field_name")

    def _required_fields(self, *stages):
        """Names of the standard fields required at one of the given stages."""
        return self.card_field_ids.filtered(
            lambda field: field.required_when in stages
        ).mapped("field_name")

    def _required_properties(self, *stages):
        """The custom fields required at one of the given stages."""
        return self.custom_field_ids.filtered(
            lambda field: field.required_when in stages
        )

    def _requires(self, *stages):
        """Whether something has to be filled in at one of the given stages."""
        return bool(
            self._required_fields(*stages) or self._required_properties(*stages)
        )

    def _required_hint(self):
        """What has to be filled in and isn't marked in a form, in words."""
        hints = []
        to_plan = self._required_properties(PLANNED).mapped("name")
        if to_plan:
            hints.append(
                self.env._("Required to plan: %(fields)s", fields=", ".join(to_plan))
            )
        labels = dict(
            self.card_field_ids._fields["field_name"]._description_selection(self.env)
        )
        to_complete = [labels[name] for name in self._required_fields(COMPLETED)]
        to_complete += self._required_properties(COMPLETED).mapped("name")
        if to_complete:
            hints.append(
                self.env._(
                    "Required to complete: %(fields)s", fields=", ".join(to_complete)
                )
            )
        return " · ".join(hints)

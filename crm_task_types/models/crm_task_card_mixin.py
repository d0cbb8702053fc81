from odoo import api, fields, models

from .crm_task_card_field import PLANNED


class CrmTaskCardMixin(models.AbstractModel):
    """What is shown of a task while it is planned or edited, by the card of its type.

    The lists of field names drive the modifiers of form views, as in
    ``invisible="'priority' in card_hidden"``.
    """

    _name = "crm.task.card.mixin"
    _description = "Card of a Task"

    activity_type_id = fields.Many2one("mail.activity.type")
    card_hidden = fields.Json(compute="_compute_card")
    card_readonly = fields.Json(compute="_compute_card")
    card_required = fields.Json(compute="_compute_card")
    card_hint = fields.Char(compute="_compute_card", string="To fill in")

    @api.depends("activity_type_id")
    def _compute_card(self):
        for record in self:
            # sudo: the card shapes the form of everybody who may see the task
            task_type = record.activity_type_id.sudo()
            record.card_hidden = self._as_card_list(task_type._hidden_fields())
            record.card_readonly = self._as_card_list(task_type._readonly_fields())
            record.card_required = self._as_card_list(
                task_type._required_fields(PLANNED)
            )
            record.card_hint = task_type._required_hint()

    @api.model
    def _as_card_list(self, names):
        """Never empty: an empty list is read as ``False``, on which ``in`` fails."""
        return ["", *names]

    def onchange(self, values, field_names, fields_spec):
        """Show the custom fields of a type as soon as it is chosen.

        Odoo answers with properties only when a *value* changes, so fields that are
        still
        empty would stay away until the record is saved.
        """
        result = super().onchange(values, field_names, fields_spec)
        answered = result.get("value", {})
        type_changed = {"activity_type_id"} & {*field_names, *answered}
        if field_names and type_changed and "task_properties" in fields_spec:
            chosen = answered.get("activity_type_id", values.get("activity_type_id"))
            answered.setdefault("task_properties", self._empty_custom_fields(chosen))
            result["value"] = answered
        return result

    @api.model
    def _empty_custom_fields(self, chosen):
        """The custom fields of a type as the browser wants them.

        :param chosen: a type as it stands in form values: an id, or a dict with it;
            empty for none
        """
        type_id = chosen["id"] if isinstance(chosen, dict) else chosen
        task_type = self.env["mail.activity.type"].browse(type_id or ())
        return [
            field | {"value": False} for field in task_type.properties_definition or []
        ]

"""Required fields and custom fields of a task, as the card of its type wants them."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from .crm_task_card_field import COMPLETED, PLANNED


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "crm.task.card.mixin"]

    task_properties = fields.Properties(
        "Custom fields",
        definition="activity_type_id.properties_definition",
        copy=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._check_card_when_planned()
        return tasks

    def write(self, vals):
        """Archiving a task is how it is completed, by whatever way."""
        before = self.browse()
        if not {"active", "is_cancelled"}.isdisjoint(vals):
            before = self.filtered(lambda task: task.active or task.is_cancelled)
        result = super().write(vals)
        completed = before.filtered(lambda task: not (task.active or task.is_cancelled))
        if completed:
            completed._check_completed()
        elif not self._card_field_names().isdisjoint(vals):
            self._check_card_when_planned()
        return result

    def _prepare_next_activity_values(self):
        """A task that follows by itself can't be asked for its required fields: they
        count when it is completed."""
        values = super()._prepare_next_activity_values() | {"automated": True}
        return values | self._values_to_hand_on()

    def _values_to_hand_on(self):
        """Hook: what a task shares with the next one, by whatever way that is made."""
        self.ensure_one()
        return {}

    @api.model
    def _card_field_names(self):
        selection = (
            self.env["crm.task.card.field"]._fields["field_name"].get_values(self.env)
        )
        return {"activity_type_id", "task_properties", *selection}

    def _check_card_when_planned(self):
        """Tasks made by other applications and rules are checked when somebody
        completes them."""
        by_type = self._by_type(lambda task_type: task_type._requires(PLANNED))
        for tasks in by_type.values():
            tasks.filtered(lambda task: task.active and not task.automated)._check_card(
                PLANNED
            )

    def _check_completed(self):
        """Hook: refuse tasks that may not be completed yet, by whatever way somebody
        tries. Call ``super()``.

        :raise ValidationError: saying what is to be done first
        """
        self._check_card(PLANNED, COMPLETED)

    def _check_card(self, *stages):
        """Refuse tasks on which something is missing that their card requires.

        :param stages: ``planned`` and/or ``completed``: the requirements that count
        :raise ValidationError: naming the task and the missing fields
        """
        by_type = self._by_type(lambda task_type: task_type._requires(*stages))
        for task_type, tasks in by_type.items():
            names = task_type._required_fields(*stages)
            properties = task_type._required_properties(*stages)
            for task in tasks:
                missing = task._missing_labels(names) + task._missing_property_labels(
                    properties
                )
                if missing:
                    raise ValidationError(
                        task._missing_message(missing, COMPLETED in stages)
                    )

    def _missing_labels(self, names):
        self.ensure_one()
        if not names:
            return []
        labels = dict(
            self.env["crm.task.card.field"]
            ._fields["field_name"]
            ._description_selection(self.env)
        )
        return [labels[name] for name in names if self._is_card_field_empty(name)]

    def _is_card_field_empty(self, name):
        value = self[name]
        if name == "priority":
            return value == "0"
        if name == "alarm_ids":
            return not value and not self.due_alarm_ids
        return is_html_empty(value) if self._fields[name].type == "html" else not value

    def _missing_property_labels(self, properties):
        self.ensure_one()
        if not properties:
            return []
        # reading the field gives plain values, its mapping has labels and no zeros
        listed = self.read(["task_properties"])[0]["task_properties"]
        values = {entry["name"]: entry.get("value") for entry in listed}
        return [
            field.name
            for field in properties
            if not self._is_filled(field, values.get(field.key))
        ]

    @staticmethod
    def _is_filled(field, value):
        """Zero is an answer, an unticked required checkbox is not."""
        if field.kind in ("integer", "float"):
            return value is not None and value is not False
        return bool(value)

    def _missing_message(self, missing, completing):
        values = {"task": self.display_name, "fields": ", ".join(missing)}
        if completing:
            return self.env._(
                "To complete “%(task)s”, please fill in: %(fields)s.", **values
            )
        return self.env._("To plan “%(task)s”, please fill in: %(fields)s.", **values)

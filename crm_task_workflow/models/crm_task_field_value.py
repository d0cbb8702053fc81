"""A value of any field, from the text in which it is configured."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmTaskFieldValue(models.AbstractModel):
    _name = "crm.task.field.value"
    _description = "Value of a Field, as Text"

    @api.model
    def _parse_for(self, definition, text):
        """The value to set, in the form that the field takes.

        :param definition: an ``ir.model.fields``
        :raise ValidationError: when the text isn't a value of the field
        """
        # sudo: names and kinds of fields are no secret
        definition = definition.sudo()
        field = self.env[definition.model]._fields[definition.name]
        try:
            return getattr(self, f"_parse_{field.type}", self._parse_text)(field, text)
        except (ValueError, KeyError) as error:
            raise ValidationError(
                self.env._(
                    "“%(value)s” can't be the value of “%(field)s”.",
                    value=text,
                    field=definition.field_description,
                )
            ) from error

    def _parse_text(self, field, text):
        return text or False

    def _parse_integer(self, field, text):
        return int(text or 0)

    def _parse_float(self, field, text):
        return float(text or 0)

    _parse_monetary = _parse_float

    def _parse_boolean(self, field, text):
        return {"": False, "0": False, "false": False, "1": True, "true": True}[
            text.lower()
        ]

    def _parse_date(self, field, text):
        return fields.Date.to_date(text) if text else False

    def _parse_datetime(self, field, text):
        return fields.Datetime.to_datetime(text) if text else False

    def _parse_selection(self, field, text):
        labels = {label: key for key, label in field._description_selection(self.env)}
        if text and text not in labels.values():
            return labels[text]
        return text or False

    def _parse_many2one(self, field, text):
        if not text:
            return False
        found = self.env[field.comodel_name].name_search(text, operator="=", limit=1)
        if not found:
            raise ValueError(text)
        return found[0][0]

"""Paths of fields from the document of a process, such as ``partner_id.user_id``."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.inline_template import attribute_paths


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _check_path(self, path, types=()):
        """:param types: the types of fields in which it may end; empty for any
        :raise ValidationError: when there is no such field
        """
        field = self._field_at(self.env[self._process_model()], path)
        if not field or (types and field.type not in types):
            raise ValidationError(
                self.env._(
                    "“%(step)s”: “%(path)s” isn't a field that fits.",
                    step=self.name,
                    path=path or "",
                )
            )

    @api.model
    def _field_at(self, records, path):
        """The field in which a path ends; empty if there is none."""
        field = None
        for name in (path or "").split("."):
            field = records._fields.get(name) if records is not None else None
            if not field:
                return None
            records = self.env[field.comodel_name] if field.relational else None
        return field

    def _check_path_rights(self, path):
        """:raise AccessError: when the user may not read what lies on the path"""
        records = self.env[self._process_model()]
        for name in path.split("."):
            records.check_access("read")
            field = records._fields[name]
            records._check_field_access(field, "read")
            records = self.env[field.comodel_name] if field.relational else None

    @api.model
    def _follow(self, document, path):
        """The value at the end of a path; of several records the first counts."""
        value = document
        for name in path.split("."):
            value = value[:1][name]
        return value

    @api.model
    def _variable_paths(self, expression):
        return attribute_paths(expression, "variables")

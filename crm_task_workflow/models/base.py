"""What the work queue shows of a document, of whatever model."""

from odoo import models
from odoo.tools import html2plaintext


class Base(models.AbstractModel):
    _inherit = "base"

    def _work_queue_fields(self):
        """Hook: names of the fields that the work queue shows of a document."""
        return []

    def _work_queue_summary(self):
        """The document as the work queue shows it, to those who may read it."""
        self.ensure_one()
        # sudo: the name of a model is no secret
        model = self.env["ir.model"]._get(self._name).sudo()
        client = self._mail_get_partners()[self.id][:1]
        client = client._filtered_access("read")
        return {
            "model": self._name,
            "id": self.id,
            "name": self.display_name,
            "model_name": model.name,
            "client": client.display_name if client != self else "",
            "phone": self._work_queue_phone() or client._work_queue_phone(),
            "email": self._work_queue_email() or client._work_queue_email(),
            "facts": self._work_queue_facts(),
        }

    def _work_queue_facts(self):
        """:return: ``label`` and ``value`` of the shown fields that aren't empty"""
        facts = []
        for name in self._work_queue_fields():
            field = self._fields[name]
            if not self._has_field_access(field, "read") or not self[name]:
                continue
            converter = self.env[
                f"ir.qweb.field.{field.type}"
                if f"ir.qweb.field.{field.type}" in self.env
                else "ir.qweb.field"
            ]
            value = html2plaintext(converter.record_to_html(self, name, {}) or "")
            facts.append(
                {"label": field.get_description(self.env)["string"], "value": value}
            )
        return facts

    def _work_queue_phone(self):
        numbers = (self[name] for name in self._phone_get_number_fields() if self)
        return next(filter(None, numbers), "") or ""

    def _work_queue_email(self):
        return self._mail_get_primary_email().get(self.id) or ""

"""Odoo asks for the defaults of each new record by itself. Where thousands are made
they are asked once for all that give the same fields."""

from copy import deepcopy

from odoo import api, models
from odoo.tools import ormcache

KEY = "crm_task_types.defaults"


class CrmTaskDefaults(models.AbstractModel):
    """Records of which many are made with the same defaults.

    Beside its own name, an existing model inherits it by ``_name`` and ``_inherit``.
    """

    _name = "crm.task.defaults"
    _description = "Records that are made with the same Defaults"

    #: fields whose values defaults follow from
    _fields_of_defaults = ()

    @api.model
    def _prepare_create_values(self, vals_list):
        known = self.env.cr.cache.setdefault(KEY, {})
        known[self._name] = {}
        try:
            return super()._prepare_create_values(vals_list)
        finally:
            known.pop(self._name, None)

    @api.model
    def _add_missing_default_values(self, values):
        known = self.env.cr.cache.get(KEY, {}).get(self._name)
        if known is None or not self._shares_defaults(values):
            return super()._add_missing_default_values(values)
        given = (values.get(name) for name in self._fields_of_defaults)
        key = id(self.env), *given, None, *values
        if key not in known:
            complete = super()._add_missing_default_values(values)
            known[key] = {
                name: value for name, value in complete.items() if name not in values
            }
        return deepcopy(known[key]) | values

    @api.model
    def _shares_defaults(self, values):
        return True


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "crm.task.defaults"]

    @api.model
    def _shares_defaults(self, values):
        return self._has_known_defaults()

    @api.model
    @ormcache()
    def _has_known_defaults(self):
        """Whether all defaults are values, or the time: what somebody's function gives
        may be another one for each message, such as a token."""
        return all(
            getattr(field.default, "__module__", "").startswith("odoo.orm.")
            for field in self._fields.values()
            if field.default
        )

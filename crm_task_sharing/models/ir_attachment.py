"""Files are searched with the rights of who searches."""

from odoo import api, models
from odoo.fields import Domain


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain).optimize(self).map_conditions(self._asked_as_user)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _asked_as_user(self, condition):
        """Odoo finds files as the superuser, also by the tasks of who wrote them, and
        leaves out afterwards what the user may not read."""
        if not isinstance(condition.value, Domain):
            return condition
        field = self._fields[condition.field_expr]
        found = self.env[field.comodel_name]._search(condition.value)
        return Domain(condition.field_expr, condition.operator, found)

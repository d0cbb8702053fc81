"""What goes when an add-on is uninstalled, and what stays."""

from odoo import models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    def _prepare_update(self):
        """With a field, Odoo removes what depends on it and is inherited by another
        model: the name of scheduled actions, when ours of server actions go, after
        which changes of that name fail. What stays is inherited as before."""
        found = super()._prepare_update()
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            return found
        return found - (found - self).filtered(lambda row: row._is_kept(found))

    def _is_kept(self, removed):
        """Whether the field from which this one is inherited stays."""
        model = self.env.get(self.model)
        field = model._fields.get(self.name) if model is not None else None
        if not field or not field.inherited:
            return False
        origin = field.inherited_field
        return self._get(origin.model_name, origin.name) not in removed

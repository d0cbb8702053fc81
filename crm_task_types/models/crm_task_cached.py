from odoo import api, models


class CrmTaskCached(models.AbstractModel):
    """Records of which answers are kept in ``ormcache``: a change forgets them.

    Beside its own name, an existing model inherits it by ``_name`` and ``_inherit``.
    """

    _name = "crm.task.cached"
    _description = "Records that are kept in the Cache"

    #: the fields whose change is a change of the answers; None: all
    _cached_fields = None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._cached_fields is None or not self._cached_fields.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

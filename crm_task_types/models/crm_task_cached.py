from odoo import api, models

# whether the transaction has changed such records
CHANGED = "crm_task_types.changed"


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
        self._forget_answers()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._cached_fields is None or not self._cached_fields.isdisjoint(vals):
            self._forget_answers()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_answers()
        return result

    @api.model
    def _forget_answers(self):
        clear, after = self.env.registry.clear_cache, self.env.cr.postcommit
        clear()
        if not after.data.get(CHANGED):
            # a thread beside this one may have kept what was true before
            after.data[CHANGED] = True
            after.add(clear)

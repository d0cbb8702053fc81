"""Configuration that everybody reads, and hardly anybody writes, is kept in memory.

Odoo reads types, outcomes, cards, … from the database in every transaction. Of the
models that inherit ``crm.task.kept`` it finds them in the registry's cache, which Odoo
empties in all its processes when one of them changes.
"""

from odoo import api, models
from odoo.tools import ormcache

# whether the transaction has changed such records
CHANGED_KEPT = "crm_task_types.changed_kept"


class CrmTaskKept(models.AbstractModel):
    """Few records, read by everybody: their fields are kept in memory.

    Nothing has to be called: where Odoo would fetch a field, it is there already.
    """

    _name = "crm.task.kept"
    _inherit = ["crm.task.cached"]
    _description = "Configuration that is kept in Memory"
    _is_kept = True

    @api.private
    def fetch(self, field_names=None):
        # what is in memory says nothing of rights: these are checked as ever
        if field_names and (self.env.su or not self._check_access("read")):
            self._recall(field_names)
        return super().fetch(field_names)

    def _recall(self, field_names):
        """Put what is kept where Odoo looks first; not for who is changing it, whose
        changes aren't for others yet."""
        changed = self.env.cr.postcommit.data.get(CHANGED_KEPT)
        if changed or self.env.context.get("prefetch_langs"):
            return
        columns, known = self._kept_columns(), self.browse()
        for name in field_names:
            values = columns.get(name)
            if values is None and self.env.su and self._is_kept_relation(name):
                values = self._kept_relation(name)
            if values:
                ids = tuple(id_ for id_ in self._ids if id_ in values)
                if ids != known._ids:  # mostly the same for all fields
                    known = self.browse(ids)
                self._fields[name]._insert_cache(known, [values[id_] for id_ in ids])

    # ---- what is kept

    @api.model
    @ormcache("self.env.lang", "self.env._lang")
    def _kept_columns(self):
        """:return: ``{field name: {id: value in Odoo's cache}}``"""
        found = [
            field
            for field in self._fields.values()
            if field.store
            and field.column_type
            and field.prefetch is True
            and not field.company_dependent
        ]
        records = self._all_kept()
        records._fetch_query(records._as_query(ordered=False), found)
        return {field.name: records._cached_values(field) for field in found}

    @api.model
    @ormcache("name")
    def _kept_relation(self, name):
        """:return: ``{id: ids of the related records}``, archived ones included"""
        records, field = self._all_kept(), self._fields[name]
        field.read(records)
        return records._cached_values(field)

    @api.model
    def _all_kept(self):
        # sudo: rights are checked when somebody reads them
        records = self.sudo().with_context(active_test=False)
        # by id: nothing has to be computed or flushed for that
        return records.search([("id", "!=", False)], order="id")

    def _cached_values(self, field):
        cache = field._get_cache(self.env)
        return {id_: cache[id_] for id_ in self._ids if id_ in cache}

    @api.model
    def _is_kept_relation(self, name):
        """Whether all changes of a relation are noticed here."""
        field = self._fields[name]
        if field.type == "one2many" and field.store:
            return getattr(self.env[field.comodel_name], "_is_kept", False)
        return (
            field.type == "many2many"
            and field.store
            and not self.pool.field_inverses[field]
        )

    # ---- forgetting it

    @api.model
    def _forget_answers(self):
        self.env.cr.postcommit.data[CHANGED_KEPT] = True
        return super()._forget_answers()

    def _write_multi(self, vals_list):
        """Computed fields are written by nobody else."""
        result = super()._write_multi(vals_list)
        self._forget_answers()
        return result

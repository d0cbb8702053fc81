"""Answers that are kept in the registry's cache, until what they come from changes."""

from odoo import api, fields, models
from odoo.tools import ormcache

# whether the transaction has changed such records; what it has asked since
CHANGED = "crm_task_types.changed"


class kept_answer(ormcache):  # noqa: N801 (a decorator, as ormcache)
    """:class:`ormcache` for answers of models that inherit ``crm.task.cached``.

    A transaction that has changed some of them keeps its answers for itself: it may be
    undone, as a whole or up to a savepoint, and until its end they aren't for others.
    """

    def lookup(self, *args, **kwargs):
        cursor = args[0].env.cr
        if not cursor.postcommit.data.get(CHANGED):
            return super().lookup(*args, **kwargs)
        # Odoo empties this cache, too, when it goes back to a savepoint
        answers = cursor.cache.setdefault(CHANGED, {})
        key = self.key(*args, **kwargs)
        if key not in answers:
            answers[key] = self.method(*args, **kwargs)
        return answers[key]


def _forget_everywhere(registry):
    """Others may have kept what was true until the change was committed: threads beside
    this one, and other processes, which a scheduled action tells before it commits."""
    registry.clear_cache()
    if registry.ready:
        registry.signal_changes()


class CrmTaskCached(models.AbstractModel):
    """Records of which answers are kept, see :class:`kept_answer`: a change forgets
    them.

    Beside its own name, an existing model inherits it by ``_name`` and ``_inherit``.
    """

    _name = "crm.task.cached"
    _description = "Records that are kept in the Cache"
    _is_cached = True

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
        registry, cursor = self.env.registry, self.env.cr
        registry.clear_cache()
        cursor.cache.pop(CHANGED, None)
        if not cursor.postcommit.data.get(CHANGED):
            cursor.postcommit.data[CHANGED] = True
            cursor.postcommit.add(lambda: _forget_everywhere(registry))


class Base(models.AbstractModel):
    _inherit = "base"

    def unlink(self):
        """The database takes the deleted record out of what is kept, or deletes that,
        too."""
        result = super().unlink()
        if self and self._name in self._cached_targets():
            self.env["crm.task.kept"]._forget_answers()
        return result

    @api.model
    @ormcache()
    def _cached_targets(self):
        """The models to which records point of which answers are kept."""
        return frozenset(
            field.comodel_name
            for model in self.pool.values()
            if getattr(model, "_is_cached", False)
            for field in model._fields.values()
            if isinstance(field, (fields.Many2one, fields.Many2many))
        )

"""What a document tells of its tasks, it tells of those that its reader may see."""

from odoo import api, fields, models
from odoo.fields import Domain

FRESH = "crm_task_sharing.documents_read_afresh"


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    # Odoo takes it that who reads the document reads its activities
    activity_ids = fields.One2many(bypass_search_access=False)

    # ---- whether a document has tasks

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not bypass_access and self.env["mail.activity"]._is_narrowed():
            domain = Domain(domain).map_conditions(self._asked_of_known_tasks)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _fields_of_tasks(self):
        """The fields of several records that somebody may not know of."""
        return {"activity_ids"}

    @api.model
    def _asked_of_known_tasks(self, condition):
        name = condition.field_expr
        if name not in self._fields_of_tasks() and not name.startswith("activity_"):
            return condition
        return condition.optimize_full(self).map_conditions(self._among_known)

    @api.model
    def _among_known(self, condition):
        """Odoo asks for no right where records are given by id, or where there shall
        be none."""
        name, operator = condition.field_expr, condition.operator
        if name not in self._fields_of_tasks() or operator not in ("in", "not in"):
            return condition
        ids = [record_id for record_id in condition.value if record_id]
        domain = self._has_known(name, Domain("id", "in", ids))
        if len(ids) < len(condition.value):
            domain |= ~self._has_known(name, Domain.TRUE)
        return domain if operator == "in" else ~domain

    @api.model
    def _has_known(self, name, domain):
        field = self._fields[name]
        Known = self.env[field.comodel_name].with_context(active_test=False)
        of_field = field.get_comodel_domain(self)
        return Domain(name, "any", Known._search(domain & of_field))

    # ---- the system may have read all tasks for itself in the same request

    def _read_format(self, fnames, load="_classic_read"):
        told = {name for name in fnames if "activity" in name}
        if told and self.env["mail.activity"]._is_narrowed():
            told.add("activity_ids")
            if (self._afresh() or set()).issuperset(self._ids):
                told.remove("activity_ids")
            self.invalidate_recordset(told)
        return super()._read_format(fnames, load)

    @api.model
    @api.readonly
    def web_search_read(
        self,
        domain,
        specification,
        offset=0,
        limit=None,
        order=None,
        count_limit=None,
    ):
        """Read the tasks of the page once, not again before they are shown."""
        cache = self.env.cr.cache
        outer, cache[FRESH] = cache.get(FRESH), (self._name, self.env, set())
        try:
            return super().web_search_read(
                domain, specification, offset, limit, order, count_limit
            )
        finally:
            cache[FRESH] = outer

    def _fetch_query(self, query, fields):
        afresh = self._afresh()
        if afresh is None or self._fields["activity_ids"] not in fields:
            return super()._fetch_query(query, fields)
        self.invalidate_model(["activity_ids"])
        afresh.clear()
        documents = super()._fetch_query(query, fields)
        afresh.update(documents._ids)
        return documents

    @api.model
    def _afresh(self):
        """The ids of documents whose tasks were read for this user, after what the
        system had read of them was forgotten; ``None`` where no page is read."""
        name, env, afresh = self.env.cr.cache.get(FRESH) or (None, None, None)
        return afresh if name == self._name and env is self.env else None

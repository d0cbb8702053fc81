"""What a document tells of its tasks, it tells of those that its reader may see."""

from odoo import api, fields, models

FRESH = "crm_task_sharing.documents_read_afresh"


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    # Odoo takes it that who reads the document reads its activities
    activity_ids = fields.One2many(bypass_search_access=False)

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

"""Parts that tell of the document of their task are for those who may know it."""

from odoo import api, models
from odoo.fields import Domain


class CrmTaskPart(models.AbstractModel):
    _inherit = "crm.task.part"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not self._hides_documents():
            return result
        # sudo: only to learn of which tasks these are parts
        closed = self.sudo().mail_activity_id.sudo(False)._with_closed_document()
        denied = self.filtered(lambda part: part.sudo().mail_activity_id.id in closed)
        if not denied:
            return result
        denied |= result[0] if result else denied
        return denied, lambda: denied._make_access_error(operation)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if self._hides_documents() and not bypass_access:
            Task = self.env["mail.activity"].with_context(active_test=False)
            known = Task._search(
                Domain.custom(
                    to_sql=lambda model, alias, query: model._known_sql(query)
                )
            )
            domain = Domain(domain) & Domain("mail_activity_id", "in", known)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _hides_documents(self):
        return self._tells_document and self.env["mail.activity"]._is_widened()

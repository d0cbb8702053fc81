"""What tells of a task is not for those from whom sharing hides the task."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmTaskMention(models.AbstractModel):
    _inherit = "crm.task.mention"

    @api.model
    def _search(self, domain, *args, **kwargs):
        # also where Odoo asks for no rights, as for the messages of a document
        if self.env["mail.activity"]._is_narrowed():
            domain = Domain(domain) & Domain.custom(to_sql=self._of_no_hidden_task_sql)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _of_no_hidden_task_sql(self, model, alias, query):
        task_id = model._field_to_sql(alias, model._task_field, query)
        return SQL("NOT %s", model.env["mail.activity"]._hidden_one_sql("id", task_id))

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not any(self._ids) or not self.env["mail.activity"]._is_narrowed():
            return result
        # sudo: only to learn of which tasks they tell
        hidden = self.sudo()[self._task_field].sudo(False)._hidden()
        if not hidden:
            return result
        denied = self.filtered(
            lambda record: record.sudo()[self._task_field].id in hidden.ids
        )
        denied |= result[0] if result else denied
        return denied, lambda: self.env["ir.rule"]._make_access_error(operation, denied)

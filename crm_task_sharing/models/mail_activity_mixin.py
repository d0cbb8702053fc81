"""What a document tells of its tasks, it tells of those that its reader may see."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    # Odoo takes it that who reads the document reads its activities
    activity_ids = fields.One2many(bypass_search_access=False)
    activity_type_id = fields.Many2one(related_sudo=False)
    activity_type_icon = fields.Char(related_sudo=False)
    activity_summary = fields.Char(related_sudo=False)

    def _read_format(self, fnames, load="_classic_read"):
        # the system may have read all tasks for itself in the same request
        told = {name for name in fnames if "activity" in name}
        if told and self.env["mail.activity"]._is_narrowed():
            self.invalidate_recordset(["activity_ids", *told])
        return super()._read_format(fnames, load)

    @api.model
    def _counted_tasks_sql(self, alias):
        Task = self.env["mail.activity"]
        if not Task._is_narrowed():
            return super()._counted_tasks_sql(alias)
        hidden = Task._hidden_query(Domain("res_model", "=", self._name))
        return SQL("%s NOT IN %s", SQL.identifier(alias, "id"), hidden.subselect())

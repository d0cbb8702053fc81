"""What a document tells of its tasks, it tells of those that its reader may see."""

from odoo import fields, models


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    # Odoo takes it that who reads the document reads its activities
    activity_ids = fields.One2many(bypass_search_access=False)

    def _read_format(self, fnames, load="_classic_read"):
        # the system may have read all tasks for itself in the same request
        told = {name for name in fnames if "activity" in name}
        if told and self.env["mail.activity"]._is_narrowed():
            self.invalidate_recordset(["activity_ids", *told])
        return super()._read_format(fnames, load)

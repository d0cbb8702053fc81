from odoo import models


class MailActivityScheduleBatch(models.TransientModel):
    _inherit = "mail.activity.schedule.batch"

    def _transient_clean_rows_older_than(self, seconds):
        if self.env["mail.activity.schedule"]._keep_launches():
            return super()._transient_clean_rows_older_than(seconds)
        return False

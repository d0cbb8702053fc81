"""Only slots look for tasks of which the user knows no more than their times."""

from odoo import api, models

from ..tools import levels

# The value of ``crm_task_least_level`` in the context of such a search. An object: what
# comes with a request is never this one.
SLOTS = object()


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _least_level(self):
        if self.env.context.get("crm_task_least_level") is SLOTS:
            return levels.BUSY
        return super()._least_level()

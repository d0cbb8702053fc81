from odoo import fields, models

from .crm_task_share import LEVELS


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    share_level = fields.Selection(
        [("document", "As the document"), *LEVELS],
        "Shared by default",
        help="What colleagues see of tasks of this type about which their owner says "
        "nothing. Empty: as set for the company.",
    )

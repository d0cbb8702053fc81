"""What becomes of the open tasks of a deal that is won or lost."""

from odoo import fields, models

from odoo.addons.crm_task_types.models.mail_activity_type import set_column_defaults

POLICIES = [("keep", "Keep"), ("cancel", "Cancel"), ("complete", "Complete")]


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    won_policy = fields.Selection(
        POLICIES,
        "When the deal is won",
        default="keep",
        required=True,
        help="What becomes of open tasks of this type. Cancelled tasks are kept, with "
        "the reason; completed ones get the default outcome.",
    )
    lost_policy = fields.Selection(
        POLICIES, "When the deal is lost", default="keep", required=True
    )

    def init(self):
        set_column_defaults(self, "won_policy", "lost_policy")
        return super().init()

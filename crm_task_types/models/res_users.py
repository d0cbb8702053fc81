"""A user may count his tasks on leads and contacts apart from other activities."""

from odoo import api, fields, models

MOST_COUNTED = 1000  # by Odoo, unless a system parameter says otherwise


class ResUsers(models.Model):
    _inherit = "res.users"

    task_counted_apart = fields.Boolean(
        "Count CRM tasks apart",
        help="Tasks on leads and contacts have an icon of their own at the top of the "
        "screen and leave the one of other activities.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["task_counted_apart"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["task_counted_apart"]

    @api.model
    def _get_activity_groups(self):
        # Odoo asks each task for its state by itself: they are all known before
        self.env["mail.activity"].search(
            [("user_id", "=", self.env.uid)], order="id desc", limit=MOST_COUNTED
        ).mapped("state")
        groups = super()._get_activity_groups()
        if not self.env.user.task_counted_apart:
            return groups
        apart = self.env["mail.activity"]._sales_models()
        return [
            group
            for group in groups
            if group.get("type") != "activity" or group.get("model") not in apart
        ]

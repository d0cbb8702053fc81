"""What the browser is told of a task in chatter and popovers."""

from odoo import models

from odoo.addons.mail.tools.discuss import Store


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _to_store_defaults(self, target):
        fields = [
            *super()._to_store_defaults(target),
            "date_start",
            "date_due",
            "duration_hours",
            "priority",
            "reschedule_count",
            "reschedule_reason",
        ]
        if self.env.user.has_group("crm_task_types.group_use_task_status"):
            fields.append(Store.One("status_id", ["name", "color"]))
        return fields

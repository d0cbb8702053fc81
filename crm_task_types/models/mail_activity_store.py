"""What the browser is told of a task in chatter and popovers."""

from odoo import models

from odoo.addons.mail.tools.discuss import Store


class ResUsers(models.Model):
    _inherit = "res.users"

    def _init_store_data(self, store):
        result = super()._init_store_data(store)
        store.add_global_values(
            asksCancelReason=self.env["mail.activity"]._asks_cancel_reason()
        )
        return result


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
            "review_state",
            "review_text",
            "can_review",
            "is_repeating",
            "series_words",
        ]
        if self.env.user.has_group("crm_task_types.group_use_task_status"):
            fields.append(Store.One("status_id", ["name", "color"]))
        return fields

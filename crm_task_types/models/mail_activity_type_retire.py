"""Deleting a type that tasks use retires it for good."""

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    retired = fields.Boolean(
        readonly=True,
        copy=False,
        help="The type was deleted while tasks used it. Its tasks can be completed, "
        "but no new "
        "ones can be planned, and the type can't be brought back.",
    )

    def unlink(self):
        if self.env.context.get(MODULE_UNINSTALL_FLAG):
            return super().unlink()
        self.check_access("unlink")
        used = self._filtered_used()
        used._unlink_except_todo()
        used._retire()
        return super(MailActivityType, self - used).unlink()

    def write(self, vals):
        if vals.get("active") or ("retired" in vals and not vals["retired"]):
            self._refuse_revival()
        return super().write(vals)

    def _filtered_used(self):
        """Those with at least one task, open or done, seen by the user or not."""
        # sudo: seen by the user or not, see above
        Task = self.env["mail.activity"].sudo().with_context(active_test=False)
        groups = Task._read_group(
            [("activity_type_id", "in", self.ids)], ["activity_type_id"]
        )
        return self.browse([task_type.id for (task_type,) in groups])

    def _retire(self):
        if not self:
            return
        previous = self.search([("triggered_next_type_id", "in", self.ids)])
        previous.write({"chaining_type": "suggest"})
        self.previous_type_ids = False
        self.write({"active": False, "retired": True})

    def _refuse_revival(self):
        retired = self.filtered("retired")
        if retired:
            raise UserError(
                self.env._(
                    "“%(types)s” was deleted and is only kept for its old tasks. It "
                    "can't be brought "
                    "back; please create a new type.",
                    types="”, “".join(retired.mapped("name")),
                )
            )

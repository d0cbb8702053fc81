"""Deleting a type that is in use retires it for good."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

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
        self._leave_chains()
        used._retire()
        return super(MailActivityType, self - used).unlink()

    def write(self, vals):
        if vals.get("active") or ("retired" in vals and not vals["retired"]):
            self._refuse_revival()
        return super().write(vals)

    def _filtered_used(self):
        """Those with at least one task, open or done, or named by something else that
        doesn't let go of them, such as a line of a plan; seen by the user or not."""
        used = set()
        for field in self._fields_that_hold():
            Model, column = self.env[field.model_name], SQL.identifier(field.name)
            Model.flush_model([field.name])
            rows = self.env.execute_query(
                SQL(
                    "SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s)",
                    column,
                    SQL.identifier(Model._table),
                    column,
                    self.ids,
                )
            )
            used.update(type_id for (type_id,) in rows)
        return self.filtered(lambda task_type: task_type.id in used)

    @api.model
    def _fields_that_hold(self):
        return [
            field
            for model in self.pool.values()
            if model._auto and not model._abstract and model._name != self._name
            for field in model._fields.values()
            if field.type == "many2one"
            and field.store
            and field.comodel_name == self._name
            and field.ondelete == "restrict"
        ]

    def _retire(self):
        if not self:
            return
        self.write({"active": False, "retired": True})

    def _leave_chains(self):
        previous = self.search([("triggered_next_type_id", "in", self.ids)])
        previous.write({"chaining_type": "suggest"})
        self.previous_type_ids = False

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

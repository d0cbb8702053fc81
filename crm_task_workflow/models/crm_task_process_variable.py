"""What a run of a process knows besides its document."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_task_types.tools import code as codes

from ..tools import values

KINDS = [
    (values.TEXT, "Text"),
    (values.NUMBER, "Number"),
    (values.BOOLEAN, "Yes or no"),
    (values.DATE, "Day"),
    (values.DATETIME, "Day and time"),
    (values.RECORD, "Record"),
]


class CrmTaskProcessVariable(models.Model):
    _name = "crm.task.process.variable"
    _description = "Variable of a Task Process"
    _order = "sequence, id"

    process_id = fields.Many2one(
        "crm.task.process", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    code = fields.Char(
        compute="_compute_code",
        store=True,
        readonly=False,
        precompute=True,
        help="How texts speak of it: {{ variables.code }}",
    )
    kind = fields.Selection(KINDS, default=values.TEXT, required=True)
    model_id = fields.Many2one(
        "ir.model",
        "Kind of record",
        domain=[("transient", "=", False)],
        ondelete="cascade",
    )
    model_name = fields.Char(related="model_id.model", string="Model of the record")
    default = fields.Char(
        "Starts with", help="As in an import: a text, a number, a date or an id."
    )

    _code_once = models.Constraint(
        "UNIQUE(process_id, code)",
        "The process has another variable with this code already.",
    )

    @api.depends("name")
    def _compute_code(self):
        for variable in self:
            if not variable.code and variable.name:
                others = variable.process_id.variable_ids - variable
                variable.code = codes.unused(
                    codes.code_from(variable.name, "variable"), others.mapped("code")
                )

    @api.constrains("code")
    def _check_code(self):
        for variable in self:
            if not codes.is_code(variable.code or ""):
                raise ValidationError(
                    self.env._(
                        "“%s” can't be the code of a variable. Use small letters, "
                        "digits and underscores, starting with a letter.",
                        variable.code or "",
                    )
                )

    @api.constrains("kind", "model_id", "default")
    def _check_default(self):
        for variable in self:
            if variable.kind == values.RECORD and not variable.model_id:
                raise ValidationError(
                    self.env._(
                        "“%s”: please say what kind of record it is.", variable.name
                    )
                )
            variable._to_plain(variable.default)

    def _to_plain(self, value):
        """:raise ValidationError: when it isn't a value of the variable"""
        self.ensure_one()
        try:
            return values.to_plain(self.kind, value)
        except (ValueError, TypeError) as error:
            raise ValidationError(
                self.env._(
                    "“%(value)s” can't be the value of “%(variable)s”.",
                    value=value,
                    variable=self.name,
                )
            ) from error

"""A value that a step sets: a variable, a field of the document or of the task."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import graph
from .crm_task_delay import DAYS, UNITS
from .crm_task_process_step_task import AFTER, DIRECTIONS

TO_VARIABLE, TO_FIELD, TO_CUSTOM, TO_CHILD = "variable", "field", "custom", "child"
TEXT, FROM_FIELD, FROM_VARIABLE, MOMENT = "text", "field", "variable", "now"
FROM_CHILD = "child"
# what of a task is set by the step itself, or by the system
PROTECTED = {
    "activity_type_id", "active", "user_id", "res_model", "res_model_id", "res_id",
    "date_deadline", "date_start", "date_due", "date_done", "result_ids",
}  # fmt: skip


class CrmTaskProcessValue(models.Model):
    _name = "crm.task.process.value"
    _inherit = ["crm.task.field.value"]
    _description = "Value that a Step sets"
    _order = "sequence, id"

    step_id = fields.Many2one(
        "crm.task.process.step", required=True, index=True, ondelete="cascade"
    )
    process_id = fields.Many2one(related="step_id.process_id")
    sequence = fields.Integer(default=10)
    target = fields.Selection(
        [
            (TO_VARIABLE, "Variable"),
            (TO_FIELD, "Field"),
            (TO_CUSTOM, "Custom field of the task"),
            (TO_CHILD, "Variable of the other process"),
        ],
        "Sets",
        default=TO_FIELD,
        required=True,
    )
    variable_id = fields.Many2one(
        "crm.task.process.variable",
        domain="[('process_id', '=', process_id)]",
        ondelete="restrict",
    )
    target_model = fields.Char(compute="_compute_target_model")
    field_id = fields.Many2one(
        "ir.model.fields",
        "Field",
        domain="[('model', '=', target_model), ('readonly', '=', False),"
        " ('store', '=', True)]",
        ondelete="cascade",
    )
    custom_field_id = fields.Many2one(
        "crm.task.custom.field", "Custom field", ondelete="cascade"
    )
    source = fields.Selection(
        [
            (TEXT, "Text, may hold placeholders"),
            (FROM_FIELD, "A field of the document"),
            (FROM_VARIABLE, "A variable"),
            (MOMENT, "The time at which the step is reached"),
            (FROM_CHILD, "A variable of the other process, at its end"),
        ],
        "Set to",
        default=TEXT,
        required=True,
    )
    text = fields.Char(
        help="As in an import: a text, a number, a date or a record's name. May hold "
        "placeholders such as {{ object.expected_revenue * 2 }}. Empty: empties it."
    )
    source_field = fields.Char("Field of the document")
    source_variable_id = fields.Many2one(
        "crm.task.process.variable",
        "Value of the variable",
        domain="[('process_id', '=', process_id)]",
        ondelete="restrict",
    )
    # by its code: the other process has versions of its own
    child_code = fields.Char("Code in the other process")
    child_variable_id = fields.Many2one(
        "crm.task.process.variable",
        "In the other process",
        compute="_compute_child_variable_id",
        inverse="_inverse_child_variable_id",
        domain="[('process_id', '=', child_process_id)]",
    )
    child_process_id = fields.Many2one(related="step_id.child_process_id")
    shift_direction = fields.Selection(DIRECTIONS, default=AFTER, required=True)
    shift_count = fields.Integer("Shift", help="Of a day or a time. Empty: none.")
    shift_unit = fields.Selection(UNITS, default=DAYS, required=True)

    @api.depends("step_id.kind", "step_id.process_id.model_name")
    def _compute_target_model(self):
        for value in self:
            value.target_model = value._target_model()

    def _target_model(self):
        if self.step_id.kind == graph.TASK:
            return "mail.activity"
        return self.step_id._process_model()

    @api.model
    def _with_child_code(self, vals):
        """Constraints look at stored fields before others are inversed."""
        if not vals.get("child_variable_id"):
            return vals
        variable = self.env["crm.task.process.variable"]
        return {
            **vals,
            "child_code": variable.browse(vals["child_variable_id"]).code,
        }

    @api.depends("child_code", "step_id.child_process_id.variable_ids.code")
    def _compute_child_variable_id(self):
        for value in self:
            value.child_variable_id = value.child_process_id.variable_ids.filtered(
                lambda variable: variable.code == value.child_code  # noqa: B023
            )

    def _inverse_child_variable_id(self):
        for value in self:
            value.child_code = value.child_variable_id.code

    @api.constrains(
        "target", "child_code", "variable_id", "field_id", "custom_field_id", "source",
        "source_field", "source_variable_id", "text", "step_id",
    )  # fmt: skip
    def _check_is_complete(self):
        for value in self:
            value._check_target()
            value._check_source()

    def _check_target(self):
        name = {
            TO_VARIABLE: "variable_id",
            TO_FIELD: "field_id",
            TO_CUSTOM: "custom_field_id",
            TO_CHILD: "child_code",
        }[self.target]
        if not self[name]:
            raise self._unset_error(name)
        field = self.field_id.sudo()  # sudo: names of fields are no secret
        if self.target == TO_FIELD and (
            field.model != self._target_model()
            or (self.step_id.kind == graph.TASK and field.name in PROTECTED)
        ):
            raise ValidationError(
                self.env._(
                    "“%(step)s” can't set the field “%(field)s”.",
                    step=self.step_id.name,
                    field=field.field_description,
                )
            )

    def _check_source(self):
        self._check_child()
        if self.source == FROM_VARIABLE and not self.source_variable_id:
            raise self._unset_error("source_variable_id")
        if self.source == FROM_FIELD:
            self.step_id._check_path(self.source_field)
        if self.source == TEXT and "{{" in (self.text or ""):
            self.step_id._check_text(self.text)
        elif self.source == TEXT and self.target == TO_FIELD:
            self._parse_for(self.field_id, self.text or "")
        elif self.source == TEXT and self.target == TO_VARIABLE:
            self.variable_id._to_plain(self.text)

    def _check_child(self):
        """What is told to another process, and what it tells."""
        tells, asks = self.target == TO_CHILD, self.source == FROM_CHILD
        if not (tells or asks):
            return
        step = self.step_id
        if asks and not self.child_code:
            raise self._unset_error("child_code")
        if step.kind != graph.SUBPROCESS or tells == asks:
            raise ValidationError(
                self.env._(
                    "“%s”: only a step that starts another process can give it values, "
                    "or take values from it.",
                    step.name,
                )
            )
        if asks and not step.waits_for_child:
            raise ValidationError(
                self.env._(
                    "“%s” takes values from the other process, so it has to wait for "
                    "its end.",
                    step.name,
                )
            )

    def _unset_error(self, name):
        return ValidationError(
            self.env._(
                "“%(step)s” needs: %(field)s.",
                step=self.step_id.name,
                field=self._fields[name]._description_string(self.env),
            )
        )

    # ---- placeholders: who may write them is checked with the step

    @api.model_create_multi
    def create(self, vals_list):
        found = super().create([self._with_child_code(vals) for vals in vals_list])
        found.step_id._check_text_rights()
        return found

    def write(self, vals):
        result = super().write(self._with_child_code(vals))
        if "text" in vals:
            self.step_id._check_text_rights()
        return result


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _check_text_rights(self):
        result = super()._check_text_rights()
        if self.env.su or self.env.user.has_group("mail.group_mail_template_editor"):
            return result
        Renderer = self.env["mail.render.mixin"]
        for value in self.value_ids.filtered("text"):
            step = value.step_id
            if Renderer._has_unsafe_expression_template_inline_template(
                step._text_for_rights(value.text), step._process_model()
            ):
                raise self._template_rights_error(step)
        return result

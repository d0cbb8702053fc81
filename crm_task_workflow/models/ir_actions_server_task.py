"""Server actions on tasks: *Create CRM task* and *Complete CRM tasks with outcome*."""

import html

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools.rendering_tools import parse_inline_template
from odoo.tools.safe_eval import (
    _SAFE_OPCODES,
    assert_valid_codeobj,
    compile_codeobj,
)

from odoo.addons.crm_task_types.models.mail_activity_type import PRIORITIES

from ..tools.inline_template import attribute_paths, free_names
from .crm_task_assignee import ASK, FIXED, RULES, SALESPERSON
from .crm_task_delay import DAYS, UNITS

CREATE_TASK, PRESS_OUTCOME = "create_task", "press_outcome"
KINDS = (CREATE_TASK, PRESS_OUTCOME)
WHOLE_DAY, AFTER_DELAY, AT_HOUR = "day", "moment", "hour"
ERROR, FALLBACK_USER, UNASSIGNED = "error", "user", "unassigned"
OPEN, CLOSE = "{{", "}}"
# what every expression may use besides the names that the sandbox knows
_BUILTINS = {"True", "False", "None", "bool", "int", "float", "list", "dict", "set"}
_BUILTINS |= {"tuple", "sorted", "enumerate", "range", "zip", "any", "all", "repr"}


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    state = fields.Selection(
        selection_add=[
            (CREATE_TASK, "Create CRM Task"),
            (PRESS_OUTCOME, "Complete CRM Tasks with Outcome"),
            ("code",),
        ],
        ondelete={kind: "cascade" for kind in KINDS},
    )
    task_type_id = fields.Many2one(
        "mail.activity.type",
        "Task type",
        domain="[('applicable_model', '=', model_name)]",
        ondelete="restrict",
    )
    # ---- create
    task_title = fields.Char(
        help="May hold placeholders such as {{ object.partner_id.name }} or "
        "{{ format_date(object.create_date) }}. Empty: the title of the task type."
    )
    task_note = fields.Html(help="May hold placeholders, as the title.")
    task_delay_count = fields.Integer("Delay", default=0)
    task_delay_unit = fields.Selection(UNITS, "Unit of the delay", default=DAYS)
    task_delay_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working time",
        ondelete="set null",
        help="Counts only working time. Empty: by the clock.",
    )
    task_timing = fields.Selection(
        [
            (WHOLE_DAY, "The whole day"),
            (AFTER_DELAY, "When the delay is over"),
            (AT_HOUR, "At a time of day"),
        ],
        "Time",
        default=WHOLE_DAY,
    )
    task_hour = fields.Float(
        "At", help="The time of day at which the task starts, for its assignee."
    )
    task_duration_hours = fields.Float(
        "Task duration",
        compute="_compute_task_type_values",
        store=True,
        readonly=False,
        help="Hours from start to due.",
    )
    task_priority = fields.Selection(
        PRIORITIES, compute="_compute_task_type_values", store=True, readonly=False
    )
    task_assignee_rule = fields.Selection(
        [(rule, label) for rule, label in RULES if rule != ASK],
        "Assigned to",
        default=SALESPERSON,
    )
    task_user_id = fields.Many2one(
        "res.users", "Person", domain=[("share", "=", False)], ondelete="restrict"
    )
    task_fallback = fields.Selection(
        [
            (ERROR, "Refuse"),
            (FALLBACK_USER, "Assign to a person"),
            (UNASSIGNED, "Leave unassigned"),
        ],
        "If nobody is found",
        default=UNASSIGNED,
        help="Also when the person who is found can't open the document. “Refuse” then "
        "refuses what started the action.",
    )
    task_fallback_user_id = fields.Many2one(
        "res.users",
        "Person instead",
        domain=[("share", "=", False)],
        ondelete="restrict",
    )
    task_checklist = fields.Text(
        help="One item per line. Empty: the checklist of the task type."
    )
    # ---- press
    task_outcome_id = fields.Many2one(
        "crm.task.outcome",
        "Outcome",
        domain="[('activity_type_id', '=', task_type_id)]",
        ondelete="restrict",
    )
    task_comment = fields.Text("Comment", help="Becomes the feedback of the tasks.")

    @api.depends("task_type_id")
    def _compute_task_type_values(self):
        for action in self:
            action.task_duration_hours = action.task_type_id.duration_hours
            action.task_priority = action.task_type_id.default_priority or "0"

    @api.onchange("model_id", "state", "task_type_id")
    def _onchange_task_type(self):
        if self.state not in KINDS or not self._task_type_applies():
            self.task_type_id = False
        if self.task_outcome_id.activity_type_id != self.task_type_id:
            self.task_outcome_id = False

    @api.depends("state")
    def _compute_available_model_ids(self):
        result = super()._compute_available_model_ids()
        ours = self.filtered(lambda action: action.state in KINDS)
        if ours:
            with_tasks = self.env["ir.model"].search(
                [("is_mail_activity", "=", True), ("transient", "=", False)]
            )
            for action in ours:
                action.available_model_ids &= with_tasks
        return result

    # ---- name

    def _name_depends(self):
        return [*super()._name_depends(), "task_type_id", "task_outcome_id"]

    def _generate_action_name(self):
        self.ensure_one()
        names = {"type": self.task_type_id.name, "outcome": self.task_outcome_id.name}
        if self.state == CREATE_TASK and self.task_type_id:
            return self.env._("Create task: %(type)s", **names)
        if self.state == PRESS_OUTCOME and self.task_outcome_id:
            return self.env._("Complete %(type)s: %(outcome)s", **names)
        return super()._generate_action_name()

    # ---- what can't be configured

    @api.constrains("state", "task_delay_count", "task_duration_hours", "task_hour")
    def _check_task_times(self):
        for action in self.filtered(lambda action: action.state == CREATE_TASK):
            if action.task_delay_count < 0 or action.task_duration_hours < 0:
                raise ValidationError(
                    self.env._(
                        "“%s”: a delay or a duration can't be below zero.", action.name
                    )
                )
            if not 0 <= action.task_hour < 24:
                raise ValidationError(
                    self.env._(
                        "“%s”: the time of day must be between 0:00 and 23:59.",
                        action.name,
                    )
                )

    @api.constrains(
        "state",
        "task_assignee_rule",
        "task_user_id",
        "task_fallback",
        "task_fallback_user_id",
    )
    def _check_task_assignee(self):
        for action in self.filtered(lambda action: action.state == CREATE_TASK):
            fixed = action.task_assignee_rule == FIXED
            if fixed and not action.task_user_id:
                raise ValidationError(
                    self.env._("“%s”: please choose who gets the task.", action.name)
                )
            instead = action.task_fallback == FALLBACK_USER
            if instead and not action.task_fallback_user_id:
                raise ValidationError(
                    self.env._(
                        "“%s”: please choose who gets the task if nobody is found.",
                        action.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._check_task_text_rights()
        return actions

    def write(self, vals):
        result = super().write(vals)
        if not {"state", "model_id", "task_title", "task_note"}.isdisjoint(vals):
            self._check_task_text_rights()
        return result

    def _check_task_text_rights(self):
        """Not a constraint: those are checked as superuser.

        :raise AccessError: when only template editors may write such texts
        """
        if self.env.su or self.env.user.has_group("mail.group_mail_template_editor"):
            return
        Renderer = self.env["mail.render.mixin"]
        for action in self.filtered(lambda action: action.state == CREATE_TASK):
            for text in (action.task_title, action.task_note):
                if text and Renderer._has_unsafe_expression_template_inline_template(
                    text, action.model_name
                ):
                    raise AccessError(
                        self.env._(
                            "“%s”: only mail template editors may write such "
                            "placeholders.",
                            action.name,
                        )
                    )

    @api.constrains("state", "model_id", "task_title", "task_note")
    def _check_task_texts(self):
        for action in self.filtered(lambda action: action.state == CREATE_TASK):
            action._check_task_text(action.task_title or "")
            action._check_task_text(action.task_note or "", is_html=True)

    def _check_task_text(self, text, *, is_html=False):
        """Refuse what can't work on any document.

        :raise ValidationError: saying what is wrong
        """
        for literal, expression, _default in parse_inline_template(str(text)):
            if OPEN in literal or CLOSE in literal:
                raise ValidationError(
                    self.env._(
                        "“%s”: a placeholder must be written as {{ … }}.", self.name
                    )
                )
            if expression:
                self._check_task_expression(
                    html.unescape(expression) if is_html else expression
                )

    def _check_task_expression(self, expression):
        try:
            code = compile_codeobj(expression, mode="eval")
            assert_valid_codeobj(_SAFE_OPCODES, code, expression)
            known = self.env["mail.render.mixin"]._render_eval_context()
            unknown = free_names(expression) - known.keys() - _BUILTINS - {"object"}
            for path in attribute_paths(expression, "object"):
                unknown |= self._unknown_task_fields(path)
        except Exception as error:  # whatever the parser or the sandbox dislikes
            raise self._broken_text_error(expression, error) from error
        if unknown:
            names = ", ".join(sorted(unknown))
            raise self._broken_text_error(expression, self.env._("unknown: %s", names))

    def _unknown_task_fields(self, path):
        """Names along ``object.a.b`` that the models don't have."""
        records = self.env[self.model_name]
        for name in path:
            field = records._fields.get(name)
            if not field:
                return set() if hasattr(type(records), name) else {name}
            if not field.relational:
                return set()
            records = self.env[field.comodel_name]
        return set()

    def _broken_text_error(self, expression, reason):
        return ValidationError(
            self.env._(
                "“%(action)s”: the placeholder {{ %(expression)s }} can't be read: "
                "%(reason)s",
                action=self.name,
                expression=expression,
                reason=reason,
            )
        )

    # ---- warnings: an action that has one can't run

    @api.model
    def _warning_depends(self):
        return [
            *super()._warning_depends(),
            "task_type_id",
            "task_type_id.retired",
            "task_type_id.model_ids",
            "task_outcome_id",
            "task_outcome_id.active",
            "task_comment",
        ]

    def _get_warning_messages(self):
        warnings = super()._get_warning_messages()
        if self.state in KINDS:
            warnings += self._get_task_type_warnings()
        if self.state == PRESS_OUTCOME and self.task_type_id:
            warnings += self._get_task_outcome_warnings()
        return warnings

    def _get_task_type_warnings(self):
        task_type = self.task_type_id
        if not self.model_id.is_mail_activity or self.model_id.transient:
            return [
                self.env._("CRM tasks can only be used on documents with activities.")
            ]
        if not task_type:
            return [self.env._("Please choose a task type.")]
        if task_type.retired:
            return [
                self.env._(
                    "The task type “%s” was deleted. Please choose another one.",
                    task_type.name,
                )
            ]
        if not self._task_type_applies():
            return [
                self.env["mail.activity"]._not_applicable_message(
                    task_type, self.model_id.model
                )
            ]
        return []

    def _task_type_applies(self):
        task_type = self.task_type_id
        return not task_type or task_type._applies_to(self.model_id.model)

    def _get_task_outcome_warnings(self):
        outcome = self.task_outcome_id
        values = {"outcome": outcome.name, "type": self.task_type_id.name}
        if not outcome:
            return [self.env._("Please choose an outcome.")]
        if outcome.activity_type_id != self.task_type_id or not outcome.active:
            return [
                self.env._(
                    "“%(type)s” has no outcome “%(outcome)s” any more.", **values
                )
            ]
        if outcome.requires_comment and not self.task_comment:
            return [self.env._("“%(outcome)s” needs a comment.", **values)]
        if any(outcome.effect_ids.mapped("is_asked")):
            return [
                self.env._(
                    "“%(outcome)s” asks the person who presses it. An action can't "
                    "answer; please choose another outcome.",
                    **values,
                )
            ]
        return []

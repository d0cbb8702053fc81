"""The task that a step gives: what it says of it besides what all lines say."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import graph
from .crm_task_assignee import ASK, CURRENT, RULES, SALESPERSON
from .crm_task_delay import DAYS, HOURS, UNITS
from .crm_task_line_people import co_executors_field, observers_field
from .crm_task_line_when import AFTER_DELAY, AT_HOUR, WHOLE_DAY
from .crm_task_line_who import ERROR, FALLBACKS

# the value of a variable, as it is
PLAIN_VARIABLE = re.compile(r"\{\{\s*variables\.\w+\s*\}\}")

BY_FIELD, BY_VARIABLE = "field", "variable"
NOW, FIELD, VARIABLE, DURATION = "now", "field", "variable", "duration"
BASES = [
    (NOW, "When the step is reached"),
    (FIELD, "A field of the document"),
    (VARIABLE, "A variable"),
]
AFTER, BEFORE = "after", "before"
DIRECTIONS = [(AFTER, "after"), (BEFORE, "before")]
NEVER, SINCE_START, SINCE_DUE = "never", "start", "due"
GO_ON, STOP = "default", "error"
STEP_RULES = [
    (BY_FIELD, "A field of the document"),
    (BY_VARIABLE, "A variable"),
    *((rule, label) for rule, label in RULES if rule not in (ASK, CURRENT)),
]


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    activity_type_id = fields.Many2one(
        string="Task type",
        domain="[('applicable_model', '=', model_name)]",
        ondelete="restrict",
    )
    summary = fields.Char(
        "Title",
        help="May hold placeholders such as {{ object.partner_id.name }} or "
        "{{ variables.budget }}. Empty: the title of the task type.",
    )
    note = fields.Html(help="May hold placeholders, as the title.")
    default_checklist = fields.Text(
        "Checklist",
        translate=True,
        help="One item per line, required ones with an asterisk * at the end. Empty: "
        "the checklist of the task type.",
    )
    notifies = fields.Boolean("Tell the assignee", default=True)
    document_variable_id = fields.Many2one(
        "crm.task.process.variable",
        "On the record",
        domain="[('process_id', '=', process_id), ('kind', '=', 'record')]",
        ondelete="restrict",
        help="A variable that holds the record on which the task is made. Empty: the "
        "document of the process.",
    )

    # who
    assignee_rule = fields.Selection(STEP_RULES, "Assigned to", default=SALESPERSON)
    assignee_id = fields.Many2one(
        "res.users", "Person", domain=[("share", "=", False)], ondelete="restrict"
    )
    assignee_field = fields.Char("Field with the person")
    assignee_variable_id = fields.Many2one(
        "crm.task.process.variable", "Variable with the person", ondelete="restrict"
    )
    assignee_fallback = fields.Selection(
        [(ERROR, "Stop with an error"), *FALLBACKS[1:]],
        default=ERROR,
        help="Also when the person who is found can't open the document. When the run "
        "stops, the owner of the process is told.",
    )

    fallback_user_id = fields.Many2one(string="Person instead")
    co_executor_ids = co_executors_field("crm_task_process_step")
    observer_ids = observers_field("crm_task_process_step")

    # when: the start of a task, or the end of a wait
    start_from = fields.Selection(BASES, "Counted from", default=NOW, required=True)
    start_field = fields.Char("Field with the time")
    start_variable_id = fields.Many2one(
        "crm.task.process.variable", "Variable with the time", ondelete="restrict"
    )
    start_direction = fields.Selection(DIRECTIONS, default=AFTER, required=True)
    delay_count = fields.Integer("Delay", default=0)
    delay_unit = fields.Selection(UNITS, "Unit", default=DAYS, required=True)
    timing = fields.Selection(
        [
            (AFTER_DELAY, "When the delay is over"),
            (AT_HOUR, "At a time of day"),
            (WHOLE_DAY, "The whole day"),
        ],
        "Time",
        default=AFTER_DELAY,
        required=True,
    )
    due_from = fields.Selection(
        [(DURATION, "The start and the duration"), *BASES],
        "Due counted from",
        default=DURATION,
        required=True,
    )
    due_field = fields.Char("Field with the due time")
    due_variable_id = fields.Many2one(
        "crm.task.process.variable", "Variable with the due time", ondelete="restrict"
    )
    due_direction = fields.Selection(
        DIRECTIONS, "Before or after", default=AFTER, required=True
    )
    due_count = fields.Integer("Due in")
    due_unit = fields.Selection(UNITS, "Unit of due", default=HOURS, required=True)

    # what if it isn't done
    timeout_from = fields.Selection(
        [
            (NEVER, "No limit"),
            (SINCE_START, "After it was given"),
            (SINCE_DUE, "After it is due"),
        ],
        "Time limit",
        default=NEVER,
        required=True,
        help="When the time is over the task is cancelled, and the process goes on "
        "along the transition “Not done in time”.",
    )
    timeout_count = fields.Integer("Limit")
    timeout_unit = fields.Selection(
        UNITS, "Unit of the limit", default=HOURS, required=True
    )
    on_cancel = fields.Selection(
        [(GO_ON, "Go on"), (STOP, "Stop with an error")],
        "If the task is cancelled",
        default=GO_ON,
        required=True,
        help="“Go on” takes the transition “Task cancelled”, else the default one.",
    )

    _counts_not_negative = models.Constraint(
        "CHECK(due_count >= 0 AND timeout_count >= 0)",
        "A delay can't be negative.",
    )

    # ---- what a task to be made is described by

    def _lines(self):
        return self.filtered(lambda step: step.kind == graph.TASK)

    def _document_model(self):
        if self.kind in (graph.TASK, graph.SUBPROCESS) and self.document_variable_id:
            # sudo: names of models are no secret
            return self.document_variable_id.sudo().model_name
        return self._process_model()

    @api.model
    def _line_sources(self):
        return [
            *super()._line_sources(),
            "kind",
            "process_id",
            "document_variable_id",
        ]

    def _line_label(self):
        return self.name or super()._line_label()

    def _timing(self):
        return self.timing

    def _signed_count(self):
        count = super()._signed_count()
        return -count if self.start_direction == BEFORE else count

    def _text_names(self):
        return super()._text_names() | {"variables"}

    def _text_for_rights(self, text):
        return PLAIN_VARIABLE.sub("", super()._text_for_rights(text))

    def _unknown_names(self, expression):
        """Placeholders may speak of the variables that the process has."""
        unknown = super()._unknown_names(expression)
        known = set(self.process_id.variable_ids.mapped("code"))
        for path in self._variable_paths(expression):
            if path[0] not in known:
                unknown.add(f"variables.{path[0]}")
        return unknown

    # ---- what can't be configured

    @api.constrains("assignee_rule", "assignee_field", "assignee_variable_id", "kind")
    def _check_assignee_source(self):
        for step in self._lines():
            rule = step.assignee_rule
            if rule == BY_FIELD:
                step._check_path(step.assignee_field, ("many2one",))
            if rule == BY_VARIABLE and not step.assignee_variable_id:
                raise step._unset_error("assignee_variable_id")

    @api.constrains(
        "kind", "start_from", "start_field", "start_variable_id", "process_id",
        "due_from", "due_field", "due_variable_id",
    )  # fmt: skip
    def _check_times_source(self):
        for step in self:
            for end in ("start", "due") if step.kind == graph.TASK else ("start",):
                if step[f"{end}_from"] == FIELD:
                    step._check_path(step[f"{end}_field"], ("date", "datetime"))
                if step[f"{end}_from"] == VARIABLE and not step[f"{end}_variable_id"]:
                    raise step._unset_error(f"{end}_variable_id")

    @api.constrains("kind", "timeout_from", "timeout_count")
    def _check_timeout(self):
        for step in self._lines():
            if step.timeout_from == SINCE_START and not step.timeout_count:
                raise step._unset_error("timeout_count")

    def _unset_error(self, name):
        return ValidationError(
            self.env._(
                "“%(step)s” needs: %(field)s.",
                step=self.name,
                field=self._fields[name]._description_string(self.env),
            )
        )

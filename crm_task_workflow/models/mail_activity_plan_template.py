"""A line of a task template: what Odoo's plan lines don't have."""

from odoo import api, fields, models

from odoo.addons.crm_task_types.models.mail_activity_type import set_column_defaults

from .crm_task_assignee import (
    ASK,
    FIXED,
    LEADER,
    LEAST_BUSY,
    ROUND_ROBIN,
    RULES,
    SALESPERSON,
)
from .crm_task_delay import DAYS, HOURS, MINUTES
from .crm_task_line import LineFields
from .crm_task_line_people import co_executors_field, observers_field

BEFORE_START, AFTER_START = "before_plan_date", "after_plan_date"
PREVIOUS_DEADLINE, PREVIOUS_COMPLETION = "previous_deadline", "previous_completion"

LABELS = dict(RULES)
OWN_RULES = (SALESPERSON, LEADER, ROUND_ROBIN, LEAST_BUSY)
# Odoo's ways to assign a line, and ours, as rules of ``crm.task.assignee``
RULE_OF = {"on_demand": ASK, "other": FIXED} | {rule: rule for rule in OWN_RULES}


def _back_to_days(lines):
    """Without this add-on, minutes and hours are the same day."""
    lines.write({"delay_unit": DAYS, "delay_count": 0})


def _back_to_start(lines):
    lines.write({"delay_from": AFTER_START})


def _back_to_asking(lines):
    lines.write({"responsible_type": "on_demand"})


class MailActivityPlanTemplate(models.Model):
    _name = "mail.activity.plan.template"
    _inherit = [
        "mail.activity.plan.template",
        "crm.task.checklist.owner",
        "crm.task.line.fields",
    ]

    _line_fields = LineFields(rule="responsible_type", person="responsible_id")

    delay_unit = fields.Selection(
        selection_add=[(MINUTES, "minutes"), (HOURS, "hours"), (DAYS,)],
        ondelete={MINUTES: _back_to_days, HOURS: _back_to_days},
    )
    delay_from = fields.Selection(
        selection_add=[
            (PREVIOUS_DEADLINE, "After the previous line's deadline"),
            (PREVIOUS_COMPLETION, "After the previous line's completion"),
        ],
        ondelete={
            PREVIOUS_DEADLINE: _back_to_start,
            PREVIOUS_COMPLETION: _back_to_start,
        },
    )
    responsible_type = fields.Selection(
        selection_add=[(rule, LABELS[rule]) for rule in OWN_RULES],
        ondelete={rule: _back_to_asking for rule in OWN_RULES},
    )

    co_executor_ids = co_executors_field("mail_activity_plan_template")
    observer_ids = observers_field("mail_activity_plan_template")
    checklist_line_ids = fields.One2many(
        "crm.task.checklist.line",
        "plan_template_id",
        "Checklist",
        copy=True,
        help="Empty: the checklist of the task type.",
    )

    def init(self):
        set_column_defaults(self, "assignee_fallback")
        return super().init()

    def _document_model(self):
        return self.plan_id.res_model

    @api.model
    def _line_sources(self):
        return [*super()._line_sources(), "plan_id"]


class CrmTaskChecklistLine(models.Model):
    _inherit = "crm.task.checklist.line"

    plan_template_id = fields.Many2one(
        "mail.activity.plan.template",
        "Line of a template",
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.model
    def _owner_names(self):
        return [*super()._owner_names(), "plan_template_id"]

"""A line of a task template: what Odoo's plan lines don't have."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_task_types.models.mail_activity_type import PRIORITIES

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

BEFORE_START, AFTER_START = "before_plan_date", "after_plan_date"
PREVIOUS_DEADLINE, PREVIOUS_COMPLETION = "previous_deadline", "previous_completion"
ERROR, FALLBACK_USER, UNASSIGNED = "error", "user", "unassigned"

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
    _inherit = "mail.activity.plan.template"

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
    delay_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working time",
        ondelete="set null",
        help="Counts only working time. Empty: by the clock.",
    )
    at_hour = fields.Float(
        "At",
        help="The time of day at which the task starts, for its assignee. Empty: the "
        "task has the whole day or, with a delay in minutes or hours, starts when the "
        "delay is over.",
    )
    duration_hours = fields.Float(
        "Duration",
        compute="_compute_duration_hours",
        store=True,
        readonly=False,
        help="Hours from start to due.",
    )
    priority = fields.Selection(
        PRIORITIES, compute="_compute_priority", store=True, readonly=False
    )
    default_checklist = fields.Text(
        "Checklist",
        translate=True,
        help="One item per line. Empty: the checklist of the task type.",
    )
    domain = fields.Char(
        "Only when the document",
        help="The line is left out on documents that don't match. A line that waits "
        "for the previous one looks at the document when its turn comes. Empty: all.",
    )
    responsible_type = fields.Selection(
        selection_add=[(rule, LABELS[rule]) for rule in OWN_RULES],
        ondelete={rule: _back_to_asking for rule in OWN_RULES},
    )
    assignee_fallback = fields.Selection(
        [
            (ERROR, "Refuse"),
            (FALLBACK_USER, "Assign to a person"),
            (UNASSIGNED, "Leave unassigned"),
        ],
        "If nobody is found",
        default=UNASSIGNED,
        required=True,
        help="Also when a template that is applied by itself finds somebody who can't "
        "open the document. “Refuse” then refuses what applied the template, such as "
        "winning the deal.",
    )
    fallback_user_id = fields.Many2one(
        "res.users", "Person", domain=[("share", "=", False)], ondelete="restrict"
    )

    @api.depends("activity_type_id")
    def _compute_duration_hours(self):
        for line in self:
            line.duration_hours = line.activity_type_id.duration_hours

    @api.depends("activity_type_id")
    def _compute_priority(self):
        for line in self:
            line.priority = line.activity_type_id.default_priority or "0"

    @api.constrains("delay_count", "duration_hours", "at_hour")
    def _check_times(self):
        for line in self:
            if line.delay_count < 0 or line.duration_hours < 0:
                raise ValidationError(
                    self.env._(
                        "“%s”: a delay or a duration can't be below zero.",
                        line._get_title(),
                    )
                )
            if not 0 <= line.at_hour < 24:
                raise ValidationError(
                    self.env._(
                        "“%s”: the time of day must be between 0:00 and 23:59.",
                        line._get_title(),
                    )
                )

    @api.constrains("assignee_fallback", "fallback_user_id")
    def _check_fallback(self):
        for line in self:
            if line.assignee_fallback == FALLBACK_USER and not line.fallback_user_id:
                raise ValidationError(
                    self.env._(
                        "“%s”: please choose who gets the task if nobody is found.",
                        line._get_title(),
                    )
                )

    @api.constrains("domain", "plan_id")
    def _check_domain(self):
        for line in self.filtered("domain"):
            document = self.env[line.plan_id.res_model]
            try:
                line._parse_domain().validate(document)
            except (ValueError, TypeError, SyntaxError, NameError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(line)s”: the condition can't be read: %(error)s",
                        line=line._get_title(),
                        error=error,
                    )
                ) from error

    def _parse_domain(self):
        self.ensure_one()
        return Domain(safe_eval(self.domain or "[]", {}))

    def _filtered_documents(self, documents):
        """The documents on which the line applies."""
        self.ensure_one()
        if not self.domain:
            return documents
        # sudo: the condition looks at the document, whether or not the user may
        matching = documents.sudo().filtered_domain(self._parse_domain())
        return matching.with_env(documents.env)

    def _get_title(self):
        """What the line is called where no document is known."""
        self.ensure_one()
        return self.summary or self.activity_type_id.name

    def _checklist_names(self):
        lines = (line.strip() for line in (self.default_checklist or "").splitlines())
        return [line for line in lines if line]

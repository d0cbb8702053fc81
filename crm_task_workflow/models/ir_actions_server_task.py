"""Server actions that create a task: what they say of it."""

from odoo import api, fields, models

from odoo.addons.crm_task_types.models.mail_activity_type import PRIORITIES

from .crm_task_assignee import ASK, RULES, SALESPERSON
from .crm_task_delay import DAYS, UNITS
from .crm_task_line import LineFields
from .crm_task_line_people import co_executors_field, observers_field
from .crm_task_line_review import review_rule_field, reviewer_field
from .crm_task_line_when import AFTER_DELAY, AT_HOUR, WHOLE_DAY
from .crm_task_line_who import FALLBACKS, UNASSIGNED
from .ir_actions_server_task_type import CREATE_TASK


class IrActionsServer(models.Model):
    _name = "ir.actions.server"
    _inherit = ["ir.actions.server", "crm.task.line"]

    _line_fields = LineFields(
        task_type="task_type_id",
        title="task_title",
        note="task_note",
        delay_count="task_delay_count",
        delay_unit="task_delay_unit",
        calendar="task_delay_calendar_id",
        hour="task_hour",
        duration="task_duration_hours",
        rule="task_assignee_rule",
        person="task_user_id",
        fallback="task_fallback",
        fallback_person="task_fallback_user_id",
        co_executors="task_co_executor_ids",
        observers="task_observer_ids",
        review_rule="task_review_rule",
        reviewer="task_review_user_id",
        priority="task_priority",
        checklist="task_checklist",
    )

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
        compute="_compute_type_values",
        store=True,
        readonly=False,
        help="Hours from start to due.",
    )
    task_priority = fields.Selection(
        PRIORITIES, compute="_compute_type_values", store=True, readonly=False
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
        FALLBACKS,
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
    task_co_executor_ids = co_executors_field("ir_actions_server_task")
    task_observer_ids = observers_field("ir_actions_server_task")
    task_review_rule = review_rule_field()
    task_review_user_id = reviewer_field()
    task_checklist = fields.Text(
        help="One item per line, required ones with an asterisk * at the end. Empty: "
        "the checklist of the task type."
    )

    def _lines(self):
        return self.filtered(lambda action: action.state == CREATE_TASK)

    def _document_model(self):
        return self.model_name

    @api.model
    def _line_sources(self):
        return [*super()._line_sources(), "state", "model_id"]

    def _line_label(self):
        return self.name

    def _timing(self):
        return self.task_timing

    def _generate_action_name(self):
        self.ensure_one()
        if self.state == CREATE_TASK and self.task_type_id:
            return self.env._("Create task: %(type)s", type=self.task_type_id.name)
        return super()._generate_action_name()

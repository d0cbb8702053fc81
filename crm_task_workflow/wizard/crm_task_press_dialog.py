from odoo import api, fields, models

from ..models.crm_task_outcome_effect import LOSE, RESCHEDULE


class CrmTaskPressDialog(models.TransientModel):
    """Asks for what an outcome needs: a comment, a new time, a reason."""

    _name = "crm.task.press.dialog"
    _inherit = ["crm.task.time.mixin"]
    _description = "What an Outcome asks for"

    task_ids = fields.Many2many("mail.activity", required=True)
    outcome_id = fields.Many2one(
        "crm.task.outcome",
        required=True,
        domain="[('activity_type_id', '=', activity_type_id)]",
        ondelete="cascade",
    )
    is_chosen = fields.Boolean(compute="_compute_is_chosen")
    asks_comment = fields.Boolean(related="outcome_id.requires_comment")
    asks_time = fields.Boolean(compute="_compute_asks")
    asks_lost_reason = fields.Boolean(compute="_compute_asks")
    comment = fields.Text()
    reason = fields.Char(string="Reason of the move")
    lost_reason_id = fields.Many2one("crm.lost.reason")

    @api.depends_context("default_outcome_id")
    def _compute_is_chosen(self):
        self.is_chosen = bool(self.env.context.get("default_outcome_id"))

    @api.depends("outcome_id")
    def _compute_asks(self):
        for dialog in self:
            asked = dialog.outcome_id.effect_ids.filtered("is_asked").mapped("kind")
            dialog.asks_time = RESCHEDULE in asked
            dialog.asks_lost_reason = LOSE in asked

    @api.model
    def default_get(self, fields_list):
        """The type of the tasks; of a single task also its times, to be changed."""
        defaults = super().default_get(fields_list)
        tasks = self._get_default_tasks()
        defaults["activity_type_id"] = tasks.activity_type_id.id
        if len(tasks) == 1:
            times = ("date_deadline", "date_start", "duration_hours")
            defaults |= {name: tasks[name] for name in times if tasks[name]}
        return defaults

    @api.model
    def _get_default_tasks(self):
        """The tasks for which the dialog is opened: of one type."""
        return self.env["mail.activity"].browse(
            self.env.context.get("default_task_ids", ())
        )

    def action_press(self):
        self.ensure_one()
        return self.task_ids.action_press(
            self.outcome_id.id, self._prepare_press_values()
        )

    def _prepare_press_values(self):
        """What was said, as ``action_outcome`` takes it."""
        values = {"comment": self.comment, "lost_reason_id": self.lost_reason_id.id}
        if self.asks_time:
            values["reason"] = self.reason
            if self.date_start:
                values |= {"date_start": self.date_start, "date_due": self.date_due}
            else:
                values["date_deadline"] = self.date_deadline
        return {name: value for name, value in values.items() if value}

    def _get_tz(self):
        return self.task_ids[:1].user_tz or self.env.user.tz

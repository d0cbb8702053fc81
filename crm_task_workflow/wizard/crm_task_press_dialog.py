from odoo import api, fields, models


class CrmTaskPressDialog(models.TransientModel):
    """Asks for what an outcome needs: a comment, a new time, a reason, missing
    fields."""

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
    activity_type_id = fields.Many2one(related="task_ids.activity_type_id")
    is_chosen = fields.Boolean(compute="_compute_is_chosen")
    asks_comment = fields.Boolean(related="outcome_id.requires_comment")
    asks_time = fields.Boolean(compute="_compute_asks")
    asks_lost_reason = fields.Boolean(compute="_compute_asks")
    asks_fields = fields.Boolean(compute="_compute_asks")
    missing = fields.Char(compute="_compute_asks")
    comment = fields.Text()
    reason = fields.Char(string="Reason of the move")
    lost_reason_id = fields.Many2one("crm.lost.reason")
    note = fields.Html("Description")
    task_properties = fields.Properties(
        "Custom fields", definition="activity_type_id.properties_definition"
    )

    @api.depends_context("default_outcome_id")
    def _compute_is_chosen(self):
        self.is_chosen = bool(self.env.context.get("default_outcome_id"))

    @api.depends("outcome_id", "task_ids")
    def _compute_asks(self):
        for dialog in self:
            asked = dialog.outcome_id.effect_ids.filtered("is_asked").mapped("kind")
            missing = (
                dialog.task_ids[:1]._missing_for(dialog.outcome_id)
                if dialog.task_ids
                else []
            )
            dialog.asks_time = "reschedule" in asked
            dialog.asks_lost_reason = "lose" in asked
            dialog.asks_fields = bool(missing)
            dialog.missing = ", ".join(missing)

    @api.model
    def default_get(self, fields_list):
        """The task's own times and custom fields, to be changed."""
        defaults = super().default_get(fields_list)
        tasks = self.env["mail.activity"].browse(
            self.env.context.get("default_task_ids", ())
        )
        if len(tasks) == 1:
            defaults |= {
                "date_start": tasks.date_start,
                "duration_hours": tasks.duration_hours,
                "date_deadline": tasks.date_deadline,
                "note": tasks.note,
            }
        return defaults

    def action_press(self):
        self.ensure_one()
        return self.task_ids.action_press(
            self.outcome_id.id, self._prepare_press_values()
        )

    def _prepare_press_values(self):
        values = {"comment": self.comment, "lost_reason_id": self.lost_reason_id.id}
        if self.asks_time:
            values["reason"] = self.reason
            if self.date_start:
                values |= {"date_start": self.date_start, "date_due": self.date_due}
            else:
                values["date_deadline"] = self.date_deadline
        if self.asks_fields:
            properties = self.read(["task_properties"])[0]["task_properties"]
            filled = [entry for entry in properties or [] if entry.get("value")]
            values["values"] = {"task_properties": filled} if filled else {}
            if self.note:
                values["values"]["note"] = self.note
        return {name: value for name, value in values.items() if value}

    def _get_tz(self):
        return self.task_ids[:1].user_tz or self.env.user.tz

"""The schedule dialog: times, priority, status and custom fields, as the card of the
type wants them."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.mail_activity_type import PRIORITIES


class MailActivitySchedule(models.TransientModel):
    _name = "mail.activity.schedule"
    _inherit = ["mail.activity.schedule", "crm.task.card.mixin", "crm.task.time.mixin"]

    activity_type_id = fields.Many2one(
        compute="_compute_activity_type_id",
        store=True,
        precompute=True,  # for the custom fields, which depend on it
        readonly=False,
        domain="[('applicable_model', '=', res_model)]",
    )
    priority = fields.Selection(
        PRIORITIES, compute="_compute_priority", store=True, readonly=False
    )
    task_status_id = fields.Many2one(
        "crm.task.status",
        "Status",
        compute="_compute_task_status_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', allowed_status_ids), ('is_closing', '=', False)]",
    )
    allowed_status_ids = fields.Many2many(
        "crm.task.status", compute="_compute_allowed_status_ids"
    )
    alarm_ids = fields.Many2many(
        "calendar.alarm",
        "mail_activity_schedule_alarm_rel",
        string="Remind before start",
        compute="_compute_alarm_ids",
        store=True,
        readonly=False,
    )
    due_alarm_ids = fields.Many2many(
        "calendar.alarm",
        "mail_activity_schedule_due_alarm_rel",
        string="Remind before due",
        compute="_compute_alarm_ids",
        store=True,
        readonly=False,
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")
    task_properties = fields.Properties(
        "Custom fields", definition="activity_type_id.properties_definition"
    )

    @api.depends("activity_type_id")
    def _compute_priority(self):
        for scheduler in self:
            scheduler.priority = scheduler.activity_type_id.default_priority or "0"

    @api.depends("activity_type_id")
    def _compute_task_status_id(self):
        for scheduler in self:
            scheduler.task_status_id = scheduler.activity_type_id._opening_status()

    @api.depends("activity_type_id")
    def _compute_allowed_status_ids(self):
        for scheduler in self:
            scheduler.allowed_status_ids = (
                scheduler.activity_type_id._allowed_statuses()
            )

    @api.depends("activity_type_id")
    def _compute_alarm_ids(self):
        for scheduler in self:
            scheduler.alarm_ids = scheduler.activity_type_id.alarm_ids
            scheduler.due_alarm_ids = scheduler.activity_type_id.due_alarm_ids

    @api.onchange("date_due")
    def _onchange_date_due(self):
        result = super()._onchange_date_due()
        if self.date_due:
            self.date_deadline = self._due_day()
        return result

    def _get_tz(self):
        return self.activity_user_id.tz or self.env.user.tz

    # Odoo has no hook for further values of the tasks, so both methods are replaced.

    def _action_schedule_activities(self):
        if not self.res_model:
            return self._action_schedule_activities_personal()
        return self._get_applied_on_records().activity_schedule(
            **self._prepare_task_values()
        )

    def _action_schedule_activities_personal(self):
        if not self.activity_user_id:
            raise UserError(
                self.env._(
                    "Please choose who does the task, or the document it belongs to."
                )
            )
        return self.env["mail.activity"].create(self._prepare_task_values())

    def _prepare_task_values(self):
        """The values of each task planned by this dialog."""
        self.ensure_one()
        return {
            "activity_type_id": self.activity_type_id.id,
            "automated": False,
            "summary": self.summary,
            "note": self.note,
            "user_id": self.activity_user_id.id,
            "date_deadline": self.date_deadline,
            "date_start": self.date_start,
            "duration_hours": self.duration_hours,
            "priority": self.priority,
            "status_id": self.task_status_id.id,
            "alarm_ids": [Command.set(self.alarm_ids.ids)],
            "due_alarm_ids": [Command.set(self.due_alarm_ids.ids)],
            "attachment_ids": [Command.set(self.attachment_ids.ids)],
            "task_properties": self.read(["task_properties"])[0]["task_properties"],
        }

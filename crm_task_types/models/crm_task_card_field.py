from odoo import fields, models

NEVER, PLANNED, COMPLETED = "never", "planned", "completed"
REQUIRED_WHEN = [
    (NEVER, "Never"),
    (PLANNED, "To plan the task"),
    (COMPLETED, "To complete the task"),
]

# The standard fields that a card may hide, require or lock. An add-on offers one more
# by
# ``field_name = fields.Selection(selection_add=[…])`` and the modifiers in its view.
CARD_FIELDS = [
    ("summary", "Summary"),
    ("note", "Description"),
    ("user_id", "Assigned to"),
    ("co_executor_ids", "Co-executors"),
    ("observer_ids", "Observers"),
    ("date_start", "Start"),
    ("date_due", "Due time"),
    ("duration_hours", "Duration"),
    ("priority", "Priority"),
    ("status_id", "Status"),
    ("alarm_ids", "Reminders"),
    ("attachment_ids", "Attachments"),
]


class CrmTaskCardField(models.Model):
    _name = "crm.task.card.field"
    _inherit = ["crm.task.kept"]
    _description = "Field on the Card of a Task Type"
    _order = "sequence, id"
    _rec_name = "field_name"

    activity_type_id = fields.Many2one(
        "mail.activity.type", "Task type", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    field_name = fields.Selection(CARD_FIELDS, "Field", required=True)
    is_shown = fields.Boolean("Shown", default=True)
    is_readonly = fields.Boolean(
        "Read-only", help="Shown on the card, but not changed there."
    )
    required_when = fields.Selection(
        REQUIRED_WHEN, "Required", default=NEVER, required=True
    )

    _field_once = models.Constraint(
        "UNIQUE(activity_type_id, field_name)",
        "A field can stand on the card of a task type only once.",
    )
    _required_is_visible = models.Constraint(
        "CHECK(required_when = 'never' OR (is_shown AND is_readonly IS NOT TRUE))",
        "A required field must be shown on the card and must not be read-only.",
    )

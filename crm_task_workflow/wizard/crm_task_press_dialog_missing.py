"""The fields that an outcome requires and that are empty: filled in with the press.

The dialog has a field for each standard field of a card, of the same name.
"""

from odoo import api, fields, models
from odoo.tools import frozendict

from odoo.addons.crm_task_types.models.mail_activity_type import PRIORITIES

TIMES = {"date_start", "date_due"}  # neither without the other


class CrmTaskPressDialog(models.TransientModel):
    _inherit = "crm.task.press.dialog"

    missing_fields = fields.Json(
        compute="_compute_missing",
        help="The names of the standard fields that one of the tasks lacks.",
    )
    # beyond the fields that the dialog marks as required
    missing = fields.Char("Please fill in", compute="_compute_missing")
    misses_custom_fields = fields.Boolean(compute="_compute_missing")
    is_filling_several = fields.Boolean(compute="_compute_missing")
    summary = fields.Char()
    note = fields.Html("Description")
    user_id = fields.Many2one(
        "res.users", "Assigned to", domain=[("share", "=", False)]
    )
    co_executor_ids = fields.Many2many(
        "res.users",
        "crm_task_press_dialog_co_executor_rel",
        string="Co-executors",
        domain=[("share", "=", False)],
    )
    observer_ids = fields.Many2many(
        "res.users",
        "crm_task_press_dialog_observer_rel",
        string="Observers",
        domain=[("share", "=", False)],
    )
    priority = fields.Selection(PRIORITIES)
    status_id = fields.Many2one(
        "crm.task.status",
        domain="[('id', 'in', allowed_status_ids), ('is_closing', '=', False)]",
    )
    allowed_status_ids = fields.Many2many(
        "crm.task.status", compute="_compute_allowed_status_ids"
    )
    alarm_ids = fields.Many2many("calendar.alarm", string="Reminders")
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")
    task_properties = fields.Properties(
        "Custom fields", definition="activity_type_id.properties_definition"
    )

    @api.depends("outcome_id", "task_ids")
    def _compute_missing(self):
        for dialog in self:
            tasks = dialog.task_ids._origin
            names = {name for task in tasks for name in dialog._missing_names(task)}
            custom = [label for task in tasks for label in dialog._missing_custom(task)]
            others = [
                label
                for task in tasks
                for label in task._missing_labels(names - dialog._fields.keys())
            ]
            # never empty: an empty list is read as ``False``, on which ``in`` fails
            dialog.missing_fields = ["", *sorted(names)]
            dialog.missing = ", ".join(dict.fromkeys(others + custom))
            dialog.misses_custom_fields = bool(custom)
            dialog.is_filling_several = len(tasks) > 1 and bool(names or custom)

    @api.depends("activity_type_id")
    def _compute_allowed_status_ids(self):
        for dialog in self:
            dialog.allowed_status_ids = dialog.activity_type_id._allowed_statuses()

    @api.model
    def default_get(self, fields_list):
        """The custom fields of a single task: all of them stand in the dialog."""
        defaults = super().default_get(fields_list)
        tasks = self._get_default_tasks()
        if len(tasks) == 1:
            defaults["task_properties"] = self._custom_values(tasks)
        return defaults

    def action_press(self):
        """A press writes the same on all its tasks: those that lack different things
        get theirs before."""
        filled = self._filled_in()
        if len(filled) > 1:
            for values, tasks in filled.items():
                tasks.write(dict(values))
        return super().action_press()

    def _prepare_press_values(self):
        values = super()._prepare_press_values()
        filled = self._filled_in()
        if len(filled) == 1:
            values["values"] = dict(next(iter(filled)))
        return values

    def _filled_in(self):
        """What was filled in and is missing: ``{values: tasks}``."""
        self.ensure_one()
        return self.task_ids.grouped(self._prepare_filled_values)

    def _prepare_filled_values(self, task):
        names = self._missing_names(task)
        if not TIMES.isdisjoint(names):
            names |= TIMES
        values = self._convert_to_write(
            {name: self[name] for name in names & self._fields.keys() if self[name]}
        )
        if self.reason and not TIMES.isdisjoint(values):
            values["reschedule_reason"] = self.reason
        if self._missing_custom(task):
            values["task_properties"] = self._prepare_custom_values(task)
        return frozendict(values)

    def _missing_names(self, task):
        """The required standard fields that a task lacks."""
        required = self.outcome_id.required_field_ids.mapped("field_name")
        return {name for name in required if task._is_card_field_empty(name)}

    def _missing_custom(self, task):
        """The labels of the required custom fields that a task lacks."""
        custom = self.outcome_id.required_custom_field_ids
        return task._missing_property_labels(custom) if custom else []

    def _prepare_custom_values(self, task):
        """A single task gets what stands in the dialog, one of several what it lacks
        of it."""
        entered = self._custom_values(self)
        if len(self.task_ids) == 1:
            return entered
        own = self._custom_values(task).items()
        # zero is an answer, an unticked checkbox is not
        return entered | {
            key: value for key, value in own if value or type(value) in (int, float)
        }

    @api.model
    def _custom_values(self, record):
        """:return: ``{key: value}`` of a task's or dialog's custom fields"""
        [values] = record.read(["task_properties"], load="")
        return {
            entry["name"]: entry["value"]
            for entry in values["task_properties"] or ()
            if entry.get("value") is not None
        }

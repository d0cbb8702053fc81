"""Server actions that start a task process."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_task_process import PUBLISHED

KIND = "task_process"


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    state = fields.Selection(
        selection_add=[(KIND, "Start Task Process"), ("code",)],
        ondelete={KIND: "cascade"},
    )
    task_process_id = fields.Many2one(
        "crm.task.process",
        "Task process",
        domain="[('model_name', '=', model_name)]",
        compute="_compute_task_process_id",
        store=True,
        readonly=False,
        ondelete="restrict",
    )

    @api.depends("model_id", "state")
    def _compute_task_process_id(self):
        for action in self:
            process = action.task_process_id
            if action.state != KIND or process.model_id != action.model_id:
                action.task_process_id = False

    @api.model
    def _task_kinds(self):
        return super()._task_kinds() | {KIND}

    @api.constrains("task_process_id", "model_id", "state")
    def _check_task_process(self):
        for action in self.filtered(lambda action: action.state == KIND):
            process = action.task_process_id
            if process and process.model_id != action.model_id:
                raise ValidationError(
                    self.env._(
                        "The process “%(process)s” can't be started by “%(action)s”: "
                        "it is made for other documents.",
                        process=process.name,
                        action=action.name,
                    )
                )

    def _name_depends(self):
        return [*super()._name_depends(), "task_process_id"]

    def _generate_action_name(self):
        self.ensure_one()
        if self.state == KIND and self.task_process_id:
            return self.env._("Start %(process)s", process=self.task_process_id.name)
        return super()._generate_action_name()

    @api.model
    def _warning_depends(self):
        return [
            *super()._warning_depends(),
            "task_process_id",
            "task_process_id.state",
            "task_process_id.active",
        ]

    def _get_warning_messages(self):
        warnings = super()._get_warning_messages()
        if self.state != KIND:
            return warnings
        process = self.task_process_id
        if not process:
            warnings.append(self.env._("Please choose the task process to start."))
        elif process.state != PUBLISHED or not process.active:
            warnings.append(
                self.env._("“%s” is switched off: publish it first.", process.name)
            )
        return warnings

    def _run_action_task_process_multi(self, eval_context=None):
        """Start the process on the records on which it isn't under way already."""
        records = self._get_task_documents()
        if records and self.task_process_id and not self._is_recompute():
            self.task_process_id._start_where_on(records)
        return False

    @api.model
    def _get_eval_context(self, action=None):
        """``process_run``: the run whose step runs the action; empty if none does."""
        run_id = self.env.context.get("crm_task_process_run_id")
        return super()._get_eval_context(action) | {
            "process_run": self._browse_started("crm.task.process.run", run_id)
        }

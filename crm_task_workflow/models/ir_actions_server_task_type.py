"""Server actions on tasks: *Create CRM task* and *Complete CRM tasks with outcome*."""

from odoo import api, fields, models

CREATE_TASK, PRESS_OUTCOME = "create_task", "press_outcome"
KINDS = (CREATE_TASK, PRESS_OUTCOME)


class IrActionsServer(models.Model):
    """What both kinds have: a type of tasks, that must apply to the documents."""

    _inherit = "ir.actions.server"

    state = fields.Selection(
        selection_add=[
            (CREATE_TASK, "Create CRM Task"),
            (PRESS_OUTCOME, "Complete CRM Tasks with Outcome"),
            ("code",),
        ],
        ondelete={kind: "cascade" for kind in KINDS},
    )
    task_type_id = fields.Many2one(
        "mail.activity.type",
        "Task type",
        domain="[('applicable_model', '=', model_name)]",
        ondelete="restrict",
    )

    @api.onchange("model_id", "state", "task_type_id")
    def _onchange_task_type(self):
        if self.state not in KINDS or not self._task_type_applies():
            self.task_type_id = False

    def _task_type_applies(self):
        task_type = self.task_type_id
        return not task_type or task_type._applies_to(self.model_id.model)

    @api.depends("state")
    def _compute_available_model_ids(self):
        result = super()._compute_available_model_ids()
        kinds = self._task_kinds()
        ours = self.filtered(lambda action: action.state in kinds)
        if ours:
            with_tasks = self.env["ir.model"].search(
                [("is_mail_activity", "=", True), ("transient", "=", False)]
            )
            for action in ours:
                action.available_model_ids &= with_tasks
        return result

    @api.model
    def _task_kinds(self):
        """The kinds of actions that run on documents with tasks."""
        return set(KINDS)

    def _name_depends(self):
        return [*super()._name_depends(), "task_type_id"]

    # ---- warnings: an action that has one can't run

    @api.model
    def _warning_depends(self):
        return [
            *super()._warning_depends(),
            "task_type_id",
            "task_type_id.retired",
            "task_type_id.model_ids",
        ]

    def _get_warning_messages(self):
        warnings = super()._get_warning_messages()
        if self.state in KINDS:
            warnings += self._get_task_type_warnings()
        return warnings

    def _get_task_type_warnings(self):
        if not self._has_tasks():
            return [
                self.env._("CRM tasks can only be used on documents with activities.")
            ]
        if not self.task_type_id:
            return [self.env._("Please choose a task type.")]
        problem = self._find_type_problem()
        return [problem] if problem else []

    def _has_tasks(self):
        """Whether there can be tasks on the records of the action."""
        return self.model_id.is_mail_activity and not self.model_id.transient

    # ---- running

    def _get_task_documents(self):
        """The records of the action that still exist."""
        context = self.env.context
        res_ids = context.get("active_ids") or [context.get("active_id")]
        return self.env[self.model_name].browse(filter(None, res_ids)).exists()

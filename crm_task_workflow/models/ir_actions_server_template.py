"""Server actions that apply a task template."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

KIND = "task_template"


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    state = fields.Selection(
        selection_add=[(KIND, "Apply Task Template"), ("code",)],
        ondelete={KIND: "cascade"},
    )
    task_plan_id = fields.Many2one(
        "mail.activity.plan",
        "Task template",
        domain="[('res_model', '=', model_name)]",
        compute="_compute_task_plan_id",
        store=True,
        readonly=False,
        ondelete="restrict",
    )

    @api.depends("model_id", "state")
    def _compute_task_plan_id(self):
        for action in self:
            plan = action.task_plan_id
            if action.state != KIND or plan.res_model != action.model_id.model:
                action.task_plan_id = False

    @api.model
    def _task_kinds(self):
        return super()._task_kinds() | {KIND}

    @api.constrains("task_plan_id", "model_id", "state")
    def _check_task_plan(self):
        for action in self.filtered(lambda action: action.state == KIND):
            if action._plan_mismatches():
                raise ValidationError(action._plan_mismatch_message())

    def _plan_mismatches(self):
        plan = self.task_plan_id
        return bool(plan) and plan.res_model != self.model_id.model

    def _plan_mismatch_message(self):
        return self.env._(
            "The template “%(template)s” can't be applied by “%(action)s”: it is made "
            "for other documents.",
            template=self.task_plan_id.name,
            action=self.name,
        )

    def _name_depends(self):
        return [*super()._name_depends(), "task_plan_id"]

    def _generate_action_name(self):
        self.ensure_one()
        if self.state == KIND and self.task_plan_id:
            return self.env._("Apply %(template)s", template=self.task_plan_id.name)
        return super()._generate_action_name()

    @api.model
    def _warning_depends(self):
        return [*super()._warning_depends(), "task_plan_id"]

    def _get_warning_messages(self):
        warnings = super()._get_warning_messages()
        if self.state != KIND:
            return warnings
        if not self._has_tasks():
            warnings.append(
                self.env._("A task template can only be applied to models with tasks.")
            )
        elif not self.task_plan_id:
            warnings.append(self.env._("Please choose the task template to apply."))
        elif self._plan_mismatches():
            warnings.append(self._plan_mismatch_message())
        return warnings

    def _run_action_task_template_multi(self, eval_context=None):
        """Apply the template to the records, as a rule does: the lines that ask are
        not asked."""
        context = self.env.context
        res_ids = context.get("active_ids") or [context.get("active_id")]
        records = self.env[self.model_name].browse([i for i in res_ids if i]).exists()
        if records and self.task_plan_id and not self._is_recompute():
            self.task_plan_id._launch(records, automatic=True)
        return False

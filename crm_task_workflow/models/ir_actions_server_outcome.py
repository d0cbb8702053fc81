"""Server actions that press an outcome button of the open tasks of a type."""

from odoo import api, fields, models

from .ir_actions_server_task_type import PRESS_OUTCOME


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    task_outcome_id = fields.Many2one(
        "crm.task.outcome",
        "Outcome",
        domain="[('activity_type_id', '=', task_type_id)]",
        ondelete="restrict",
    )
    task_comment = fields.Text("Comment", help="Becomes the feedback of the tasks.")

    @api.onchange("model_id", "state", "task_type_id")
    def _onchange_task_type(self):
        result = super()._onchange_task_type()
        if self.task_outcome_id.activity_type_id != self.task_type_id:
            self.task_outcome_id = False
        return result

    def _name_depends(self):
        return [*super()._name_depends(), "task_outcome_id"]

    def _generate_action_name(self):
        self.ensure_one()
        if self.state == PRESS_OUTCOME and self.task_outcome_id:
            return self.env._(
                "Complete %(type)s: %(outcome)s",
                type=self.task_type_id.name,
                outcome=self.task_outcome_id.name,
            )
        return super()._generate_action_name()

    @api.model
    def _warning_depends(self):
        return [
            *super()._warning_depends(),
            "task_outcome_id",
            "task_outcome_id.active",
            "task_comment",
        ]

    def _get_warning_messages(self):
        warnings = super()._get_warning_messages()
        if self.state == PRESS_OUTCOME and self.task_type_id:
            warnings += self._get_task_outcome_warnings()
        return warnings

    def _get_task_outcome_warnings(self):
        outcome = self.task_outcome_id
        values = {"outcome": outcome.name, "type": self.task_type_id.name}
        if not outcome:
            return [self.env._("Please choose an outcome.")]
        if outcome.activity_type_id != self.task_type_id or not outcome.active:
            return [
                self.env._(
                    "“%(type)s” has no outcome “%(outcome)s” any more.", **values
                )
            ]
        if outcome.requires_comment and not self.task_comment:
            return [self.env._("“%(outcome)s” needs a comment.", **values)]
        if any(outcome.effect_ids.mapped("is_asked")):
            return [
                self.env._(
                    "“%(outcome)s” asks the person who presses it. An action can't "
                    "answer; please choose another outcome.",
                    **values,
                )
            ]
        return []

    # ---- running

    def _run_action_press_outcome_multi(self, eval_context=None):
        """Press the outcome on the records' open tasks, with the caller's rights.

        :return: the dialog that proposes next tasks to the person who ran the action
        """
        tasks = self._get_tasks_to_press()
        if not tasks or self._is_recompute():
            return False
        answer = tasks.action_outcome(
            self.task_outcome_id.id, comment=self.task_comment or ""
        )
        if not self._is_run_by_hand():
            return False
        Followup = tasks.env["crm.task.followup"]
        return Followup._open_proposals(answer["proposals"])

    def _get_tasks_to_press(self):
        Task = self.env["mail.activity"].sudo(False)  # actions run as superuser
        return Task.search(
            [
                ("res_model", "=", self.model_name),
                ("res_id", "in", self._get_task_documents().ids),
                ("activity_type_id", "=", self.task_type_id.id),
            ]
        )

    @api.model
    def _is_run_by_hand(self):
        """Whether a person sees the answer: not if a rule or the press of another
        task runs the action."""
        context = self.env.context
        return "__action_done" not in context and "crm_task_pressed_ids" not in context

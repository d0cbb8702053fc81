"""A step of a process: what all kinds of steps have."""

from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import graph

# A module adds a kind by ``selection_add`` and a method ``_run_<kind>(tokens)``.
KINDS = [
    (graph.START, "Start"),
    (graph.TASK, "Task"),
    (graph.ASSIGN, "Set values"),
    (graph.CONDITION, "Condition"),
    (graph.SPLIT, "Split into parallel branches"),
    (graph.JOIN, "Join parallel branches"),
    (graph.TIMER, "Wait"),
    (graph.ACTION, "Server action"),
    (graph.SUBPROCESS, "Another process"),
    (graph.END, "End"),
]
WON, LOST = "won", "lost"


class CrmTaskProcessStep(models.Model):
    """A block of a process, as it is drawn or, as a record in memory, as it was when a
    version was published: handlers work on these, see ``_thaw``.

    A handler ``_run_<kind>(tokens)`` acts on all of these tokens at once. Tokens that
    it neither moves (``tokens._leave(branch)``) nor lets wait (``tokens._wait(…)``)
    nor stops (``token._fail(message)``) go on along the default transition. What it
    raises stops just the token that caused it.
    """

    _name = "crm.task.process.step"
    _inherit = ["crm.task.line.fields"]
    _description = "Step of a Task Process"
    _order = "sequence, id"

    process_id = fields.Many2one(
        "crm.task.process", required=True, index=True, ondelete="cascade"
    )
    key = fields.Char(
        required=True,
        copy=False,
        default=lambda self: uuid4().hex[:12],
        help="By which the step is known in all versions.",
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default=graph.TASK)
    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, translate=True
    )
    position_x = fields.Integer()
    position_y = fields.Integer()
    leaving_ids = fields.One2many(
        "crm.task.process.transition", "origin_id", "Transitions"
    )
    value_ids = fields.One2many("crm.task.process.value", "step_id", "Values")
    model_name = fields.Char(related="process_id.model_name")

    # server action, sub-process, end
    action_server_id = fields.Many2one(
        "ir.actions.server",
        "Action",
        domain="[('model_name', '=', model_name)]",
        ondelete="restrict",
    )
    child_process_id = fields.Many2one(
        "crm.task.process", "Process to start", ondelete="restrict"
    )
    waits_for_child = fields.Boolean("Wait for its end", default=True)
    end_result = fields.Selection(
        [(WON, "Win the deal"), (LOST, "Lose the deal")], "Deal"
    )
    lost_reason_id = fields.Many2one("crm.lost.reason", ondelete="set null")
    ends_all = fields.Boolean(
        "Ends the whole process",
        help="The other branches end, too, and their open tasks are cancelled. "
        "Otherwise just this branch ends: the process is over when all of them are.",
    )

    _key_once = models.Constraint(
        "UNIQUE(process_id, key)", "Two steps of a process can't have the same key."
    )

    @api.depends("kind", "activity_type_id", "action_server_id", "child_process_id")
    def _compute_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for step in self:
            if not step.name or step.name in kinds.values():
                step.name = (
                    step.activity_type_id.name
                    or step.action_server_id.name
                    or step.child_process_id.name
                    or kinds.get(step.kind)
                )

    # ---- what each kind needs

    @api.model
    def _needed_fields(self):
        """``{kind: the field without which it can't work}``"""
        return {
            graph.TASK: "activity_type_id",
            graph.ACTION: "action_server_id",
            graph.SUBPROCESS: "child_process_id",
        }

    @api.constrains("kind", "activity_type_id", "action_server_id", "child_process_id")
    def _check_needed(self):
        for step in self:
            name = self._needed_fields().get(step.kind)
            if name and not step[name]:
                raise ValidationError(
                    self.env._(
                        "“%(step)s” needs: %(field)s.",
                        step=step.name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    @api.constrains("kind", "end_result", "process_id")
    def _check_end(self):
        for step in self.filtered("end_result"):
            if step._process_model() != "crm.lead":
                raise ValidationError(
                    self.env._("“%s”: only deals can be won or lost.", step.name)
                )

    @api.constrains("action_server_id", "child_process_id", "process_id")
    def _check_models(self):
        for step in self:
            model = step._child_model()
            action, child = step.action_server_id, step.child_process_id
            # sudo: names of models are no secret
            if action and action.sudo().model_id.model != step._process_model():
                raise ValidationError(
                    self.env._(
                        "“%(step)s”: the action “%(other)s” is for other documents.",
                        step=step.name,
                        other=action.name,
                    )
                )
            if child and child.model_name != model:
                raise ValidationError(
                    self.env._(
                        "“%(step)s”: the process “%(other)s” is for other documents.",
                        step=step.name,
                        other=child.name,
                    )
                )

    def _child_model(self):
        return self._document_model()

    def _process_model(self):
        return self.process_id.model_name

    def action_open(self):
        """The form of the step, such as from a problem that Check found."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.name,
        }

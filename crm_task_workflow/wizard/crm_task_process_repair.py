from odoo import api, fields, models
from odoo.fields import Command

RETRY, SKIP, CANCEL = "retry", "skip", "cancel"


class CrmTaskProcessRepair(models.TransientModel):
    """What is to be done with a run that was stopped."""

    _name = "crm.task.process.repair"
    _description = "Repair a Process Run"

    run_id = fields.Many2one("crm.task.process.run", required=True, ondelete="cascade")
    error_message = fields.Text(related="run_id.error_message")
    mode = fields.Selection(
        [(RETRY, "Try again"), (SKIP, "Go on at another step"), (CANCEL, "Cancel")],
        "What to do",
        required=True,
        default=RETRY,
    )
    step_key = fields.Selection("_selection_steps", "Step")
    reason = fields.Char()
    variable_ids = fields.One2many(
        "crm.task.process.repair.variable",
        "repair_id",
        "Variables",
        compute="_compute_variable_ids",
        store=True,
        readonly=False,
    )

    @api.model
    def _selection_steps(self):
        run_id = self.env.context.get("default_run_id")
        run = self.env["crm.task.process.run"].browse(run_id or ()).exists()
        if not run or not run.has_access("read"):
            return []
        steps = run.version_id._graph().steps
        lang = self.env.lang
        return [(step.key, step.label(lang)) for step in steps if step.kind != "start"]

    @api.depends("run_id")
    def _compute_variable_ids(self):
        for wizard in self:
            run = wizard.run_id
            known = run.variables or {}
            wizard.variable_ids = [Command.clear()] + [
                Command.create(
                    {
                        "code": variable.code,
                        "name": variable.name or variable.code,
                        "value": _as_text(known.get(variable.code)),
                        "old_value": _as_text(known.get(variable.code)),
                    }
                )
                for variable in (run.version_id._graph().variables if run else ())
            ]

    def action_apply(self):
        self.ensure_one()
        if self.mode == CANCEL:
            self.run_id.action_cancel(self.reason or "")
        elif self.mode == SKIP:
            self.run_id.action_skip_to(self.step_key)
        else:
            changed = self.variable_ids.filtered(
                lambda line: line.value != line.old_value
            )
            self.run_id.action_retry({line.code: line.value for line in changed})
        return {"type": "ir.actions.act_window_close"}


class CrmTaskProcessRepairVariable(models.TransientModel):
    _name = "crm.task.process.repair.variable"
    _description = "Variable of a Run to be repaired"

    repair_id = fields.Many2one(
        "crm.task.process.repair", required=True, ondelete="cascade"
    )
    code = fields.Char(required=True)
    name = fields.Char("Variable", readonly=True)
    value = fields.Char()
    old_value = fields.Char()


def _as_text(value):
    return False if value is None else str(value)

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_task_assignee import ASK, CURRENT, RULES

COMPLETE, RESCHEDULE, ATTEMPT = "complete", "reschedule", "attempt"
STAGE, WIN, LOSE = "stage", "win", "lose"
CANCEL_OTHERS, NEXT_TASK, TEMPLATE = "cancel_others", "next_task", "template"
SERVER_ACTION, MAIL, SET_FIELD = "server_action", "mail", "set_field"

# A module adds an effect by ``selection_add`` and a method ``_apply_<kind>``, and
# ``_undo_<kind>`` where it can be undone.
KINDS = [
    (COMPLETE, "Complete the task"),
    (RESCHEDULE, "Move the task"),
    (ATTEMPT, "Count an attempt"),
    (STAGE, "Set the stage"),
    (WIN, "Win the deal"),
    (LOSE, "Lose the deal"),
    (CANCEL_OTHERS, "Cancel the other open tasks"),
    (NEXT_TASK, "Create the next task"),
    (TEMPLATE, "Apply a template"),
    (SERVER_ACTION, "Run a server action"),
    (MAIL, "Send an e-mail"),
    (SET_FIELD, "Set a field of the document"),
]
NEEDED = {
    STAGE: "stage_id",
    NEXT_TASK: "next_type_id",
    TEMPLATE: "plan_id",
    SERVER_ACTION: "action_server_id",
    MAIL: "mail_template_id",
    SET_FIELD: "field_id",
}


class CrmTaskOutcomeEffect(models.Model):
    """One of the things that the press of an outcome button does, in its turn.

    A handler ``_apply_<kind>(tasks, press)`` acts on all tasks at once and returns
    ``{task id: entry}``: a dict of plain values that says what it did, kept in the
    result and given to ``_undo_<kind>(task, entry)``.
    """

    _name = "crm.task.outcome.effect"
    _inherit = ["crm.task.delay", "crm.task.kept"]
    _description = "Effect of a Task Outcome"
    _rec_name = "summary"
    _order = "sequence, id"

    outcome_id = fields.Many2one(
        "crm.task.outcome", required=True, index=True, ondelete="cascade"
    )
    activity_type_id = fields.Many2one(related="outcome_id.activity_type_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, "Effect", required=True, default=COMPLETE)
    summary = fields.Char("Details", compute="_compute_summary")
    is_asked = fields.Boolean(
        "Ask", help="Ask for the new time, or for the reason of the loss."
    )
    max_attempts = fields.Integer(default=3)
    attempt_delay_ids = fields.One2many(
        "crm.task.attempt.delay", "effect_id", "Delay per attempt", copy=True
    )
    ending_outcome_id = fields.Many2one(
        "crm.task.outcome",
        "At the maximum",
        domain="[('activity_type_id', '=', activity_type_id)]",
        ondelete="restrict",
        help="The outcome that applies instead when the last attempt was made.",
    )
    stage_id = fields.Many2one("crm.stage", ondelete="cascade")
    lost_reason_id = fields.Many2one("crm.lost.reason", ondelete="set null")
    next_type_id = fields.Many2one(
        "mail.activity.type", "Next task", ondelete="cascade"
    )
    next_title = fields.Char("Title of the next task", translate=True)
    assignee_rule = fields.Selection(
        RULES, "Assigned to", default=CURRENT, required=True
    )
    assignee_id = fields.Many2one("res.users", "Person")
    plan_id = fields.Many2one("mail.activity.plan", "Template", ondelete="cascade")
    action_server_id = fields.Many2one(
        "ir.actions.server", "Action", ondelete="cascade"
    )
    mail_template_id = fields.Many2one("mail.template", ondelete="cascade")
    field_id = fields.Many2one("ir.model.fields", "Field", ondelete="cascade")
    field_value = fields.Char(
        "Value", help="As in an import: a text, a number, a date or a record's name."
    )

    _max_attempts_positive = models.Constraint(
        "CHECK(kind != 'attempt' OR max_attempts > 0)",
        "Please say how many attempts are made.",
    )

    @api.depends("kind")
    def _compute_summary(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for effect in self:
            needed = NEEDED.get(effect.kind)
            target = (
                effect[needed].display_name if needed else effect.ending_outcome_id.name
            )
            effect.summary = (
                f"{kinds[effect.kind]}: {target}" if target else kinds[effect.kind]
            )

    # ---- what can't be configured

    @api.constrains(
        "kind", *NEEDED.values(), "ending_outcome_id", "delay_count", "is_asked"
    )
    def _check_is_complete(self):
        for effect in self:
            needed = NEEDED.get(effect.kind)
            if needed and not effect[needed]:
                raise ValidationError(
                    self.env._(
                        "The effect “%(effect)s” of “%(outcome)s” needs: %(field)s.",
                        effect=effect.summary,
                        outcome=effect.outcome_id.name,
                        field=self._fields[needed]._description_string(self.env),
                    )
                )
            if effect.kind == SET_FIELD:
                effect._parse_value()
            if effect.kind == ATTEMPT and not effect.ending_outcome_id:
                raise ValidationError(
                    self.env._(
                        "“%s” counts attempts: please choose what happens after the "
                        "last one.",
                        effect.outcome_id.name,
                    )
                )
            if (
                effect.kind == RESCHEDULE
                and not effect.is_asked
                and not effect.delay_count
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” moves the task: please ask for the new time, or set a "
                        "delay.",
                        effect.outcome_id.name,
                    )
                )

    @api.constrains("ending_outcome_id", "outcome_id", "kind")
    def _check_no_loop(self):
        """At its maximum an outcome may not come back to itself."""
        for effect in self.filtered("ending_outcome_id"):
            seen, outcome = effect.outcome_id, effect.ending_outcome_id
            while outcome:
                if outcome in seen:
                    raise ValidationError(
                        self.env._(
                            "“%(outcome)s” would lead to itself at the last attempt: "
                            "%(way)s.",
                            outcome=effect.outcome_id.name,
                            way=" → ".join((seen | outcome).mapped("name")),
                        )
                    )
                seen |= outcome
                outcome = outcome.effect_ids.filtered(
                    lambda e: e.kind == ATTEMPT
                ).ending_outcome_id[:1]

    @api.constrains("assignee_rule", "kind")
    def _check_assignee_rule(self):
        for effect in self:
            if effect.kind == NEXT_TASK and effect.assignee_rule == ASK:
                raise ValidationError(
                    self.env._(
                        "A next task can't ask who does it. Please choose a rule."
                    )
                )

    # ---- running

    def _apply(self, tasks, press):
        """Do this on tasks.

        :param Press press: what the person said
        :return: ``{task id: entry}`` of plain values
        :raise UserError: refuses the whole press
        """
        self.ensure_one()
        entries = getattr(self, f"_apply_{self.kind}")(tasks, press) or {}
        return {
            task.id: {"kind": self.kind, **entries.get(task.id, {})} for task in tasks
        }


class CrmTaskAttemptDelay(models.Model):
    _name = "crm.task.attempt.delay"
    _inherit = ["crm.task.delay", "crm.task.kept"]
    _description = "Delay before the next Attempt"
    _order = "sequence, id"

    effect_id = fields.Many2one(
        "crm.task.outcome.effect", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)

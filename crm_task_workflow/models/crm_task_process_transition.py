"""A way from one step of a process to another one."""

from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from ..tools import condition
from ..tools.graph import CANCELLED, TIMEOUT

BRANCHES = [(TIMEOUT, "Not done in time"), (CANCELLED, "Task cancelled")]


def outcome_branch(outcome_id):
    """The branch that an outcome stands for; empty for no outcome."""
    return f"outcome:{outcome_id}" if outcome_id else ""


class CrmTaskProcessTransition(models.Model):
    _name = "crm.task.process.transition"
    _description = "Transition of a Task Process"
    _order = "sequence, id"

    process_id = fields.Many2one(
        "crm.task.process", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(
        default=10, help="Of several conditions, the first that is met counts."
    )
    key = fields.Char(required=True, copy=False, default=lambda self: uuid4().hex[:12])
    name = fields.Char("Label")
    origin_id = fields.Many2one(
        "crm.task.process.step",
        "From",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('process_id', '=', process_id), ('kind', '!=', 'end')]",
    )
    origin_kind = fields.Selection(related="origin_id.kind")
    origin_type_id = fields.Many2one(related="origin_id.activity_type_id")
    target_id = fields.Many2one(
        "crm.task.process.step",
        "To",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('process_id', '=', process_id), ('kind', '!=', 'start')]",
    )
    is_default = fields.Boolean(
        "Default", help="The way of everything that no other way fits."
    )
    outcome_id = fields.Many2one(
        "crm.task.outcome",
        domain="[('activity_type_id', '=', origin_type_id)]",
        ondelete="restrict",
    )
    branch = fields.Selection(BRANCHES, "When")
    domain = fields.Char("Documents", help="The documents that go this way.")
    variable_domain = fields.Char(
        "Variables",
        help="For example [('budget', '>', 1000)]: the values of the variables with "
        "which a run goes this way.",
    )
    model_name = fields.Char(related="process_id.model_name")

    @api.constrains("origin_id", "target_id", "process_id")
    def _check_process(self):
        for way in self:
            if (way.origin_id | way.target_id).process_id != way.process_id:
                raise ValidationError(
                    self.env._("A transition can't lead into another process.")
                )

    @api.constrains("outcome_id", "branch")
    def _check_branch(self):
        for way in self:
            if way.outcome_id and way.branch:
                raise ValidationError(
                    self.env._(
                        "A transition stands for an outcome or for “%s”, not for both.",
                        dict(BRANCHES)[way.branch],
                    )
                )

    @api.constrains("domain", "variable_domain", "process_id")
    def _check_conditions(self):
        for way in self:
            try:
                document = self.env[way.process_id.model_name]
                way._parse_domain(way.domain).validate(document)
                condition.names(safe_eval(way.variable_domain or "[]", {}))
            except (ValueError, TypeError, SyntaxError, NameError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition from “%(origin)s” to “%(target)s” can't be "
                        "read: %(error)s",
                        origin=way.origin_id.name,
                        target=way.target_id.name,
                        error=error,
                    )
                ) from error

    @api.model
    def _parse_domain(self, text):
        return Domain(safe_eval(text or "[]", {}))

    @api.depends("name", "outcome_id", "branch", "is_default", "target_id")
    def _compute_display_name(self):
        for way in self:
            way.display_name = (
                way.name
                or way.outcome_id.name
                or dict(BRANCHES).get(way.branch)
                or self.env._("To “%s”", way.target_id.name or "")
            )

    def _freeze(self):
        self.ensure_one()
        return {
            "key": self.key,
            "origin": self.origin_id.key,
            "target": self.target_id.key,
            "branch": outcome_branch(self.outcome_id.id) or self.branch or "",
            "is_default": self.is_default,
            "domain": self.domain or "",
            "variable_domain": self.variable_domain or "",
            "name": self.name or "",
        }

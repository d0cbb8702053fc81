from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_task_types.tools import code as codes
from odoo.addons.crm_task_types.tools.inside import INSIDE

STYLES = [
    ("primary", "Main"),
    ("secondary", "Plain"),
    ("success", "Green"),
    ("warning", "Orange"),
    ("danger", "Red"),
]
DIGITS = [(str(digit), str(digit)) for digit in range(1, 10)]


class CrmTaskOutcome(models.Model):
    """A button that ends or moves a task of one type, and what follows from it."""

    _name = "crm.task.outcome"
    _inherit = ["crm.task.kept"]
    _description = "Task Outcome"
    _order = "activity_type_id, sequence, id"

    activity_type_id = fields.Many2one(
        "mail.activity.type", "Task type", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        copy=False,
        help="Technical name, unique for the task type; can't be changed later.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    icon = fields.Char(default="fa-check")
    style = fields.Selection(STYLES, default="secondary", required=True)
    digit = fields.Selection(
        DIGITS, "Key", help="The key that presses it in the work queue."
    )
    is_default = fields.Boolean(
        "Default",
        help="What Odoo's own Mark Done means for tasks of this type. Every type has "
        "one.",
    )
    domain = fields.Char(
        "Only when the document",
        help="The button is shown only on documents that match. Empty: on all.",
    )
    model_name = fields.Char(compute="_compute_model_name")
    confirmation = fields.Char(
        translate=True, help="A question asked before. Empty: none."
    )
    requires_comment = fields.Boolean("Ask for a comment")
    required_field_ids = fields.Many2many(
        "crm.task.card.field",
        string="Required fields",
        domain="[('activity_type_id', '=', activity_type_id)]",
    )
    required_custom_field_ids = fields.Many2many(
        "crm.task.custom.field",
        string="Required custom fields",
        domain="[('activity_type_id', '=', activity_type_id)]",
    )
    effect_ids = fields.One2many(
        "crm.task.outcome.effect", "outcome_id", "Effects", copy=True
    )
    is_completing = fields.Boolean(compute="_compute_is_completing")

    _code_once = models.Constraint(
        "UNIQUE(activity_type_id, code)",
        "Another outcome of this task type has this code already.",
    )
    # only against two administrators at once: the constraint below tells people more
    _one_default_idx = models.UniqueIndex(
        "(activity_type_id) WHERE is_default IS TRUE AND active IS TRUE",
        "A task type can have only one default outcome.",
    )

    @api.depends("activity_type_id")
    def _compute_model_name(self):
        """The model whose fields the domain may use: that of the type, if it has just
        one."""
        for outcome in self:
            allowed = outcome.activity_type_id._allowed_models()
            outcome.model_name = min(allowed) if len(allowed) == 1 else "crm.lead"

    @api.depends("effect_ids.kind")
    def _compute_is_completing(self):
        for outcome in self:
            outcome.is_completing = "complete" in outcome.effect_ids.mapped("kind")

    @api.constrains("code")
    def _check_code(self):
        for outcome in self:
            if not codes.is_code(outcome.code or ""):
                raise ValidationError(
                    self.env._(
                        "“%s” can't be the code of an outcome. Use small letters, "
                        "digits and "
                        "underscores, starting with a letter, for example “no_answer”.",
                        outcome.code or "",
                    )
                )

    @api.constrains("is_default", "active", "activity_type_id")
    def _check_default(self):
        if self.env.context.get("crm_task_default_moves") is INSIDE:
            return
        for task_type in self.activity_type_id:
            default = task_type.outcome_ids.filtered("is_default")
            if task_type.outcome_ids and len(default) != 1:
                self._refuse_without_default(task_type)
            if default.effect_ids and not default.is_completing:
                raise ValidationError(
                    self.env._(
                        "The default outcome “%(outcome)s” of “%(type)s” must "
                        "complete the task.",
                        outcome=default.name,
                        type=task_type.name,
                    )
                )

    @api.model
    def _refuse_without_default(self, task_type):
        raise ValidationError(
            self.env._(
                "“%s” needs exactly one default outcome: what Odoo's own Mark "
                "Done "
                "means. To change it, mark the other one in the same step.",
                task_type.name,
            )
        )

    @api.constrains("domain")
    def _check_domain(self):
        for outcome in self.filtered("domain"):
            if not outcome.activity_type_id._knows_condition(outcome._parse_domain()):
                raise ValidationError(outcome._unreadable_message())

    @api.model_create_multi
    def create(self, vals_list):
        taken = {}
        marked = [vals for vals in vals_list if vals.get("is_default")]
        self._unmark_default([vals.get("activity_type_id") for vals in marked])
        return super().create([self._with_code(vals, taken) for vals in vals_list])

    def write(self, vals):
        if "code" in vals and any(o.code and o.code != vals["code"] for o in self):
            raise ValidationError(
                self.env._(
                    "The code of an outcome can't be changed, because results and "
                    "integrations rely on it."
                )
            )
        if vals.get("is_default"):
            unmarked = self.filtered(lambda outcome: not outcome.is_default)
            unmarked._unmark_default(unmarked.activity_type_id.ids)
        return super().write(vals)

    @api.model
    def _unmark_default(self, type_ids):
        """Types have one default outcome: marking another one moves it."""
        others = self.search(
            [("activity_type_id", "in", type_ids), ("is_default", "=", True)]
        )
        moving = others.with_context(crm_task_default_moves=INSIDE)
        moving.write({"is_default": False})
        moving.flush_recordset(["is_default"])  # the database allows no second one

    def copy(self, default=None):
        return super().copy({"is_default": False, **(default or {})})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_default(self):
        for task_type, outcomes in self.grouped("activity_type_id").items():
            left = task_type.outcome_ids - outcomes
            if left and not left.filtered("is_default"):
                self._refuse_without_default(task_type)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: results count, whoever may see them
        used = (
            self.env["crm.task.result"]
            .sudo()
            ._read_group([("outcome_id", "in", self.ids)], ["outcome_id"])
        )
        if used:
            raise UserError(
                self.env._(
                    "“%s” has results already. Archive it instead: it is then no "
                    "longer offered.",
                    used[0][0].name,
                )
            )

    @api.model
    def _with_code(self, vals, taken):
        """``vals`` with a code; ``taken`` collects the codes of each type."""
        type_id = vals.get("activity_type_id")
        if type_id not in taken:
            siblings = self.sudo().with_context(
                active_test=False
            )  # codes are no secret
            taken[type_id] = set(
                siblings.search([("activity_type_id", "=", type_id)]).mapped("code")
            )
        code = vals.get("code") or codes.unused(
            codes.code_from(vals.get("name") or "", "outcome"), taken[type_id]
        )
        taken[type_id].add(code)
        return vals | {"code": code}

    def _parse_domain(self):
        """The condition on the document.

        :raise ValidationError: naming the outcome
        """
        self.ensure_one()
        try:
            return Domain(safe_eval(self.domain or "[]", {}))
        except (ValueError, TypeError, SyntaxError) as error:
            raise ValidationError(self._unreadable_message()) from error

    def _unreadable_message(self):
        return self.env._(
            "The condition of “%s” can't be read. Please correct it.", self.name
        )

    def _visible_on(self, documents):
        """The documents on which the button is shown."""
        self.ensure_one()
        return (
            documents.filtered_domain(self._parse_domain())
            if self.domain
            else documents
        )

    # ---- pressing

    def _as_button(self, task):
        """The button as the browser shows it on a task."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "icon": self.icon,
            "style": self.style,
            "digit": self.digit,
            "is_default": self.is_default,
            "confirmation": self.confirmation,
            "asks": self._asks(task),
        }

    def _asks(self, tasks):
        """Whether a person has to say something before the button can do its work."""
        self.ensure_one()
        return (
            self.requires_comment
            or any(self.effect_ids.mapped("is_asked"))
            or any(task._missing_for(self) for task in tasks)
        )

import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from .crm_task_card_field import NEVER, REQUIRED_WHEN

KINDS = [
    ("char", "Text"),
    ("text", "Long text"),
    ("integer", "Whole number"),
    ("float", "Number"),
    ("boolean", "Checkbox"),
    ("date", "Date"),
    ("datetime", "Date and time"),
    ("selection", "Choice"),
    ("tags", "Tags"),
    ("many2one", "Record"),
    ("many2many", "Several records"),
]
RELATIONS = ("many2one", "many2many")
# kinds whose values another kind can show
READ_AS = {("char", "text"), ("text", "char"), ("integer", "float")}


class CrmTaskCustomField(models.Model):
    """A field that the administrator adds to the tasks of one type.

    The values live in the Odoo property field ``mail.activity.task_properties``; these
    records are the definition of the properties in a form that can be listed,
    imported and ruled by the card.
    """

    _name = "crm.task.custom.field"
    _inherit = ["crm.task.kept"]
    _description = "Custom Field of a Task Type"
    _order = "sequence, id"

    activity_type_id = fields.Many2one(
        "mail.activity.type", "Task type", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Label", required=True)
    key = fields.Char(
        "Technical name",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: uuid.uuid4().hex[:16],
        help="The name of the property under which values are stored.",
    )
    kind = fields.Selection(KINDS, required=True, default="char")
    choices = fields.Text(help="One choice per line.")
    model_id = fields.Many2one(
        "ir.model",
        "Records of",
        domain=[("transient", "=", False), ("abstract", "=", False)],
        ondelete="cascade",
    )
    options = fields.Json(
        help="What Odoo's own property editor knows of the field beyond these columns, "
        "such as a default, a domain, or the keys of choices.",
    )
    required_when = fields.Selection(
        REQUIRED_WHEN, "Required", default=NEVER, required=True
    )

    _key_once = models.Constraint(
        "UNIQUE(activity_type_id, key)",
        "This custom field exists already.",
    )

    @api.constrains("kind", "choices", "model_id")
    def _check_kind_is_complete(self):
        for field in self:
            if field.kind == "selection" and not field._choice_labels():
                raise ValidationError(
                    self.env._(
                        "Please enter the choices of “%s”, one per line.", field.name
                    )
                )
            if field.kind in RELATIONS and not field.model_id:
                raise ValidationError(
                    self.env._(
                        "Please say which records can be chosen in “%s”.", field.name
                    )
                )

    def write(self, vals):
        """What is filled in keeps its kind: dates can't be made of words."""
        for field in self:
            if field._becomes_another(vals) and field._is_filled_in():
                raise UserError(
                    self.env._(
                        "“%s” is filled in on tasks and can't become a field of "
                        "another kind. Please add a new field instead.",
                        field.name,
                    )
                )
        return super().write(vals)

    def _becomes_another(self, vals):
        self.ensure_one()
        kind = vals.get("kind", self.kind)
        if kind != self.kind:
            return (self.kind, kind) not in READ_AS
        return kind in RELATIONS and vals.get("model_id", self.model_id.id) != (
            self.model_id.id
        )

    def _is_filled_in(self):
        """Whether any task has a value, seen by the user or not."""
        self.env["mail.activity"].flush_model(["activity_type_id", "task_properties"])
        return bool(
            self.env.execute_query(
                SQL(
                    """SELECT 1 FROM mail_activity WHERE activity_type_id = %s
                          AND task_properties -> %s NOT IN ('null', 'false', '""', '[]')
                        LIMIT 1""",
                    self.activity_type_id.id,
                    self.key,
                )
            )
        )

    def _choice_labels(self):
        lines = (line.strip() for line in (self.choices or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def _property_definition(self):
        """This field as an entry of an Odoo properties definition."""
        self.ensure_one()
        definition = dict(
            self.options or {}, name=self.key, string=self.name, type=self.kind
        )
        if self.kind == "selection":
            keys = {label: key for key, label in definition.get("selection") or []}
            definition["selection"] = [
                [keys.get(label, label), label] for label in self._choice_labels()
            ]
        if self.kind in RELATIONS:
            definition["comodel"] = (
                self.sudo().model_id.model
            )  # names of models are no secret
        return definition

    @api.model
    def _prepare_values(self, definition):
        """The values of a custom field that was made in Odoo's own property editor."""
        if definition["type"] not in dict(KINDS):
            raise ValidationError(
                self.env._(
                    "“%(field)s” is of a kind that tasks don't know. Please choose "
                    "one of: %(kinds)s.",
                    field=definition.get("string") or "",
                    kinds=", ".join(
                        label
                        for _kind, label in self._fields["kind"]._description_selection(
                            self.env
                        )
                    ),
                )
            )
        named = ("name", "string", "type", "comodel")
        return {
            "key": definition["name"],
            "name": definition.get("string") or definition["name"],
            "kind": definition["type"],
            "choices": "\n".join(
                label for _key, label in definition.get("selection") or []
            ),
            "model_id": self.env["ir.model"]._get_id(definition["comodel"])
            if definition.get("comodel")
            else False,
            "options": {
                option: value
                for option, value in definition.items()
                if option not in named
            },
        }

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools import code as codes

PRIORITIES = [("0", "Normal"), ("1", "High"), ("2", "Urgent")]

FALLBACK_CODE = "type"
CODE_PREFIX_OF_MAIL = "mail_activity_data_"


def set_column_defaults(model, *names):
    """Let the database fill in required fields by itself.

    When Odoo's own add-ons are updated, they insert records before our fields are
    loaded.
    """
    for name in names:
        model.env.cr.execute(
            SQL(
                "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s",
                SQL.identifier(model._table),
                SQL.identifier(name),
                model._fields[name].default(model),
            )
        )


class MailActivityType(models.Model):
    _name = "mail.activity.type"
    _inherit = ["mail.activity.type", "crm.task.kept"]

    code = fields.Char(
        copy=False,
        index=True,
        help="Technical name used by integrations and imports: small letters, digits "
        "and "
        "underscores. It can't be changed once the type exists.",
    )
    color = fields.Integer()
    duration_hours = fields.Float(
        string="Duration",
        help="Standard duration of a task of this type, in hours.",
    )
    default_priority = fields.Selection(PRIORITIES, default="0", required=True)
    task_count = fields.Integer(compute="_compute_task_count")

    _code_unique = models.Constraint(
        "UNIQUE(code)",
        "Another task type has this code already. Please choose a different one.",
    )
    _duration_positive = models.Constraint(
        "CHECK(duration_hours >= 0)",
        "The duration of a task type can't be negative.",
    )

    def init(self):
        set_column_defaults(self, "default_priority")
        return super().init()

    @api.constrains("code")
    def _check_code(self):
        for task_type in self:
            if not codes.is_code(task_type.code or ""):
                raise ValidationError(
                    self.env._(
                        "“%(code)s” can't be the code of a task type. Use small "
                        "letters, digits "
                        "and underscores, starting with a letter, for example "
                        "“site_visit”.",
                        code=task_type.code or "",
                    )
                )

    def _compute_task_count(self):
        counts = dict(
            self.env["mail.activity"]._read_group(
                [("activity_type_id", "in", self.ids)],
                ["activity_type_id"],
                ["__count"],
            )
        )
        for task_type in self:
            task_type.task_count = counts.get(task_type, 0)

    @api.onchange("name")
    def _onchange_name(self):
        if self.name and not self.code:
            self.code = self._new_code(self.name, self._taken_codes())

    @api.model_create_multi
    def create(self, vals_list):
        taken = self._taken_codes() | {
            vals["code"] for vals in vals_list if vals.get("code")
        }
        return super().create([self._with_code(vals, taken) for vals in vals_list])

    def write(self, vals):
        if "code" in vals:
            self._refuse_code_change(vals["code"])
        return super().write(vals)

    def _refuse_code_change(self, code):
        for task_type in self:
            if task_type.code and task_type.code != code:
                raise ValidationError(
                    self.env._(
                        "The code of “%(type)s” is “%(code)s” and can't be changed, "
                        "because "
                        "integrations rely on it. Create a new type instead.",
                        type=task_type.name,
                        code=task_type.code,
                    )
                )

    def action_open_tasks(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_task_types.mail_activity_action_all"
        )
        return action | {
            "domain": [("activity_type_id", "=", self.id)],
            "context": {"default_activity_type_id": self.id},
        }

    @api.model
    def _taken_codes(self):
        # sudo: a code is taken, whoever may see its type; there are a few dozens
        return set(
            self.sudo()
            .with_context(active_test=False)
            .search([("code", "!=", False)])
            .mapped("code")
        )

    @api.model
    def _with_code(self, vals, taken):
        """``vals`` with a code, which is added to those taken."""
        code = vals.get("code") or self._new_code(vals.get("name") or "", taken)
        taken.add(code)
        return vals | {"code": code}

    @api.model
    def _new_code(self, name, taken):
        return codes.unused(codes.code_from(name, FALLBACK_CODE), taken)

    @api.model
    def _init_column(self, column_name):
        """Give codes to the types that exist when the add-on is installed."""
        if column_name != "code":
            return super()._init_column(column_name)
        return self._fill_missing_codes()

    @api.model
    def _fill_missing_codes(self):
        """Odoo's own types are called as in their XML id: ``call``, ``email``,
        ``meeting`` …"""
        self.env.cr.execute(
            """
            SELECT type.id, type.name->>'en_US', data.name
              FROM mail_activity_type AS type
         LEFT JOIN ir_model_data AS data
                ON data.model = 'mail.activity.type' AND data.res_id = type.id
               AND data.module = 'mail' AND data.name LIKE %s
             WHERE type.code IS NULL
          ORDER BY data.name IS NULL, type.id
            """,
            [CODE_PREFIX_OF_MAIL.replace("_", r"\_") + "%"],
        )
        taken = set()
        for type_id, name, xml_name in self.env.cr.fetchall():
            wanted = (xml_name or "").removeprefix(CODE_PREFIX_OF_MAIL) or name or ""
            code = self._new_code(wanted, taken)
            taken.add(code)
            self.env.cr.execute(
                "UPDATE mail_activity_type SET code = %s WHERE id = %s", [code, type_id]
            )

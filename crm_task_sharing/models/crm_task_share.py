from odoo import api, fields, models
from odoo.exceptions import ValidationError

LEVELS = [
    ("none", "Nothing"),
    ("busy", "Free/busy"),
    ("read", "Read-only"),
    ("full", "Full access"),
]
GRANTEES = [
    ("everyone", "Everyone"),
    ("team", "A sales team"),
    ("user", "A colleague"),
]


class CrmTaskShare(models.Model):
    """What somebody lets others see of his tasks."""

    _name = "crm.task.share"
    _inherit = ["crm.task.cached"]
    _description = "Sharing of Tasks"
    _order = "user_id, grantee_kind, id"

    user_id = fields.Many2one(
        "res.users",
        "Tasks of",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    grantee_kind = fields.Selection(
        GRANTEES, "Shared with", required=True, default="user"
    )
    team_id = fields.Many2one(
        "crm.team",
        "Sales team",
        compute="_compute_grantee",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="cascade",
    )
    grantee_id = fields.Many2one(
        "res.users",
        "Colleague",
        compute="_compute_grantee",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="cascade",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
    )
    activity_type_ids = fields.Many2many(
        "mail.activity.type",
        string="Task types",
        help="Empty: tasks of all types.",
    )
    level = fields.Selection(
        LEVELS,
        required=True,
        default="read",
        help="Nothing: as if the tasks did not exist.\n"
        "Free/busy: only when you are taken.\n"
        "Read-only: everything, without changes.\n"
        "Full access: change and complete.",
    )
    date_from = fields.Date("From", help="The first day. Empty: from now on.")
    date_until = fields.Date("Until", help="The last day. Empty: for ever.")

    _dates_ordered = models.Constraint(
        "CHECK(date_until >= date_from)", "The last day can't be before the first one."
    )

    @api.depends("grantee_kind")
    def _compute_grantee(self):
        """Keep only what belongs to the kind."""
        for share in self:
            if share.grantee_kind != "team":
                share.team_id = False
            if share.grantee_kind != "user":
                share.grantee_id = False

    @api.constrains("grantee_kind", "team_id", "grantee_id", "user_id")
    def _check_grantee(self):
        for share in self:
            if share.grantee_kind == "team" and not share.team_id:
                raise ValidationError(
                    self.env._("Please choose the sales team to share with.")
                )
            if share.grantee_kind == "user" and not share.grantee_id:
                raise ValidationError(
                    self.env._("Please choose the colleague to share with.")
                )
            if share.grantee_id == share.user_id:
                raise ValidationError(
                    self.env._("Your own tasks are always yours to see.")
                )
            if share.grantee_id.share or share.user_id.share:
                raise ValidationError(
                    self.env._("Tasks can be shared among colleagues only.")
                )

    @api.depends("grantee_kind", "team_id", "grantee_id", "level")
    def _compute_display_name(self):
        kinds = dict(self._fields["grantee_kind"]._description_selection(self.env))
        names = dict(self._fields["level"]._description_selection(self.env))
        for share in self:
            grantee = share.team_id.name or share.grantee_id.name
            share.display_name = self.env._(
                "%(grantee)s: %(level)s",
                grantee=grantee or kinds.get(share.grantee_kind, ""),
                level=names.get(share.level, ""),
            )

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            self.check_access("write")  # of the new owner too
        return result

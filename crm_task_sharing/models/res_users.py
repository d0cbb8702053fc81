from collections.abc import Collection

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain

# whose change changes what others see of his tasks
_TOLD = {"tz", "company_ids", "company_id", "group_ids", "active"}


def _complete(command):
    """Commands come with one, two or three parts."""
    return (*command, 0, 0)[:3]


class ResUsers(models.Model):
    _inherit = "res.users"

    task_share_ids = fields.One2many(
        "crm.task.share", "user_id", "Who may see my tasks"
    )
    task_share_default = fields.Text(
        "What others see by default", compute="_compute_task_share_default"
    )
    task_see_all_names = fields.Char(
        "Who sees all tasks", compute="_compute_task_see_all_names"
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + [
            "task_share_ids",
            "task_share_default",
            "task_see_all_names",
        ]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["task_share_ids"]

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su:
            domain = Domain(domain).map_conditions(self._by_readable_shares)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _by_readable_shares(self, condition):
        """Odoo would tell whether somebody has rules also to who may not read them."""
        compares = condition.operator in ("in", "not in", "=", "!=")
        if condition.field_expr != "task_share_ids" or not compares:
            return condition
        value = condition.value
        ids = list(value) if isinstance(value, Collection) else [value]
        domain = Domain(
            "task_share_ids", "any", [("id", "in", list(filter(None, ids)))]
        )
        if not all(ids):
            domain |= ~Domain("task_share_ids", "any", [("id", "!=", 0)])
        return domain if condition.operator in ("in", "=") else ~domain

    def write(self, vals):
        if "task_share_ids" in vals and self == self.env.user:
            vals = dict(vals)
            self._write_own_shares(vals.pop("task_share_ids"))
        result = super().write(vals)
        if not _TOLD.isdisjoint(vals):
            self.env["crm.task.share"]._forget_answers()
        return result

    def _write_own_shares(self, commands):
        """With the rights of the user: Odoo writes preferences as the superuser, for
        whom the rules of all others would be in reach."""
        Share = self.env["crm.task.share"]
        for command, share_id, values in map(_complete, commands):
            if command == Command.CREATE:
                Share.create({**values, "user_id": self.id})
            elif command == Command.UPDATE:
                Share.browse(share_id).write(values)
            elif command in (Command.DELETE, Command.UNLINK):
                Share.browse(share_id).unlink()
            else:
                raise AccessError(
                    self.env._("Please change who may see your tasks one by one.")
                )

    @api.depends("company_id.share_level")
    @api.depends_context("lang")
    def _compute_task_share_default(self):
        """What colleagues see of tasks about which the user says nothing."""
        of_types = self._describe_type_defaults()
        for user in self:
            lines = [user.company_id._describe_share_level(), *of_types]
            user.task_share_default = "\n".join(lines)

    @api.model
    def _describe_type_defaults(self):
        labels = dict(
            self.env["mail.activity.type"]
            ._fields["share_level"]
            ._description_selection(self.env)
        )
        types = self.env["mail.activity.type"].search([("share_level", "!=", False)])
        return [f"{kind.name}: {labels[kind.share_level]}" for kind in types]

    @api.depends("company_id")
    def _compute_task_see_all_names(self):
        group = self.env.ref("crm_task_sharing.group_see_all_tasks")
        # sudo: everybody may know who belongs to this one group
        holders = group.sudo().all_user_ids.filtered("active")
        for user in self:
            names = [
                holder.name
                for holder in holders - user
                if user.company_id in holder.company_ids
            ]
            user.task_see_all_names = ", ".join(names)

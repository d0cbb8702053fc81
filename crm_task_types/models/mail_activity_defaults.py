"""What a task takes from its type when nothing else is said."""

from odoo import api, fields, models

from .mail_activity_type import PRIORITIES


class MailActivity(models.Model):
    _inherit = "mail.activity"

    priority = fields.Selection(
        PRIORITIES,
        compute="_compute_priority",
        store=True,
        precompute=True,
        readonly=False,
        tracking=True,
    )

    @api.depends("activity_type_id")
    def _compute_priority(self):
        for task in self:
            task.priority = task.activity_type_id.default_priority or "0"

    @api.onchange("activity_type_id")
    def _onchange_activity_type_id(self):
        """Another type takes away nothing that somebody has said: who has the task and
        when, what he typed, or the column of the board in which he makes it."""
        said = self._said_in_form()
        result = super()._onchange_activity_type_id()
        self.update(said)
        return result

    def _said_in_form(self):
        if self == self._origin:  # no form
            return {}
        context, said = self.env.context, {}
        if self._origin or context.get("default_user_id", self.env.uid) != self.env.uid:
            said["user_id"] = self.user_id
        if self._origin or context.get("default_date_deadline"):
            said["date_deadline"] = self.date_deadline
        types = self.env["mail.activity.type"].search([("id", "!=", False)])
        if self.summary not in types.mapped("summary"):
            said["summary"] = self.summary
        if self.note not in types.mapped("default_note"):
            said["note"] = self.note
        return {name: value for name, value in said.items() if value}

    @api.model_create_multi
    def create(self, vals_list):
        type_ids = {vals.get("activity_type_id") for vals in vals_list}
        defaults = {type_id: self._type_defaults(type_id) for type_id in type_ids}
        return super().create(
            [defaults[vals.get("activity_type_id")] | vals for vals in vals_list]
        )

    @api.model
    def _type_defaults(self, type_id):
        """Title, description and assignee of the type, as Odoo's forms fill them in.

        :param int type_id: the type; empty: no defaults
        """
        # sudo: a user who may plan a task of the type gets the type's defaults
        task_type = self.env["mail.activity.type"].sudo().browse(type_id)
        defaults = {
            "summary": task_type.summary,
            "note": task_type.default_note,
            "user_id": task_type.default_user_id.id,
        }
        return {name: value for name, value in defaults.items() if value}

"""The checklists that new tasks get: from their type, or from what makes them."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_task_cached import kept_answer


class CrmTaskChecklistLine(models.Model):
    """One item that new tasks get."""

    _name = "crm.task.checklist.line"
    _inherit = ["crm.task.cached", "crm.task.checklist.mixin"]
    _description = "Checklist Item of New Tasks"

    name = fields.Char(translate=True)
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        "Task type",
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.model
    def _owner_names(self):
        return [*super()._owner_names(), "activity_type_id"]

    @api.constrains("name")
    def _check_name(self):
        if any(not line.name.strip() for line in self):
            raise ValidationError(self.env._("Please say what has to be done."))

    @api.model
    @kept_answer()
    def _types_with_items(self):
        """The ids of the types whose tasks get a checklist."""
        # sudo: it's the same for everybody
        lines = self.sudo().search([("activity_type_id", "!=", False)])
        return frozenset(lines.activity_type_id.ids)

    @api.autovacuum
    def _gc_without_owner(self):
        """What gave the items has gone together with its add-on."""
        self.search([(name, "=", False) for name in self._owner_names()]).unlink()

    def _prepare_item_values(self):
        """The values of the item that a task gets. Whoever has left doesn't get it."""
        self.ensure_one()
        # sudo: only whether the person still works here
        person = self.sudo().user_id
        return {
            "name": self.name,
            "is_required": self.is_required,
            "user_id": not person.share and person.active and person.id,
        }

    def _untouched(self, items):
        """Those of the items that stand on their task as they came from these."""
        names = self._names_by_line()
        came = [(line, line._prepare_item_values()) for line in self]
        return items.filtered(
            lambda item: not item.is_done
            and any(
                item.name in names[line.id]
                and item.is_required == vals["is_required"]
                and item.user_id.id == vals["user_id"]
                for line, vals in came
            )
        )

    def _names_by_line(self):
        """What each item is called in any language: ``{line id: names}``."""
        names = defaultdict(set)
        for lang, _label in self.env["res.lang"].get_installed():
            for line in self.with_context(lang=lang):
                names[line.id].add(line.name)
        return names

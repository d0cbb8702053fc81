"""Who reviews the task of a line."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_task_types.models.crm_task_review_rule import review_rules
from odoo.addons.crm_task_types.tools.review import USER


def review_rule_field():
    """The field in which a model keeps who reviews the tasks of its lines."""
    return fields.Selection(
        review_rules,
        "Reviewed by",
        help="Who has to accept the task before it counts as done. Empty: as the task "
        "type says.",
    )


def reviewer_field():
    """The field in which a model keeps the person who reviews them."""
    return fields.Many2one(
        "res.users", "Reviewer", domain=[("share", "=", False)], ondelete="restrict"
    )


class CrmTaskLine(models.AbstractModel):
    _inherit = "crm.task.line"

    @api.constrains(lambda self: self._line_names("review_rule", "reviewer"))
    def _check_line_reviewer(self):
        for line in self:
            if line._line("review_rule") == USER and not line._line("reviewer"):
                raise ValidationError(
                    self.env._("“%s”: please choose who reviews.", line._line_label())
                )

    def _line_reviewer(self):
        """Who was chosen himself, not by a rule; empty for nobody."""
        chosen = self._line("review_rule") == USER
        return self._line("reviewer")._origin if chosen else self.env["res.users"]

    def _prepare_task_values(self, slot, launch):
        values = super()._prepare_task_values(slot, launch)
        if rule := self._line("review_rule"):
            values["review_rule"] = rule
            values["reviewer_id"] = self._line_reviewer().id
        return values

    @api.model
    def _give_reviews(self, slots):
        """Who applies a line can't change who reviews its task."""
        made = [slot.task.id for slot in slots if slot.line._line("review_rule")]
        self.env["mail.activity"].browse(made)._give_review()

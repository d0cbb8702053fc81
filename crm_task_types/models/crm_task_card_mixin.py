from odoo import api, fields, models

from .crm_task_card_field import PLANNED


class CrmTaskCardMixin(models.AbstractModel):
    """What is shown of a task while it is planned or edited, by the card of its type.

    The lists of field names drive the modifiers of form views, as in
    ``invisible="'priority' in card_hidden"``.
    """

    _name = "crm.task.card.mixin"
    _description = "Card of a Task"

    activity_type_id = fields.Many2one("mail.activity.type")
    card_hidden = fields.Json(compute="_compute_card")
    card_readonly = fields.Json(compute="_compute_card")
    card_required = fields.Json(compute="_compute_card")

    @api.depends("activity_type_id")
    def _compute_card(self):
        for record in self:
            # sudo: the card shapes the form of everybody who may see the task
            task_type = record.activity_type_id.sudo()
            record.card_hidden = self._as_card_list(task_type._hidden_fields())
            record.card_readonly = self._as_card_list(task_type._readonly_fields())
            record.card_required = self._as_card_list(
                task_type._required_fields(PLANNED)
            )

    @api.model
    def _as_card_list(self, names):
        """Never empty: an empty list is read as ``False``, on which ``in`` fails."""
        return ["", *names]

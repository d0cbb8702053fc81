"""Results of reviewed tasks: who completed it and when, and who accepted it."""

from odoo import api, fields, models

from odoo.addons.crm_task_types.tools.review import ACCEPTED


class CrmTaskResult(models.Model):
    _inherit = "crm.task.result"

    accepted_uid = fields.Many2one(
        "res.users",
        "Accepted by",
        index="btree_not_null",
        ondelete="restrict",
        help="Who reviewed the task. Empty: there was nothing to review.",
    )
    accepted_date = fields.Datetime("Accepted on")

    @api.model
    def _prepare_values(self, task, lead=None):
        """The press was made when the task was put up for review."""
        values = super()._prepare_values(task, lead)
        if task.review_state != ACCEPTED:
            return values
        values |= {
            "accepted_uid": task.decided_uid.id,
            "accepted_date": task.decided_date,
        }
        if task.held_date:
            local = fields.Datetime.context_timestamp(self, task.held_date)
            values |= {"date": task.held_date, "hour": local.hour}
        return values

    @api.depends("accepted_date", "accepted_uid")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        """What was reviewed is taken back by who accepted it."""
        result = super()._compute_can_undo()
        since = fields.Datetime.now() - self._undo_window()
        for reviewed in self.filtered("accepted_uid"):
            reviewed.can_undo = (
                reviewed.accepted_uid == self.env.user
                and reviewed.accepted_date >= since
                and not reviewed.undone_by_ids
                and not reviewed.undo_of_id
            )
        return result

from odoo import fields, models

from ..tools.inside import INSIDE

GIVEN, RETURNED, KEPT = "given", "returned", "kept"
STATES = [
    (GIVEN, "Comes back"),
    (RETURNED, "Came back"),
    (KEPT, "Closed, or moved on by somebody"),
]


class CrmTaskAbsenceLine(models.Model):
    """A task that was handed over for the time of an absence."""

    _name = "crm.task.absence.line"
    _inherit = ["crm.task.part"]
    _description = "Task Handed over for an Absence"
    _order = "id"

    absence_id = fields.Many2one(
        "crm.task.absence", required=True, index=True, ondelete="cascade"
    )
    heir_id = fields.Many2one("res.users", "Handed over to", ondelete="set null")
    state = fields.Selection(STATES, required=True, default=GIVEN)
    is_told = fields.Boolean()  # the one who stands in knows of it

    _given_idx = models.Index("(mail_activity_id) WHERE state = 'given'")


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def write(self, vals):
        """What people give to somebody else doesn't come back by itself."""
        if (
            "user_id" in vals
            and self.env.context.get("crm_task_for_absence") is not INSIDE
        ):
            moved = self.filtered(lambda task: task.user_id.id != vals["user_id"])
            moved._forget_return()
        return super().write(vals)

    def _forget_return(self):
        # sudo: lines are written by the course of things only
        self.env["crm.task.absence.line"].sudo().search(
            [("mail_activity_id", "in", self.ids), ("state", "=", GIVEN)]
        ).state = KEPT

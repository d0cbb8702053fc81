from odoo import fields, models


class CrmTaskCancelReason(models.Model):
    """A reason offered to who cancels a task; the task keeps its text."""

    _name = "crm.task.cancel.reason"
    _description = "Reason for Cancelling a Task"
    _order = "sequence, id"

    name = fields.Char("Reason", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_unique = models.Constraint("UNIQUE(name)", "This reason exists already.")

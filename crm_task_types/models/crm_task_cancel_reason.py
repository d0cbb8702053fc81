from odoo import fields, models


class CrmTaskCancelReason(models.Model):
    """A reason offered to who cancels a task; the task keeps its text, in the language
    of who cancelled it."""

    _name = "crm.task.cancel.reason"
    _description = "Reason for Cancelling a Task"
    _order = "sequence, id"

    name = fields.Char("Reason", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_idx = models.UniqueIndex("((name->>'en_US'))", "This reason exists already.")

from odoo import fields, models


class CrmTaskReturnDialog(models.TransientModel):
    """Asks why tasks are returned, and until when they have to be mended."""

    _name = "crm.task.return.dialog"
    _description = "Return of Tasks"

    task_ids = fields.Many2many("mail.activity", required=True)
    comment = fields.Text("What is to be mended?", required=True)
    date_due = fields.Datetime(
        "New due time", help="Empty: the task is due as it was before."
    )

    def action_return(self):
        self.ensure_one()
        self.task_ids.action_return_review(self.comment, date_due=self.date_due)
        return {"type": "ir.actions.act_window_close"}

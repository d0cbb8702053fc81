from odoo import fields, models

WAITING, DONE, STOPPED = "waiting", "done", "stopped"
STATES = [(WAITING, "Waiting"), (DONE, "Done"), (STOPPED, "Stopped")]


class MailActivityScheduleBatch(models.TransientModel):
    """Some of the documents to which a template is applied, and what came of it.

    Rows are made and used by the system only: they say which tasks were made, also to
    those who may not see them.
    """

    _name = "mail.activity.schedule.batch"
    _description = "Documents that get a Template together"
    _order = "number"

    schedule_id = fields.Many2one(
        "mail.activity.schedule", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(required=True, help="In which order they are done.")
    state = fields.Selection(STATES, required=True, default=WAITING)
    res_ids = fields.Json("Documents", required=True)
    task_ids = fields.Json("Tasks")
    failures = fields.Json("Left out", help="Why, by the id of the document.")

    _once = models.Constraint(
        "UNIQUE(schedule_id, number)", "The template is being applied already."
    )

from odoo import models


class CrmTaskMention(models.AbstractModel):
    """Something that tells of a task to people who have no need to see the task.

    Who may see it is said by the model; add-ons that hide tasks hide it with them.
    """

    _name = "crm.task.mention"
    _description = "Mention of a Task"

    # the field of the task, which may be empty
    _task_field = "task_id"

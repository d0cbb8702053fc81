from odoo import api, fields, models
from odoo.fields import Domain


class CrmTaskPart(models.AbstractModel):
    """Something that hangs on a task and is for those who may see the task.

    Who reads the task reads its parts; who may change the task may add, change and
    delete them. The access rights of the model itself come on top.
    """

    _name = "crm.task.part"
    _description = "Part of a Task"

    # whether it tells on which document the task is: it is then only for those who may
    # know that
    _tells_document = False

    mail_activity_id = fields.Many2one(
        "mail.activity", "Task", required=True, index=True, ondelete="cascade"
    )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        checked = self - result[0] if result else self
        if not checked or self.env.su:
            return result
        # sudo: only to learn which tasks to ask
        tasks = checked.sudo().mail_activity_id.sudo(False)
        allowed = tasks._filtered_access("read" if operation == "read" else "write")
        allowed_ids = set(allowed.ids)
        denied = checked.filtered(
            lambda part: part.sudo().mail_activity_id.id not in allowed_ids
        )
        if not denied:
            return result
        denied |= result[0] if result else denied
        return denied, lambda: denied._make_access_error(operation)

    @api.model
    def _create(self, data_list):
        self._check_tasks(data["stored"].get("mail_activity_id") for data in data_list)
        return super()._create(data_list)

    @api.model
    def _check_tasks(self, task_ids):
        """Asked beforehand: who has a part reads the task because of it."""
        tasks = self.env["mail.activity"].browse({id_ for id_ in task_ids if id_})
        tasks.check_access("write")

    def write(self, vals):
        if "mail_activity_id" in vals:
            self._check_tasks([vals["mail_activity_id"]])
        result = super().write(vals)
        if "mail_activity_id" in vals:
            self.check_access("write")  # to its new task, too
        return result

    def _make_access_error(self, operation):
        return self.env["mail.activity"]._make_access_error(operation)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            visible = (
                self.env["mail.activity"].with_context(active_test=False)._search([])
            )
            domain = Domain(domain) & Domain("mail_activity_id", "in", visible)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

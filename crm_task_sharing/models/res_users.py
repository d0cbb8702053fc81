from odoo import fields, models

# whose change changes what others see of his tasks
_TOLD = {"tz", "company_ids", "company_id", "group_ids", "active"}


class ResUsers(models.Model):
    _inherit = "res.users"

    task_share_ids = fields.One2many(
        "crm.task.share", "user_id", "Who may see my tasks"
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["task_share_ids"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["task_share_ids"]

    def write(self, vals):
        result = super().write(vals)
        if not _TOLD.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

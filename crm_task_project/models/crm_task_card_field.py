from odoo import fields, models


class CrmTaskCardField(models.Model):
    _inherit = "crm.task.card.field"

    field_name = fields.Selection(
        selection_add=[("project_id", "Project")], ondelete={"project_id": "cascade"}
    )

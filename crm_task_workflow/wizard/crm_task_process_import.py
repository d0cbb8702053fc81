import base64
import json

from odoo import fields, models
from odoo.exceptions import UserError


class CrmTaskProcessImport(models.TransientModel):
    _name = "crm.task.process.import"
    _description = "Import a Process"

    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()

    def action_import(self):
        self.ensure_one()
        try:
            content = json.loads(base64.b64decode(self.file))
        except ValueError as error:
            raise UserError(
                self.env._("This isn't the file of a task process.")
            ) from error
        process, remarks = self.env["crm.task.process"]._import(content)
        opening = {
            "type": "ir.actions.act_window",
            "res_model": process._name,
            "res_id": process.id,
            "views": [(False, "form")],
        }
        if not remarks:
            return opening
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Not found here"),
                "message": " ".join(remarks),
                "next": opening,
            },
        }

from odoo import api, fields, models

from ..models.mail_activity_project import PROJECT, PROJECT_DOMAIN


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    project_id = fields.Many2one(PROJECT, domain=PROJECT_DOMAIN)
    project_client_id = fields.Many2one(
        "res.partner", compute="_compute_project_client_id"
    )

    @api.depends("res_model", "res_ids")
    def _compute_project_client_id(self):
        """The client of the document, in bulk of all documents if it is the same."""
        for scheduler in self:
            documents = scheduler._get_applied_on_records()
            clients = self.env["res.partner"]
            if documents:
                by_document = documents.exists()._mail_get_partners()
                clients = clients.union(*by_document.values()).commercial_partner_id
            scheduler.project_client_id = clients if len(clients) == 1 else False

    def _prepare_task_values(self):
        values = super()._prepare_task_values()
        if self.project_id and self.res_model != PROJECT:
            values["project_id"] = self.project_id.id
        return values

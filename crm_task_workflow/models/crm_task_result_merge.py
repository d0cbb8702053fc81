"""What came of tasks goes along when their documents are merged."""

from odoo import api, models


class CrmTaskResult(models.Model):
    _inherit = "crm.task.result"

    @api.model
    def _move_to_document(self, document, others):
        """The results of other documents go over to this one of the same model; what
        the document was called then remains."""
        # sudo: all of them, whoever merges the documents
        results = self.sudo().search(
            [("res_model", "=", document._name), ("res_id", "in", others.ids)]
        )
        moved = {"res_id": document.id}
        if document._name == "crm.lead":
            moved["lead_id"] = document.id
        results._correct(moved)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _move_to_document(self, document, others):
        tasks = super()._move_to_document(document, others)
        # also of tasks that have moved elsewhere since
        self.env["crm.task.result"]._move_to_document(document, others)
        return tasks

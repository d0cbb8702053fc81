"""Documents that are merged take all of their tasks along.

Odoo takes open tasks that the user sees; the others it deletes with their documents.
"""

from odoo import api, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _move_to_document(self, document, others):
        """The tasks of other documents go over to this one of the same model.

        :return: these tasks
        """
        # sudo: all of them, whoever merges the documents
        Task = self.sudo().with_context(active_test=False)
        tasks = Task.search(
            [("res_model", "=", document._name), ("res_id", "in", others.ids)]
        )
        if tasks:
            tasks.write({"res_id": document.id})
            others.invalidate_recordset(["activity_ids"])
        return tasks


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _merge_dependences_history(self, opportunities):
        self.env["mail.activity"]._move_to_document(self, opportunities)
        return super()._merge_dependences_history(opportunities)

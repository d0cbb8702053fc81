from odoo import models


class ResPartner(models.Model):
    """A client has the results of the tasks on it, on its deals and of its contacts."""

    _name = "res.partner"
    _inherit = ["res.partner", "crm.task.result.counts"]

    _task_result_field = "partner_id"
    _task_result_operator = "child_of"

    def _work_queue_fields(self):
        return [
            *super()._work_queue_fields(),
            "commercial_company_name",
            "function",
            "city",
            "category_id",
        ]

    def _counts_task_results_of(self):
        partner = self
        while partner:
            yield partner
            partner = partner.parent_id

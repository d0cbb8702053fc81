from odoo import models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.task.result.counts"]

    _task_result_field = "lead_id"

    def _work_queue_fields(self):
        return [
            *super()._work_queue_fields(),
            "contact_name",
            "stage_id",
            "expected_revenue",
            "date_deadline",
            "team_id",
        ]

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        changed = [
            lead_id
            for lead_id, status in new_status_by_lead.items()
            if status["is_won"]
            != old_status_by_lead.get(lead_id, {}).get("is_won", False)
        ]
        if changed:
            # sudo: the share counts all results, not those that the user may see
            Result = self.env["crm.task.result"].sudo()
            results = Result.search([("lead_id", "in", changed)])
            self.env.add_to_compute(Result._fields["won_share"], results)
        return result

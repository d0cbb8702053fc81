from odoo import fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    task_result_count = fields.Integer("Results", compute="_compute_task_counts")
    missed_attempt_count = fields.Integer(
        "Missed attempts", compute="_compute_task_counts"
    )
    task_move_count = fields.Integer("Moves", compute="_compute_task_counts")

    def _compute_task_counts(self):
        """What was agreed, missed and moved on the deal, counted from the results."""
        Result = self.env["crm.task.result"]
        domain = [
            ("lead_id", "in", self.ids),
            ("undo_of_id", "=", False),
            ("undone_by_ids", "=", False),
        ]
        totals = dict(Result._read_group(domain, ["lead_id"], ["__count"]))
        open_ones = [*domain, ("is_completing", "=", False)]
        missed = dict(
            Result._read_group(
                [*open_ones, ("attempt", ">", 0)], ["lead_id"], ["__count"]
            )
        )
        moved = dict(
            Result._read_group(
                [*open_ones, ("attempt", "=", 0)], ["lead_id"], ["__count"]
            )
        )
        for lead in self:
            lead.task_result_count = totals.get(lead, 0)
            lead.missed_attempt_count = missed.get(lead, 0)
            lead.task_move_count = moved.get(lead, 0)

    def action_open_task_results(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_task_workflow.crm_task_result_action"
        )
        return action | {"domain": [("lead_id", "=", self.id)], "context": {}}

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

from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        lost = [
            lead_id
            for lead_id, status in new_status_by_lead.items()
            if status["is_lost"]
            and not old_status_by_lead.get(lead_id, {}).get("is_lost")
        ]
        if lost:
            self.browse(lost)._withdraw_next_tasks()
        return result

    def _withdraw_next_tasks(self):
        """What completes a task and loses its deal at once makes no next task: the
        completion may have come first."""
        # sudo: all tasks of the leads, whoever sees them
        just_made = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("series_number", ">", 1),
                    ("create_date", "=", self.env.cr.now()),
                ]
            )
        )
        for task in just_made.filtered(lambda task: task._is_untouched()):
            series = task.series_id
            before = series.with_context(active_test=False).task_ids - task
            series._take_newest(before.sorted("series_number")[-1:])
            task.unlink()
            series._stop_and_tell(series._told().env._("The deal is lost."))

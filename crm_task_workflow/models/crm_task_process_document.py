"""Documents take their runs along when they are deleted or merged."""

from odoo import api, models
from odoo.fields import Domain

from .crm_task_process_run import OPEN_STATES


class CrmTaskProcessRun(models.Model):
    _inherit = "crm.task.process.run"

    @api.model
    def _runs_on(self, documents, *states):
        # sudo: all runs on the documents, not just those that the user may see
        domain = Domain("res_model", "=", documents._name) & Domain(
            "res_id", "in", documents.ids
        )
        if states:
            domain &= Domain("state", "in", states)
        # sudo: runs are found by documents that the caller has checked
        return self.sudo().search(domain)

    @api.model
    def _move_to(self, document, others):
        """Runs on documents that are merged go on on the one that is left. Where it has
        a run of a process that may be there only once, the others end."""
        runs = self._runs_on(others)
        if not runs:
            return
        here = self._runs_on(document, *OPEN_STATES)._lock()
        taken = set(here.filtered("is_single").process_id.ids)
        doubled = runs.browse()
        for run in runs._lock().sorted("id"):
            if run.is_single and run.process_id.id in taken:
                doubled |= run
            elif run.is_single:
                taken.add(run.process_id.id)
        doubled._cancel_runs(self.env._("The document was merged"))
        runs.write({"res_id": document.id})
        self.env["crm.task.process.event"]._log_runs(runs, "merged")


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    def unlink(self):
        Run = self.env["crm.task.process.run"]
        runs = Run._runs_on(self, *OPEN_STATES) if self else Run
        runs._lock()._cancel_runs(self.env._("The document was deleted"))
        return super().unlink()


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        self.env["crm.task.process.run"]._move_to(self, opportunities)
        return result

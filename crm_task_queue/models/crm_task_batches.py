from odoo import api, models

from odoo.addons.queue_job.job import ENQUEUED, PENDING, identity_exact


class CrmTaskBatches(models.AbstractModel):
    _inherit = "crm.task.batches"

    @api.model
    def _work_off(self, method, batches, remaining):
        """Each batch is a job; what a job that hasn't begun will do isn't put there
        again."""
        waiting = self._with_waiting_job(method)
        for batch in batches:
            (batch - waiting)._enqueue_batch(method)

    @api.model
    def _with_waiting_job(self, method):
        # sudo: jobs are the system's
        jobs = self.env["queue.job"].sudo()
        jobs = jobs.search(
            [
                ("model_name", "=", self._name),
                ("method_name", "=", "_run_batch_job"),
                ("state", "in", [PENDING, ENQUEUED]),
            ]
        )
        jobs = jobs.filtered(lambda job: job.args == [method])
        return self.browse({record for job in jobs for record in job.records.ids})

    def _enqueue_batch(self, method):
        if self:
            self.with_delay(
                identity_key=identity_exact,
                description=f"{self._description} ({len(self)})",
            )._run_batch_job(method)

    def _run_batch_job(self, method):
        """What the job does; when there is more to do, that is a job of its own."""
        if getattr(self, method)():
            self._enqueue_batch(method)

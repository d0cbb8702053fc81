"""An outcome that starts a process on the document of the task."""

from odoo import fields, models

from .crm_task_outcome_effect import NEEDED

PROCESS = "process"
NEEDED[PROCESS] = "process_id"


class CrmTaskOutcomeEffect(models.Model):
    _inherit = "crm.task.outcome.effect"

    kind = fields.Selection(
        selection_add=[(PROCESS, "Start a process")], ondelete={PROCESS: "cascade"}
    )
    process_id = fields.Many2one("crm.task.process", "Process", ondelete="restrict")

    def _apply_process(self, tasks, press):
        """Where the process is switched off, or made for other documents, nothing is
        started."""
        model = self.process_id.sudo().model_name  # names of models are no secret
        here = tasks.filtered(lambda task: task.res_model == model)
        documents = here._documents(model)
        if documents:
            self.process_id._start_where_on(documents)

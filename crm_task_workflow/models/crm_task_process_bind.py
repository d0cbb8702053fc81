"""*Start a process* in the actions of every kind of document that has processes."""

from odoo import models

START = "crm.task.process.start"


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    def action_publish(self, comment=""):
        version = super().action_publish(comment)
        self._offer_start()
        return version

    def _offer_start(self):
        """Processes of kinds of documents that only another add-on knows are started
        by hand like those of leads."""
        # sudo: who publishes needn't administrate actions; these say nothing of his
        Action = self.env["ir.actions.act_window"].sudo()
        offered = Action.search([("res_model", "=", START)]).binding_model_id
        for model in self.sudo().model_id - offered:
            action = Action.create(
                {
                    "name": self.env._("Start a process"),
                    "res_model": START,
                    "view_mode": "form",
                    "target": "new",
                    "binding_model_id": model.id,
                    "binding_view_types": "list,kanban,form",
                }
            )
            # goes when the add-on goes
            self.env["ir.model.data"].sudo().create(
                {
                    "module": "crm_task_workflow",
                    "name": f"crm_task_process_start_action_{model.id}",
                    "model": action._name,
                    "res_id": action.id,
                    "noupdate": True,
                }
            )

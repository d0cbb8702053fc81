"""Running the server actions that create a task: all records in one go."""

from odoo import models

from .crm_task_template_slot import Slot


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    def _run_action_create_task_multi(self, eval_context=None):
        """Create a task on each record, all of them or none.

        :raise UserError: when nobody is found and the action says to refuse then
        """
        records = self._get_task_documents()
        if not records or self._is_recompute():
            return False
        Plan = self.env["mail.activity.plan"]
        launch = Plan._prepare_launch(None, None, automatic=True)
        slots = [Slot(self, record) for record in records]
        self._fill_assignees(slots, launch)
        Plan._refuse([slot.problem for slot in slots if slot.problem][:1])
        self._fill_people(slots, launch)
        self._fill_times(slots, launch)
        self._fill_texts(slots)
        self._create_task_batch(slots, launch)
        self._tell_remarks(slots)
        return False

    def _create_task_batch(self, slots, launch):
        """Of many tasks at once each assignee is told once; of a single one Odoo tells
        more."""
        if len(slots) == 1:
            values = self._prepare_task_values(slots[0], launch)
            slots[0].task = self.env["mail.activity"].create([values])
            self._give_reviews(slots)
            return
        Plan = self.env["mail.activity.plan"]
        Plan._tell_assignees(Plan._create_tasks(slots, launch))

    def _tell_remarks(self, slots):
        """Write what didn't go as the action says into the history of the records."""
        bodies = {
            slot.document.id: "\n".join(slot.remarks) for slot in slots if slot.remarks
        }
        documents = slots[0].document.browse(bodies)
        if documents and "message_ids" in documents._fields:
            documents._message_log_batch(bodies=bodies)

"""What the work queue shows of a task: itself, its document, and what was before."""

from odoo import api, models
from odoo.tools.mail import is_html_empty

CARDS_AT_ONCE = 5
HISTORY_LENGTH = 5
CARD_FIELDS = [
    "display_name",
    "activity_type_id",
    "icon",
    "note",
    "active",
    "is_mine",
    "can_write",
    "user_id",
    "state",
    "priority",
    "date_start",
    "date_due",
    "date_deadline",
    "duration_hours",
    "reschedule_count",
    "reschedule_reason",
    "attempt_count",
    "review_state",
    "outcome_buttons",
    "res_model",
    "res_id",
    "res_name",
]


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.readonly
    def get_work_queue_cards(self):
        """What the work queue shows of some tasks; of at most 5.

        :return: a dict for each task that the user may read, others are left out:
            the values of its fields, ``press_count``, ``closed_message`` when it is
            closed, ``checklist`` as in the chatter, ``history`` (newest first) and
            ``document``, empty where there is none or the user may not read it
        :rtype: list[dict]
        """
        tasks = self[:CARDS_AT_ONCE].exists()._filtered_access("read")
        return [
            {
                **values,
                "press_count": len(task.result_ids),
                "closed_message": not task.active and task._closed_message(),
                "checklist": task._checklist_for_browser(),
                **task._work_queue_document(values["res_model"]),
            }
            for task, values in zip(
                tasks, tasks.read(tasks._work_queue_fields()), strict=True
            )
        ]

    @api.model
    def _work_queue_fields(self):
        """Hook: fields of the task that the work queue shows."""
        with_status = self.env.user.has_group("crm_task_types.group_use_task_status")
        return CARD_FIELDS + ["status_id"] * with_status

    def _work_queue_document(self, model):
        """The document of the task, and the history of both.

        :param model: of the document, empty when the user may not know it
        """
        self.ensure_one()
        document = self._documents(model)
        is_open = document and document.has_access("read")
        return {
            "document": document._work_queue_summary() if is_open else False,
            "history": self._work_queue_history(document if is_open else self),
        }

    @api.model
    def _work_queue_history(self, thread):
        """The last messages on a record that the user may read, in short."""
        if not thread or "message_ids" not in thread._fields:
            return []
        found = self.env["mail.message"]._message_fetch(
            [("body", "not in", (False, ""))], thread=thread, limit=HISTORY_LENGTH
        )
        return [
            {
                "id": message.id,
                "date": message.date,
                # sudo: who reads a message sees the name of its author
                "author": message.sudo().author_id.name or message.email_from or "",
                "text": message.preview,
            }
            for message in found["messages"]
            if not is_html_empty(message.body)
        ]

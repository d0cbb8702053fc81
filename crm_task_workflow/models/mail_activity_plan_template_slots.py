"""The tasks that a line of a template makes, before they are made."""

from odoo import models

from odoo.addons.crm_task_types.models.crm_task_card_field import PLANNED

from .crm_task_assignee import ASK
from .crm_task_template_slot import Slot
from .mail_activity_plan_template import PREVIOUS_COMPLETION, PREVIOUS_DEADLINE


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    def _make_slots(self, documents, latest):
        """One slot for each document on which the line applies.

        :param dict latest: ``{document id: slot of the line before}``, brought up to
            date
        """
        self.ensure_one()
        slots = [
            Slot(self, document, latest.get(document.id)) for document in documents
        ]
        for slot in slots:
            slot.waits = self._waits_for(slot.previous)
        # a line that waits looks at its document when its turn comes
        ready = documents.browse([slot.document.id for slot in slots if not slot.waits])
        matching = set(self._filtered_documents(ready).ids)
        slots = [slot for slot in slots if slot.waits or slot.document.id in matching]
        latest.update({slot.document.id: slot for slot in slots})
        return slots

    def _waits_for(self, previous):
        """Whether a task can't be made yet, after the slot of the line before."""
        if not previous or (previous.task and not previous.task.active):
            return False
        if self.delay_from == PREVIOUS_COMPLETION:
            return True
        return self.delay_from == PREVIOUS_DEADLINE and previous.waits

    def _fill_slots(self, slots, launch):
        """Assignees and times of the slots that don't wait; those of the others are
        found when their turn comes."""
        ready = [slot for slot in slots if not slot.waits]
        if ready:
            self._fill_assignees(ready, launch)
            self._fill_people(ready, launch)
            self._fill_times(ready, launch)
        asks = self._assignee_rule() == ASK
        for slot in slots:
            if slot.waits:
                slot.user = launch.user if asks else launch.user.browse()
                if asks and not launch.automatic and not slot.user:
                    slot.problem = self._nobody_problem(slot.document, slot.user)

    def _find_card_problem(self, slot, launch):
        """What the card of the type requires and the line doesn't say."""
        # sudo: the card counts for everybody who may work on the task
        task_type = self.activity_type_id.sudo()
        names = task_type._required_fields(PLANNED)
        missing = task_type._required_properties(PLANNED).mapped("name")
        if names:
            values = self._prepare_task_values(slot, launch)
            missing = (
                self.env["mail.activity"].new(values)._missing_labels(names) + missing
            )
        if not missing:
            return ""
        return self.env._(
            "“%(task)s” can't be planned by a template, because its card requires: "
            "%(fields)s.",
            task=self._line_label(),
            fields=", ".join(missing),
        )

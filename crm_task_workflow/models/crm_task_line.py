"""What a task to be made is described by, wherever it is described: in a server action,
in a line of a template, in a step of a process."""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Command


class LineFields(NamedTuple):
    """The names of the fields in which a model keeps what its lines say."""

    task_type: str = "activity_type_id"
    title: str = "summary"
    note: str = "note"
    delay_count: str = "delay_count"
    delay_unit: str = "delay_unit"
    calendar: str = "delay_calendar_id"
    hour: str = "at_hour"
    duration: str = "duration_hours"
    rule: str = "assignee_rule"
    person: str = "assignee_id"
    fallback: str = "assignee_fallback"
    fallback_person: str = "fallback_user_id"
    co_executors: str = "co_executor_ids"
    observers: str = "observer_ids"
    review_rule: str = "review_rule"
    reviewer: str = "review_user_id"
    priority: str = "priority"
    checklist: str = "default_checklist"


class CrmTaskLine(models.AbstractModel):
    """A record that describes a task to be made: who gets it, when, with which texts.

    It works on :class:`Slot` objects, one for each document, all of them at once. The
    model says in which of its fields it keeps what, see :class:`LineFields`; one that
    has no fields yet gets them from ``crm.task.line.fields``.
    """

    _name = "crm.task.line"
    _description = "Description of a Task to be made"

    _line_fields = LineFields()

    def _line(self, name):
        """What the record says, by a name of :class:`LineFields`."""
        return self[getattr(self._line_fields, name)]

    @api.model
    def _line_names(self, *names):
        """The fields of the model, by names of :class:`LineFields`."""
        return [getattr(self._line_fields, name) for name in names]

    # ---- what a model says of itself

    def _lines(self):
        """The records that describe a task; a model may have others, too."""
        return self

    def _document_model(self):
        """The name of the model on whose records the task is made: deals, as long as
        a model says nothing else."""
        return "crm.lead"

    @api.model
    def _line_sources(self):
        """The fields from which :meth:`_lines` and :meth:`_document_model` follow."""
        return []

    def _line_label(self):
        """What the line is called where no document is known."""
        self.ensure_one()
        return self._line("title") or self._line("task_type").name

    # ---- making the task

    @api.depends(lambda self: self._line_names("task_type"))
    def _compute_type_values(self):
        """A line starts with what its type says."""
        duration, priority = self._line_names("duration", "priority")
        for line in self:
            task_type = line._line("task_type")
            line[duration] = task_type.duration_hours
            line[priority] = task_type.default_priority or "0"

    def _find_type_problem(self):
        """Why the type can't be used any more; empty if it can."""
        self.ensure_one()
        task_type = self._line("task_type")
        if task_type.retired:
            return self.env._(
                "The task type “%s” was deleted. Please choose another one.",
                task_type.name,
            )
        if not task_type._applies_to(self._document_model()):
            return self.env["mail.activity"]._not_applicable_message(
                task_type, self._document_model()
            )
        return ""

    def _leave_out(self, documents):
        """Where nobody can choose another type, a deleted one holds up nobody's work:
        the documents say what they don't get.

        :return: whether the line is left out
        """
        problem = self._find_type_problem()
        if problem and "message_ids" in documents._fields:
            text = f"{self._line_label()}: {problem}"
            # sudo: the line belongs to the history, see ``_tell_documents``
            documents.sudo()._message_log_batch(
                bodies=dict.fromkeys(documents.ids, text)
            )
        return bool(problem)

    def _prepare_task_values(self, slot, launch):
        """The values of the task of a slot that has been filled in."""
        self.ensure_one()
        values = {
            "activity_type_id": self._line("task_type").id,
            "res_model_id": self.env["ir.model"]._get_id(slot.document._name),
            "res_id": slot.document.id,
            "user_id": slot.user.id,
            "summary": slot.summary or False,
            "note": slot.note or False,
            "automated": launch.automatic,
            "priority": self._line("priority") or "0",
            "duration_hours": self._line("duration"),
            "date_deadline": slot.when.day,
        }
        for name, user_ids in slot.people.items():
            values[name] = [Command.set(user_ids)]
        if slot.when.start:
            values["date_start"] = slot.when.start
        if key := launch.press_keys.get(slot.document.id):
            values["press_key"] = f"{key}/{self.id}"
        if items := self._prepare_checklist_values():
            values["checklist_item_ids"] = [Command.create(item) for item in items]
        return values

    def _prepare_checklist_values(self):
        """The values of the items of the task; empty: the checklist of its type."""
        return self.env["crm.task.checklist.item"]._prepare_values_of_text(
            self._line("checklist")
        )

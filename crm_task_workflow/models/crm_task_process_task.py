"""The step that gives a task: the tasks of all tokens in one go."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.crm_task_types.tools import clock

from .crm_task_line_when import WHOLE_DAY
from .crm_task_process_step_task import (
    BY_FIELD,
    BY_VARIABLE,
    DURATION,
    NEVER,
    SINCE_DUE,
)
from .crm_task_template_slot import Slot, When


@dataclass(eq=False)
class StepSlot(Slot):
    """A task that a token gives.

    :ivar token: the ``crm.task.process.token``
    :ivar source: the document of the run; the task may hang on another one
    :ivar dict values: further values of the task
    """

    token: Any = None
    source: Any = None
    values: dict = field(default_factory=dict)


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _run_task(self, tokens):
        self._refuse_type()
        Plan = self.env["mail.activity.plan"]
        launch = Plan._prepare_launch(None, None, automatic=True)
        launch.now = launch.moment = tokens.run_id._now()
        slots = self._prepare_step_slots(tokens, launch)
        for slot in slots:
            if slot.problem:
                slot.token._fail(slot.problem)
        slots = [slot for slot in slots if not slot.problem]
        tasks = Plan._create_tasks(slots, launch)
        self._wait_for_tasks(slots)
        if self.notifies:
            Plan._tell_assignees(tasks)

    def _refuse_type(self):
        if not self.activity_type_id.exists():
            raise UserError(self.env._("The task type was deleted."))
        if problem := self._find_type_problem():
            raise UserError(problem)

    def _prepare_step_slots(self, tokens, launch):
        """The tasks to be made, or why they can't be. Nothing is written.

        :rtype: list[StepSlot]
        """
        documents = tokens._documents()
        slots = [
            StepSlot(
                self,
                self._variable_document(token)
                if self.document_variable_id
                else documents[token],
                token=token,
                source=documents[token],
                user=self.env["res.users"],
            )
            for token in tokens
        ]
        self._fill_assignees(slots, launch)
        for filler in (self._fill_people, self._fill_times, self._fill_values):
            filler([slot for slot in slots if not slot.problem], launch)
        good = [slot for slot in slots if not slot.problem]
        if good:
            self._fill_texts(good)
        return slots

    def _wait_for_tasks(self, slots):
        groups = defaultdict(list)
        for slot in slots:
            groups[self._deadline(slot)].append(slot)
        for moment, group in groups.items():
            for slot in group:
                slot.token._wait(task_id=slot.task.id, date_due=moment)

    def _deadline(self, slot):
        """When the time limit is over, naive UTC; False for none."""
        if self.timeout_from == NEVER:
            return False
        base = slot.token.run_id._now()
        if self.timeout_from == SINCE_DUE:
            tz = slot.user.tz
            base = clock.overdue_from(slot.when.due, slot.when.day, tz)
        return self.env["crm.task.delay"]._add_delay(
            base,
            self.timeout_count,
            self.timeout_unit,
            self.delay_calendar_id,
            self._zone(slot.token),
        )

    # ---- who

    def _find_responsibles(self, documents, launch):
        if self.assignee_rule == BY_FIELD:
            return self._find_by_field(documents), {}
        return super()._find_responsibles(documents, launch)

    def _find_by_field(self, documents):
        users = {}
        for document in documents.sudo():  # sudo: whoever has the task made
            user = self._follow(document, self.assignee_field)
            if user._name != "res.users":
                user = user.sudo().user_ids[:1] if "user_ids" in user._fields else None
            users[document.id] = (user or self.env["res.users"]).filtered("active")
        return users

    def _fill_assignees(self, slots, launch):
        if self.assignee_rule != BY_VARIABLE:
            # documents that are there several times: their rules take turns, too
            for group in self._without_doubles(slots):
                super()._fill_assignees(group, launch)
            return
        launch.documents = slots[0].document.union(*[slot.document for slot in slots])
        for slot in slots:
            code = self.assignee_variable_id.code
            user = slot.token.run_id._typed_variables().get(code)
            user = user.filtered("active") if user else self.env["res.users"]
            problem = self._assignee_problem(slot.document, user, launch)
            if problem:
                self._fall_back(slot, user, problem, launch)
            else:
                slot.user = user

    def _without_doubles(self, slots):
        """Groups of slots in each of which a document is there once."""
        groups, seen = [], defaultdict(int)
        for slot in slots:
            position = seen[slot.document.id]
            seen[slot.document.id] += 1
            if position == len(groups):
                groups.append([])
            groups[position].append(slot)
        return groups

    # ---- when

    def _fill_times(self, slots, launch):  # pylint: disable=missing-return
        for slot in slots:
            try:
                super()._fill_times([slot], launch)
                self._fill_due(slot, launch)
            except UserError as error:
                slot.problem = str(error)

    def _base_of(self, slot, launch):
        value = self._base_value("start", slot.token, slot.source)
        if value and not hasattr(value, "hour"):
            return None, value
        return value or launch.moment, None

    def _fill_due(self, slot, launch):
        if self.due_from == DURATION:
            return
        tz = slot.user.tz
        due = self._due_moment(slot.token, slot.source, launch.now, tz)
        due = due.replace(second=0, microsecond=0)
        day = clock.local_day(due, tz)
        if self.timing == WHOLE_DAY:
            slot.when = When(day)
        elif due < slot.when.start:
            slot.problem = self.env._(
                "“%(task)s” would be due before it starts.", task=self._line_label()
            )
        else:
            slot.when = When(day, slot.when.start, due)

    # ---- with what

    def _fill_values(self, slots, launch):
        for slot in slots:
            try:
                slot.values = self._task_values(slot.token, slot.source)
            except UserError as error:
                slot.problem = str(error)

    def _prepare_task_values(self, slot, launch):
        values = super()._prepare_task_values(slot, launch)
        if self.due_from != DURATION and slot.when.due:
            values["date_due"] = slot.when.due
        return values | slot.values

    def _fill_text(self, name, template, slots):
        """Runs that know the same are filled in together."""
        if "variables" not in template:
            return super()._fill_text(name, template, slots)
        groups = defaultdict(list)
        for slot in slots:
            known = json.dumps(slot.token.run_id.variables, sort_keys=True)
            groups[known].append(slot)
        for group in groups.values():
            run = group[0].token.run_id
            super(
                CrmTaskProcessStep,
                self.with_context(crm_task_process_run_id=run.id),
            )._fill_text(name, template, group)

    def _text_functions(self):
        return super()._text_functions() | {"variables": self._text_variables()}

    def _text_variables(self):
        """What placeholders call ``variables``: empty ones print nothing."""
        run_id = self.env.context.get("crm_task_process_run_id")
        if not run_id:
            return SimpleNamespace()
        typed = self.env["crm.task.process.run"].browse(run_id)._typed_variables()
        return SimpleNamespace(
            **{code: "" if value is None else value for code, value in typed.items()}
        )

    def _render_documents(self, template, slots):
        """What can't be filled in stops the run: it would be read by a client."""
        texts = super()._render_documents(template, slots)
        for slot in slots:
            if slot.document.id not in texts:
                slot.problem = self._broken_text_remark()
        return texts

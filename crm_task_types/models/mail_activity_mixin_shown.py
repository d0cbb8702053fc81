"""What a document shows of its open tasks: one query for all of the documents.

Odoo reads the tasks of each document again for each of these fields. It still does for
documents that aren't saved yet: their tasks may only be in the open form.
"""

from collections import defaultdict
from datetime import date
from itertools import chain
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from .mail_activity_state import URGENCY

SHOWN = "_compute_shown_of_tasks"
ODOOS = {
    "activity_state": "_compute_activity_state",
    "activity_user_id": "_compute_activity_user_id",
    "activity_date_deadline": "_compute_activity_date_deadline",
    "my_activity_date_deadline": "_compute_my_activity_date_deadline",
    "activity_exception_decoration": "_compute_activity_exception_type",
}


class ShownTask(NamedTuple):
    """An open task as it is stored: ids instead of records."""

    state: str | None = None
    user_id: int | None = None
    activity_type_id: int | None = None
    date_deadline: date | None = None
    summary: str | None = None


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    activity_state = fields.Selection(compute=SHOWN)
    activity_user_id = fields.Many2one(compute=SHOWN)
    activity_type_id = fields.Many2one(
        related=None, compute=SHOWN, inverse="_inverse_activity_type_id"
    )
    activity_type_icon = fields.Char(
        related=None, compute=SHOWN, search="_search_activity_type_icon"
    )
    activity_date_deadline = fields.Date(compute=SHOWN)
    my_activity_date_deadline = fields.Date(compute=SHOWN)
    activity_summary = fields.Char(
        related=None, compute=SHOWN, inverse="_inverse_activity_summary"
    )
    activity_exception_decoration = fields.Selection(compute=SHOWN)
    activity_exception_icon = fields.Char(compute=SHOWN)

    @api.depends(
        "activity_ids.state",
        "activity_ids.user_id",
        "activity_ids.date_deadline",
        "activity_ids.summary",
        "activity_ids.activity_type_id.icon",
        "activity_ids.activity_type_id.decoration_type",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_shown_of_tasks(self):
        if not self.env["mail.activity"].has_access("read"):
            for document in self:  # portal users read documents, too, without tasks
                document._show_tasks([], {})
            return
        saved = self.filtered(lambda document: isinstance(document.id, int))
        (self - saved)._show_unsaved_tasks()
        tasks_by_document = saved._tasks_to_show()
        types = self.env["mail.activity.type"].browse(
            {task.activity_type_id for task in chain(*tasks_by_document.values())}
        )
        # sudo: what a type looks like is no secret to those who see the task
        looks = {task_type.id: task_type for task_type in types.sudo()}
        for document in saved:
            document._show_tasks(tasks_by_document[document.id], looks)

    def _tasks_to_show(self):
        """The open tasks on these documents that the user sees, in their order.

        :return: ``{document id: [ShownTask]}``
        """
        tasks_by_document = defaultdict(list)
        Task = self.env["mail.activity"]
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        query = Task._search(domain & Domain("active", "=", True), order=Task._order)
        if query.is_empty():
            return tasks_by_document
        _state, *names = ShownTask._fields
        document, *columns = (
            Task._field_to_sql(Task._table, name, query) for name in ("res_id", *names)
        )
        rows = query.select(document, Task._open_state_sql(Task._table), *columns)
        for document_id, *values in self.env.execute_query(rows):
            tasks_by_document[document_id].append(ShownTask(*values))
        return tasks_by_document

    def _show_tasks(self, tasks, looks):
        """
        :param tasks: those of this document, see :meth:`_tasks_to_show`
        :param looks: the types of the tasks by their ids
        """
        first = tasks[0] if tasks else ShownTask()
        mine = (task for task in tasks if task.user_id == self.env.uid)
        states = {task.state for task in tasks}
        types = [looks[id_] for id_ in dict.fromkeys(t.activity_type_id for t in tasks)]
        exception = self._shown_exception(types)
        self._show(
            activity_state=min(states, key=URGENCY.index, default=False),
            activity_user_id=first.user_id,
            activity_type_id=first.activity_type_id,
            activity_type_icon=types[0].icon if types else False,
            activity_date_deadline=first.date_deadline,
            my_activity_date_deadline=next(mine, ShownTask()).date_deadline,
            activity_summary=first.summary,
            activity_exception_decoration=exception and exception.decoration_type,
            activity_exception_icon=exception and exception.icon,
        )

    def _show(self, **values):
        """Some models have fields of their own under these names, such as the type of
        the activity that a server action creates."""
        for name, value in values.items():
            if self._is_shown(name):
                self[name] = value

    @api.model
    def _is_shown(self, name):
        return self._fields[name].compute == SHOWN

    def _shown_exception(self, types):
        """The first type that is dangerous, or else the last that warns; or None."""
        decorated = [task_type for task_type in types if task_type.decoration_type]
        dangers = [one for one in decorated if one.decoration_type == "danger"]
        return (dangers[:1] or decorated[-1:] or [None])[0]

    def _show_unsaved_tasks(self):
        for name, compute in ODOOS.items():
            if self._is_shown(name):
                getattr(self, compute)()
        for document in self:
            first = document.activity_ids[:1]
            document._show(
                activity_type_id=first.activity_type_id,
                activity_type_icon=first.icon,
                activity_summary=first.summary,
            )

    @api.model
    def _search_activity_type_icon(self, operator, value):
        return [("activity_ids.icon", operator, value)]

    # ---- what is written through a document is written on its first task

    def _inverse_activity_type_id(self):
        for document in self if self._is_shown("activity_type_id") else ():
            document.activity_ids[:1].activity_type_id = document.activity_type_id

    def _inverse_activity_summary(self):
        for document in self if self._is_shown("activity_summary") else ():
            document.activity_ids[:1].summary = document.activity_summary

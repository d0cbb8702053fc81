"""Templates applied to many documents: in batches, one call each, so that the dialog
shows how far it is and what could not be done."""

import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from .mail_activity_schedule_batch import DONE, STOPPED, WAITING

# Up to here all documents at once, or none of them; more are worked off in batches.
BATCH_SIZE = 200
# Odoo writes to the assignee of each single task.
SINGLE_TASKS = 500
SHOWN_FAILURES = 50


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    _batch_size = 20_000  # as many as lists send, see ``web.active_ids_limit``

    plan_left_out = fields.Char(
        compute="_compute_plan_schedule_line_ids",
        help="How many documents will be left out, and why the first of them.",
    )
    launch_batch_ids = fields.One2many(
        "mail.activity.schedule.batch",
        "schedule_id",
        readonly=True,
        groups="base.group_system",
    )
    launch_over = fields.Boolean(
        readonly=True, help="All is done or stopped, and the assignees were told."
    )

    def action_schedule_plan(self):
        if not self._is_in_batches():
            return super().action_schedule_plan()
        self._begin_launch()
        return {
            "type": "ir.actions.client",
            "tag": "crm_task_workflow.template_launch",
            "name": self.plan_id.name,
            "target": "new",
            "params": {"schedule_id": self.id, "progress": self._launch_progress()},
        }

    def _is_in_batches(self):
        return bool(self.plan_id) and len(self._evaluate_res_ids()) > BATCH_SIZE

    def _evaluate_res_ids(self):
        """Odoo reads the ids as Python, which is slow and refused for long lists."""
        try:
            res_ids = json.loads(self.res_ids or "[]")
        except ValueError:
            return super()._evaluate_res_ids()
        if isinstance(res_ids, list) and all(type(res_id) is int for res_id in res_ids):
            return res_ids
        return super()._evaluate_res_ids()

    # ---- what is refused, and what is left out

    @api.depends("plan_id", "res_ids")
    def _compute_error(self):
        result = super()._compute_error()
        for scheduler in self:
            too_many = len(scheduler._evaluate_res_ids()) > SINGLE_TASKS
            if too_many and not scheduler.plan_id:
                scheduler.has_error = True
                scheduler.error = self.env._(
                    "A single task can be planned on %s documents at most. Please "
                    "choose a template, or fewer documents.",
                    SINGLE_TASKS,
                )
        return result

    def _find_problems(self, slots):
        """In batches, documents with problems are left out, unless all have some."""
        if not self._is_in_batches() or not self._find_ready(slots):
            return super()._find_problems(slots)
        return self.plan_id._find_template_problems(slots, self._prepare_launch())

    def _compute_plan_schedule_line_ids(self):
        self.plan_left_out = False
        return super()._compute_plan_schedule_line_ids()

    def _preview(self, slots):
        result = super()._preview(slots)
        problems = self._problems_by_document(slots) if self._is_in_batches() else {}
        if problems:
            self.plan_left_out = self.env._(
                "%(count)s of %(total)s documents will be left out. The first reason: "
                "%(reason)s",
                count=len(problems),
                total=len(self._evaluate_res_ids()),
                reason=next(iter(problems.values())),
            )
        return result

    @api.model
    def _problems_by_document(self, slots):
        """:return: ``{document id: why it can't get its tasks}``"""
        problems = {}
        for slot in slots:
            if slot.problem:
                problems.setdefault(slot.document.id, slot.problem)
        return problems

    @api.model
    def _find_ready(self, slots):
        """The ids of the documents without problems."""
        return {slot.document.id for slot in slots} - {
            *self._problems_by_document(slots)
        }

    # ---- working it off

    def _begin_launch(self):
        if self.launch_over or self._get_batches():
            return
        batches = split_every(BATCH_SIZE, self._evaluate_res_ids())
        # sudo: the rows are the system's
        self.env["mail.activity.schedule.batch"].sudo().create(
            [
                {"schedule_id": self.id, "number": number, "res_ids": list(res_ids)}
                for number, res_ids in enumerate(batches)
            ]
        )
        self._hand_out_batches()

    def _hand_out_batches(self):
        """Hook: who works on them. Here the dialog asks for one after the other."""

    def _get_batches(self, *states):
        # Odoo lets everybody use everybody's dialogs
        if not self.env.su and self.create_uid != self.env.user:
            raise AccessError(
                self.env._("Only who applied the template can see what becomes of it.")
            )
        # sudo: the rows are the system's; the dialog is its user's
        batches = self.sudo().launch_batch_ids
        return batches.filtered(lambda batch: not states or batch.state in states)

    def action_launch_batch(self):
        """Apply the template to the next documents.

        Documents on which that fails are left out. Called again and again by the
        dialog, or over the API, until ``is_over``.

        :return: see :meth:`_launch_progress`
        """
        self.ensure_one()
        self._begin_launch()
        self._do_batch(self._next_batch())
        self._end_launch()
        return self._launch_progress()

    def action_launch_stop(self):
        """Leave it at the documents that are done, or being done."""
        self.ensure_one()
        self._get_batches(WAITING).try_lock_for_update().state = STOPPED
        self._end_launch()
        return self._launch_progress()

    def _next_batch(self):
        """The next one on which nobody else works, locked; empty when there is none."""
        return self._get_batches(WAITING).try_lock_for_update(limit=1)

    def _do_batch(self, batch):
        """:param batch: a locked ``mail.activity.schedule.batch``; may be empty"""
        if not batch:
            return
        documents = self.env[self.res_model].browse(batch.res_ids)
        tasks, failures = self._launch_batch(documents)
        batch.write({"state": DONE, "task_ids": tasks.ids, "failures": failures})

    def _end_launch(self):
        """Once nothing waits any more: the assignees are told, once."""
        if self.launch_over or self._get_batches(WAITING):
            return
        if not self.try_lock_for_update(allow_referencing=True):
            return  # somebody else is just telling them
        self.launch_over = True
        made = self.env["mail.activity"].browse(self._launched_ids("task_ids"))
        self.plan_id._tell_assignees(made.exists())

    def _launched_ids(self, field):
        return [
            record_id
            for batch in self._get_batches(DONE)
            for record_id in batch[field] or []
        ]

    def _launch_failures(self):
        """``{document id: why it was left out}``; the ids are text, as in JSON"""
        failures = {}
        for batch in self._get_batches(DONE):
            failures |= batch.failures or {}
        return failures

    def _launch_batch(self, documents):
        """:return: the tasks, and ``{document id: why it was left out}``"""
        existing = documents.exists()
        problems = self._problems_by_document(
            self.plan_id._prepare_slots(
                existing, self._prepare_launch(), self._lines_to_schedule()
            )
        )
        ready = existing.filtered(lambda document: document.id not in problems)
        tasks, failures = self._launch_dividing(ready)
        gone = dict.fromkeys((documents - existing).ids, self.env._("It was deleted."))
        failures = gone | problems | failures
        return tasks, {str(res_id): reason for res_id, reason in failures.items()}

    def _launch_dividing(self, documents):
        """Halve the documents until those on which it fails stand alone."""
        try:
            with self.env.cr.savepoint():
                return self._launch(documents, tell_assignees=False), {}
        except UserError as error:
            if len(documents) == 1:
                return self.env["mail.activity"], {documents.id: str(error)}
        middle = len(documents) // 2
        tasks, failures = self._launch_dividing(documents[:middle])
        more_tasks, more_failures = self._launch_dividing(documents[middle:])
        return tasks | more_tasks, failures | more_failures

    # ---- showing it

    def _launch_progress(self):
        """How far it is, for the dialog.

        :return: numbers of documents (``total``, ``done``, ``left_out``) and tasks
            (``task_count``), and of the first documents left out the ``id``, the
            ``name`` and the ``reason``; ``is_over``; and ``goes_on``: whether it goes
            on by itself, so that nobody needs to ask for the next documents
        :rtype: dict
        """
        failures = self._launch_failures()
        listed = dict(list(failures.items())[:SHOWN_FAILURES])
        left_out = self.env[self.res_model].browse(map(int, listed))
        readable = left_out.exists()._filtered_access("read")
        names = {str(document.id): document.display_name for document in readable}
        return {
            "total": len(self._evaluate_res_ids()),
            "done": len(self._launched_ids("res_ids")),
            "is_over": self.launch_over,
            "goes_on": False,
            "left_out": len(failures),
            "task_count": len(self._launched_ids("task_ids")),
            "failures": [
                {"id": res_id, "name": names.get(res_id, res_id), "reason": reason}
                for res_id, reason in listed.items()
            ],
        }

    def action_open_launched(self):
        """The documents that got their tasks."""
        done = self.env[self.res_model].browse(self._launched_ids("res_ids"))
        left_out = done.browse(map(int, self._launch_failures()))
        return self._open_documents(done - left_out, self.env._("Launch Plans"))

    def action_open_left_out(self):
        """The documents that didn't, to put right what was wrong with them."""
        documents = self.env[self.res_model].browse(map(int, self._launch_failures()))
        return self._open_documents(documents, self.env._("Left out"))

"""Templates applied to many documents: in batches, one call each, so that the dialog
shows how far it is and what could not be done."""

import json

from odoo import api, fields, models
from odoo.exceptions import UserError

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
    launch_state = fields.Json(
        readonly=True,
        help="How far the launch is: how many documents are done, which tasks were "
        "made, why which documents were left out, and whether it is over.",
    )

    def action_schedule_plan(self):
        if not self._is_in_batches():
            return super().action_schedule_plan()
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

    def action_launch_batch(self):
        """Apply the template to the next documents.

        Documents on which that fails are left out. Called again and again by the
        dialog, or over the API, until ``is_over``.

        :return: see :meth:`_launch_progress`
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        state = self._get_launch_state()
        if not state["is_over"]:
            res_ids = self._evaluate_res_ids()
            batch = res_ids[state["done"] : state["done"] + BATCH_SIZE]
            tasks, failures = self._launch_batch(self.env[self.res_model].browse(batch))
            state["done"] += len(batch)
            state["task_ids"] += tasks.ids
            state["failures"] |= failures
            self._save_launch_state(state, is_over=state["done"] == len(res_ids))
        return self._launch_progress()

    def action_launch_stop(self):
        """Leave it at the documents that are done."""
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        state = self._get_launch_state()
        if not state["is_over"]:
            self._save_launch_state(state, is_over=True)
        return self._launch_progress()

    def _get_launch_state(self):
        return self.launch_state or {
            "done": 0,
            "task_ids": [],
            "failures": {},
            "is_over": False,
        }

    def _save_launch_state(self, state, *, is_over):
        self.launch_state = state | {"is_over": is_over}
        if is_over:
            tasks = self.env["mail.activity"].browse(state["task_ids"])
            self.plan_id._tell_assignees(tasks.exists())

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
            ``name`` and the ``reason``
        :rtype: dict
        """
        state = self._get_launch_state()
        failures = dict(list(state["failures"].items())[:SHOWN_FAILURES])
        left_out = self.env[self.res_model].browse(map(int, failures))
        readable = left_out.exists()._filtered_access("read")
        names = {str(document.id): document.display_name for document in readable}
        return {
            "total": len(self._evaluate_res_ids()),
            "done": state["done"],
            "is_over": state["is_over"],
            "left_out": len(state["failures"]),
            "task_count": len(state["task_ids"]),
            "failures": [
                {"id": res_id, "name": names.get(res_id, res_id), "reason": reason}
                for res_id, reason in failures.items()
            ],
        }

    def action_open_launched(self):
        """The documents that got their tasks."""
        state = self._get_launch_state()
        done = self._get_applied_on_records()[: state["done"]]
        left_out = done.browse(map(int, state["failures"]))
        return self._open_documents(done - left_out, self.env._("Launch Plans"))

    def action_open_left_out(self):
        """The documents that didn't, to put right what was wrong with them."""
        documents = self.env[self.res_model].browse(
            map(int, self._get_launch_state()["failures"])
        )
        return self._open_documents(documents, self.env._("Left out"))

"""What would happen if a process ran on a record: the engine itself runs, in a
transaction of its own that is always undone. Nothing is written, nothing is sent.

Tasks count as closed when they are due, and time goes on from there. What can't be
undone isn't done: server actions that run code or talk to others are only named, and so
are the effects of outcome buttons.
"""

from odoo import api, fields, models

from .crm_task_process_run import RUNNING
from .crm_task_process_token import WAITING
from .crm_task_process_transition import outcome_branch

NOW_KEY = "crm_task_process_now"
SIMULATING = "crm_task_process_simulating"
MAX_ANSWERS = 50  # as many waits as people want to look at
# server actions that only change the database
UNDOABLE_ACTIONS = {
    "object_write", "object_create", "object_copy", "next_activity", "followers",
    "remove_followers", "create_task", "press_outcome", "task_template", "task_process",
}  # fmt: skip


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    def simulate(self, res_id, answers=(), variables=None, always_default=False):
        """What the process, as it is drawn and saved now, would do on a document.

        :param int res_id: id of the document
        :param answers: what comes of the waits, in their order: the id of an outcome,
            ``"timeout"``, ``"cancelled"``, or False for the default way
        :param dict variables: values to start with, by code
        :param bool always_default: go on along the default ways when the answers end
        :return: ``path`` (events), ``tasks``, ``changes`` of the document, ``mails``,
            ``waiting`` (where it stands), ``variables``, ``state`` and ``message``
        :rtype: dict
        :raise UserError: when the process can't be published as it is drawn
        """
        self.ensure_one()
        self.check_access("write")
        self.env[self.model_name].browse(res_id).check_access("read")
        with self.env.registry.cursor() as cr:
            context = {**self.env.context, SIMULATING: True}
            process = self.with_env(self.env(cr=cr, context=context))
            try:
                return process._simulate(
                    res_id, list(answers), variables or {}, always_default
                )
            finally:
                cr.rollback()

    def _simulate(self, res_id, answers, variables, always_default):
        # sudo: it is undone anyway
        process = self.sudo()
        document = process.env[process.model_name].browse(res_id)
        process.is_single = False
        process.action_publish()
        before = process._document_values(document)
        last_mail = process.env["mail.mail"].search([], order="id desc", limit=1).id
        run = process._start(document, variables=variables)
        run = run._simulate_answers(answers, always_default)
        return {
            **run._describe_simulation(),
            "changes": process._document_changes(before, document),
            "mails": process._new_mails(last_mail),
        }

    @api.model
    def _document_values(self, document):
        skipped = ("one2many", "binary", "properties", "properties_definition")
        names = [
            name
            for name, field in document._fields.items()
            if field.store
            and field.type not in skipped
            and name not in models.MAGIC_COLUMNS
        ]
        (values,) = document.read(names)
        return values

    @api.model
    def _document_changes(self, before, document):
        """Field, label, old and new value of each field that is another one."""
        if not document.exists():
            return []
        after = self._document_values(document)
        return [
            {
                "field": name,
                "label": document._fields[name]._description_string(self.env),
                "old": _plain(before[name]),
                "new": _plain(value),
            }
            for name, value in after.items()
            if value != before[name]
        ]

    @api.model
    def _new_mails(self, last_id):
        mails = self.env["mail.mail"].search([("id", ">", last_id)])
        return [
            {
                "subject": mail.subject or "",
                "to": ", ".join(
                    filter(None, [mail.email_to, *mail.recipient_ids.mapped("name")])
                ),
            }
            for mail in mails
        ]


class CrmTaskProcessRun(models.Model):
    _inherit = "crm.task.process.run"

    def _simulate_answers(self, answers, always_default):
        """:return: the run, at the time at which it is then"""
        run = self
        for _number in range(MAX_ANSWERS):
            waiting = run.token_ids.filtered(lambda token: token.state == WAITING)
            token = waiting.sorted(lambda token: token._simulated_end())[:1]
            if run.state != RUNNING or not token:
                break
            if token.task_id and not answers and not always_default:
                break
            moment = max(token._simulated_end(), run._now())
            run = run.with_context(**{NOW_KEY: moment})
            answer = answers.pop(0) if token.task_id and answers else False
            token.with_env(run.env)._simulate_answer(answer)
        return run

    @api.model
    def _now(self):
        """The moment that it is for the engine; another one only in a simulation."""
        if self.env.context.get(SIMULATING):
            return self.env.context.get(NOW_KEY) or fields.Datetime.now()
        return fields.Datetime.now()

    def _describe_simulation(self):
        Task = self.env["mail.activity"].with_context(active_test=False)
        tokens = self.token_ids
        tasks = Task.union(tokens.task_id, self.event_ids.task_id).sorted("id")
        return {
            "state": self.state,
            "message": self.error_message or "",
            "variables": self.variables,
            "path": [
                {
                    "kind": event.kind,
                    "step_key": event.step_key,
                    "step_name": event.step_name,
                    "transition_key": event.transition_key,
                    "branch": event.branch,
                    "task_id": event.task_id.id,
                    "message": event.message or "",
                }
                for event in self.event_ids.sorted("id")
            ],
            "tasks": [task._describe_simulated() for task in tasks],
            "waiting": [token._describe_simulated() for token in tokens],
        }


class CrmTaskProcessToken(models.Model):
    _inherit = "crm.task.process.token"

    def _simulated_end(self):
        """When what it waits for is assumed to be over."""
        self.ensure_one()
        return self.task_id.date_overdue or self.date_due or fields.Datetime.now()

    def _simulate_answer(self, answer):
        run, task = self.run_id, self.task_id
        if isinstance(answer, int) and answer:
            answer = outcome_branch(answer)
        if task:
            # plain: no message, no effect, no other process
            self.env.cr.execute(
                "UPDATE mail_activity SET active = FALSE WHERE id = %s", [task.id]
            )
            task.invalidate_recordset(["active"], flush=False)
        self._leave_or_fail(answer or "")
        run._advance()

    def _describe_simulated(self):
        graph = self.version_id._graph()
        return {
            "step_key": self.step_key,
            "step_name": self.step_name,
            "task_id": self.task_id.id,
            "until": _plain(self.date_due),
            "branches": [way.branch for way in graph.leaving(self.step_key)],
            "outcomes": self.task_id.activity_type_id.outcome_ids.read(["name"])
            if self.task_id
            else [],
        }


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _run_action(self, tokens):
        if self.env.context.get(SIMULATING):
            action = self.action_server_id.sudo()  # sudo: its kind is no secret
            if action.state not in UNDOABLE_ACTIONS:
                self.env["crm.task.process.event"]._log_tokens(
                    tokens, "simulated", message=action.name
                )
                return
        super()._run_action(tokens)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _describe_simulated(self):
        return {
            "id": self.id,
            "type_id": self.activity_type_id.id,
            "title": self.display_name,
            "assignee": self.user_id.name or "",
            "start": _plain(self.date_start),
            "due": _plain(self.date_due),
            "day": _plain(self.date_deadline),
            "document": self.res_name or "",
        }


def _plain(value):
    """A value as JSON keeps it and people read it."""
    if isinstance(value, tuple) and len(value) == 2:
        return value[1]
    return value if isinstance(value, bool | int | float | list) else str(value or "")

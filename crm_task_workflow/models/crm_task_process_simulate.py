"""What would happen if a process ran on a record: the engine itself runs, in a
transaction of its own that is always undone. Nothing is written, nothing is sent.

Tasks count as closed when they are due, and time goes on from there. What can't be
undone isn't done: server actions that run code or talk to others are only named.
"""

from odoo import api, fields, models

from odoo.addons.crm_task_types.tools.inside import INSIDE

from .crm_task_process_run import ERROR, RUNNING
from .crm_task_process_token import WAITING

NOW_KEY = "crm_task_process_now"
SIMULATING = "crm_task_process_simulating"
MAX_ANSWERS = 50  # as many waits as people want to look at


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
            ``actions`` (names of server actions that would run), ``waiting`` (where it
            stands), ``next`` (the wait that the next answer is for, empty if there is
            none), ``variables``, ``state`` and ``message``
        :rtype: dict
        :raise UserError: when the process can't be published as it is drawn
        """
        self.ensure_one()
        self.check_access("write")
        self.env[self.model_name].browse(res_id).check_access("read")
        with self.env.registry.cursor() as cr:
            context = {**self.env.context, SIMULATING: INSIDE}
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
        before = process._before_simulation(document)
        run = process._start(document, variables=variables)
        run = run._simulate_answers(answers, always_default)
        return {
            **run._describe_simulation(),
            **process._describe_consequences(document, before),
        }


class CrmTaskProcessRun(models.Model):
    _inherit = "crm.task.process.run"

    def _simulate_answers(self, answers, always_default):
        """:return: the run, at the time at which it is then"""
        run = self
        for _number in range(MAX_ANSWERS):
            token = run._next_simulated()
            if run.state != RUNNING or not token:
                break
            if token.task_id and not answers and not always_default:
                break
            moment = max(token._simulated_end(), run._now())
            run = run.with_context(**{NOW_KEY: moment})
            answer = answers.pop(0) if token.task_id and answers else False
            token.with_env(run.env)._simulate_answer(answer)
        return run

    def _next_simulated(self):
        """The wait that is over first, also in processes for which the run waits."""
        waiting = self._with_children().token_ids.filtered(
            lambda token: token.state == WAITING and not token.child_run_id
        )
        return waiting.sorted(lambda token: token._simulated_end())[:1]

    def _with_children(self):
        """These runs and those for which they wait, and so on."""
        family = self
        while children := family.token_ids.child_run_id - family:
            family |= children
        return family

    @api.model
    def _now(self):
        """The moment that it is for the engine; another one only in a simulation."""
        if self.env.context.get(SIMULATING) is INSIDE:
            return self.env.context.get(NOW_KEY) or fields.Datetime.now()
        return fields.Datetime.now()

    def _describe_simulation(self):
        """How far the run has come."""
        family = self._with_children()
        stopped = family.filtered(lambda run: run.state == ERROR)
        token = self._next_simulated()
        asks = self.state == RUNNING and token.task_id
        return {
            "state": ERROR if stopped else self.state,
            "message": "\n".join(stopped.mapped("error_message")),
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
            "waiting": [waiting._describe_simulated() for waiting in self.token_ids],
            "next": token._describe_simulated() if asks else False,
        }


class CrmTaskProcessToken(models.Model):
    _inherit = "crm.task.process.token"

    def _simulated_end(self):
        """When what it waits for is assumed to be over."""
        self.ensure_one()
        return self.task_id.date_overdue or self.date_due or fields.Datetime.now()

    def _describe_simulated(self):
        graph = self.version_id._graph()
        return {
            "step_key": self.step_key,
            "step_name": self.step_name,
            "task_id": self.task_id.id,
            "until": fields.Datetime.to_string(self.date_due) or "",
            "branches": [way.branch for way in graph.leaving(self.step_key)],
            "outcomes": self.task_id.activity_type_id.outcome_ids.read(["name"])
            if self.task_id
            else [],
        }

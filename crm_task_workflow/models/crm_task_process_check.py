"""Check: what is wrong with a process, in words and with links to the steps."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.rendering_tools import parse_inline_template
from odoo.tools.safe_eval import safe_eval

from ..tools import condition, lint
from ..tools.graph import ACTION, SUBPROCESS, TASK, Graph
from .crm_task_line_text import OPEN
from .crm_task_process_freeze import VARIABLE_MODEL
from .crm_task_process_step_task import NEVER
from .crm_task_process_transition import outcome_branch

RETIRED, ARCHIVED_USER, OFF, BROKEN_ACTION = "retired", "archived", "off", "broken"
CHILD_VARIABLE = "child_variable"


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    problem_html = fields.Html(
        "Problems", compute="_compute_problem_html", sanitize=False
    )

    def _compute_problem_html(self):
        for process in self:
            found = process._origin.check_process() if process._origin else []
            process.problem_html = self.env["ir.qweb"]._render(
                "crm_task_workflow.crm_task_process_problems", {"problems": found}
            )

    def check_process(self):
        """What is wrong with the process as it is drawn now.

        :return: ``level`` (error or warning), ``code``, ``message``, ``step_id`` and
            ``step_key`` (empty for the process as a whole), errors first
        :rtype: list[dict]
        """
        self.ensure_one()
        self.check_access("read")
        graph = Graph.from_data(self._freeze())
        found = lint.check(graph, self._facts())
        for step in self.step_ids:
            found += step._find_problems()
        by_key = {step.key: step for step in self.step_ids}
        problems = [
            {
                "level": problem.level,
                "code": problem.code,
                "message": self._problem_message(problem, by_key.get(problem.step)),
                "step_id": by_key[problem.step].id if problem.step else False,
                "step_key": problem.step,
            }
            for problem in found
        ]
        return sorted(problems, key=lambda problem: problem["level"] != lint.ERROR)

    def _refuse_errors(self):
        errors = [
            f"• {problem['message']}"
            for problem in self.check_process()
            if problem["level"] == lint.ERROR
        ]
        if errors:
            raise UserError(
                self.env._(
                    "“%(process)s” can't be published yet:\n%(errors)s",
                    process=self.name,
                    errors="\n".join(errors),
                )
            )

    def _facts(self):
        outcomes = self.env["crm.task.outcome"].search([("active", "=", True)])
        return lint.Facts(
            outcomes={
                outcome_branch(outcome.id): outcome.activity_type_id.id
                for outcome in outcomes
            },
            variables={step.key: step._used_variables() for step in self.step_ids},
            waiting=frozenset(
                step.key for step in self.step_ids if step._waits_for_others()
            ),
            timeouts=frozenset(
                step.key
                for step in self.step_ids
                if step.kind == TASK and step.timeout_from != NEVER
            ),
        )

    # ---- in words

    @api.model
    def _problem_texts(self):
        """``{code: text}``; ``step`` and ``detail`` are filled in."""
        return {
            lint.NO_START: self.env._("The process has no start."),
            lint.MANY_STARTS: self.env._(
                "The process has more than one start: “%(step)s”."
            ),
            lint.INTO_START: self.env._(
                "Nothing may lead back to the start “%(step)s”."
            ),
            lint.NO_END: self.env._("The process has no end."),
            lint.UNREACHABLE: self.env._("No way leads to “%(step)s”."),
            lint.DEAD_END: self.env._("It isn't said what follows “%(step)s”."),
            lint.NO_DEFAULT: self.env._(
                "“%(step)s” has no default transition, for everything that no other "
                "way fits."
            ),
            lint.MANY_DEFAULTS: self.env._(
                "“%(step)s” has more than one default transition."
            ),
            lint.SAME_BRANCH: self.env._(
                "“%(step)s” has several transitions for “%(detail)s”."
            ),
            lint.FOREIGN_OUTCOME: self.env._(
                "“%(step)s”: the outcome “%(detail)s” belongs to another task type."
            ),
            lint.FOREIGN_BRANCH: self.env._(
                "“%(step)s”: the outcome “%(detail)s” isn't used any more."
            ),
            lint.ENDLESS_LOOP: self.env._(
                "“%(step)s” comes back to itself without ever waiting."
            ),
            lint.JOIN_WITHOUT_SPLIT: self.env._(
                "“%(step)s” joins what was never split."
            ),
            lint.MISSING_VARIABLE: self.env._(
                "“%(step)s” uses “%(detail)s”, a variable that doesn't exist."
            ),
            lint.UNUSED_TIMEOUT: self.env._(
                "“%(step)s” has a transition “Not done in time” but no time limit."
            ),
            RETIRED: "%(detail)s",
            ARCHIVED_USER: self.env._(
                "“%(step)s” goes to %(detail)s, who has left the company."
            ),
            OFF: self.env._("“%(step)s” starts “%(detail)s”, which isn't published."),
            CHILD_VARIABLE: self.env._(
                "“%(step)s”: the other process has no variable “%(detail)s”."
            ),
            BROKEN_ACTION: self.env._("“%(step)s”: the action “%(detail)s” can't run."),
        }

    def _problem_message(self, problem, step):
        text = self._problem_texts()[problem.code]
        detail = problem.detail
        if detail.startswith("outcome:"):
            outcome = self.env["crm.task.outcome"].browse(int(detail[8:])).exists()
            detail = outcome.name or detail
        return text % {"step": step.name if step else "", "detail": detail}


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _waits_for_others(self):
        """Whether a run waits here, at a step of another kind than task or timer."""
        return self.kind == SUBPROCESS and self.waits_for_child

    def _find_problems(self):
        """What the database knows to be wrong.

        :rtype: list[lint.Problem]
        """
        self.ensure_one()
        finders = {
            TASK: self._find_task_problems,
            ACTION: self._find_action_problems,
            SUBPROCESS: self._find_child_problems,
        }
        finder = finders.get(self.kind)
        return finder() if finder else []

    def _find_task_problems(self):
        problems = []
        if text := self._find_type_problem():
            problems.append(lint.Problem(RETIRED, self.key, text))
        if self.assignee_rule == "fixed" and not self.assignee_id.active:
            name = self.assignee_id.name or ""
            problems.append(lint.Problem(ARCHIVED_USER, self.key, name))
        return problems

    def _find_action_problems(self):
        # sudo: whether an action works isn't a question of who asks
        action = self.action_server_id.sudo()
        if action.warning:
            return [lint.Problem(BROKEN_ACTION, self.key, action.name)]
        return []

    def _find_child_problems(self):
        child = self.child_process_id
        if child.state != "published" or not child.active:
            return [lint.Problem(OFF, self.key, child.name or "")]
        known = child.version_id._graph().variables_by_code
        used = {value.child_code for value in self.value_ids if value.child_code}
        return [
            lint.Problem(CHILD_VARIABLE, self.key, code)
            for code in sorted(used - known.keys())
        ]

    # ---- the variables that a step uses

    def _used_variables(self):
        used = {
            record.code
            for part in (self, *self.value_ids)
            for record in part._linked_variables()
        }
        texts = [self.summary, self.note, *self.value_ids.mapped("text")]
        if self.kind not in (TASK,):
            texts = texts[2:]
        for text in texts:
            used |= self._variables_in_text(str(text or ""))
        for way in self.leaving_ids.filtered("variable_domain"):
            used |= condition.names(safe_eval(way.variable_domain, {}))
        return used

    @api.model
    def _variables_in_text(self, text):
        if OPEN not in text:
            return set()
        return {
            path[0]
            for _literal, expression, _default in parse_inline_template(text)
            if expression
            for path in self._variable_paths(expression)
        }


class CrmTaskProcessFrozen(models.AbstractModel):
    _inherit = "crm.task.process.frozen"

    def _linked_variables(self):
        names = [
            field.name
            for field in self._frozen_fields()
            if field.comodel_name == VARIABLE_MODEL
        ]
        return self.env[VARIABLE_MODEL].union(*(self[name] for name in names))

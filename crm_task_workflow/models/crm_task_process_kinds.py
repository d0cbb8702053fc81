"""What the simple kinds of steps do."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval

from ..tools import condition
from ..tools.graph import enter_fork
from .crm_task_process_step import LOST, WON
from .crm_task_process_token import JOINING


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _run_start(self, tokens):
        """Goes on."""

    def _run_condition(self, tokens):
        """The first way whose conditions are met counts, else the default one."""
        documents, left = tokens._documents(), tokens
        for way in tokens.version_id._graph().leaving(self.key):
            if way.is_default or not left:
                continue
            fitting = self._filter_by_way(left, documents, way)
            fitting._pass_to(way)
            left -= fitting

    def _filter_by_way(self, tokens, documents, way):
        if way.domain:
            candidates = self.env[self._process_model()].union(
                *(documents[token] for token in tokens)
            )
            domain = tokens.env["crm.task.process.transition"]._parse_domain(way.domain)
            fitting = candidates.filtered_domain(domain)
            tokens = tokens.filtered(lambda token: documents[token] in fitting)
        if way.variable_domain:
            parts = safe_eval(way.variable_domain, {})
            tokens = tokens.filtered(
                lambda token: condition.matches(parts, token.run_id.variables or {})
            )
        return tokens

    # ---- parallel branches

    def _run_split(self, tokens):
        ways = tokens.version_id._graph().leaving(self.key)
        branches = tokens.create(
            [
                {
                    "run_id": token.run_id.id,
                    "version_id": token.version_id.id,
                    "step_key": way.target,
                    "passed_count": token.passed_count + 1,
                    "fork_path": enter_fork(token.fork_path or "", self.key, token.id),
                }
                for token in tokens
                for way in ways
            ]
        )
        tokens._finish()
        return branches

    def _run_join(self, tokens):
        """See ``_fire_joins``; who didn't come through a split has none to wait for."""
        tokens.filtered("fork_path")._wait(JOINING)

    # ---- others

    def _run_action(self, tokens):
        # sudo: as in automation rules, whoever sets the process off
        action = self.action_server_id.sudo().exists()
        if not action:
            raise UserError(self.env._("The action was deleted."))
        documents = tokens._documents()
        for group in self._action_groups(action, tokens):
            ids = [documents[token].id for token in group]
            action.with_context(
                active_model=self._process_model(),
                active_ids=ids,
                active_id=ids[0],
                crm_task_process_run_id=group[:1].run_id.id,
            ).run()

    def _action_groups(self, action, tokens):
        """Python code may speak of ``record``: it runs once for each. Others take all
        documents at once, if each is there once."""
        places = {(token.run_id.res_model, token.run_id.res_id) for token in tokens}
        if action.state == "code" or len(places) < len(tokens):
            return list(tokens)
        return [tokens]

    def _run_end(self, tokens):
        if self.end_result:
            documents = tokens._documents()
            deals = self.env["crm.lead"].union(*documents.values())
            if self.end_result == WON:
                deals.action_set_won()
            if self.end_result == LOST:
                deals.action_set_lost(lost_reason_id=self.lost_reason_id.id)
        tokens = tokens.exists()
        if self.ends_all:
            tokens._end_other_branches()
        tokens._finish()


class CrmTaskProcessToken(models.Model):
    _inherit = "crm.task.process.token"

    def _end_other_branches(self):
        """As a terminating end event of BPMN does."""
        reason = self.env._("Another branch has ended the process")
        others = self.run_id.token_ids - self
        self.env["crm.task.process.event"]._log_tokens(
            others, "cancelled", message=reason
        )
        others._give_up(reason)

    def _give_up(self, reason):
        """These branches end, and so does what they wait for."""
        awaited = self._awaited()
        self.unlink()
        self._cancel_awaited(awaited, reason)

    def _awaited(self):
        """The open tasks and the processes for which these tokens wait."""
        return self.task_id.filtered("active"), self.child_run_id

    @api.model
    def _cancel_awaited(self, awaited, reason):
        """:param awaited: what ``_awaited`` gave, before the tokens went on"""
        tasks, children = awaited
        tasks._cancel(reason)
        children._lock()._cancel_runs(reason)

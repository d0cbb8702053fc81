"""A step that starts another process: what that one is told, and tells when it ends."""

import json

from odoo import models
from odoo.exceptions import UserError

from .crm_task_process_run import OPEN_STATES
from .crm_task_process_token import READY
from .crm_task_process_value import FROM_CHILD, TO_CHILD


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _run_subprocess(self, tokens):
        sources = documents = tokens._documents()
        if self.document_variable_id:
            documents = {token: self._variable_document(token) for token in tokens}
        self._check_child_is_on(documents[tokens[:1]])
        told = {
            token: self._values_for_child(token, source)
            for token, source in sources.items()
        }
        for group in self._alike_children(documents, told):
            self._start_children(group, documents, told[group[:1]])

    def _check_child_is_on(self, document):
        child = self.child_process_id.exists()
        if not child:
            raise UserError(self.env._("The other process was deleted."))
        child._check_startable(document)

    def _alike_children(self, documents, told):
        """Tokens whose processes start with the same values, each on a document of its
        own: they are started together."""
        groups = {}
        for token, document in documents.items():
            known, turn = json.dumps(told[token], sort_keys=True, default=str), 0
            while document.id in groups.setdefault((known, turn), {}):
                turn += 1
            groups[known, turn][document.id] = token
        for group in groups.values():
            (first, *others) = group.values()
            yield first.union(*others)

    def _start_children(self, tokens, documents, variables):
        waiting = {documents[token].id: token for token in tokens}
        found = documents[tokens[:1]].union(*(documents[token] for token in tokens))
        runs = self.child_process_id._start(
            found,
            variables=variables,
            parents=waiting if self.waits_for_child else None,
        )
        started = {run.res_id: run for run in runs}
        for document in found - found.browse(started):
            raise UserError(
                self.env._(
                    "“%(process)s” is under way on “%(document)s” already.",
                    process=self.child_process_id.name,
                    document=document.display_name,
                )
            )
        if self.waits_for_child:
            left = tokens.exists()
            for res_id, run in started.items():
                if run.state in OPEN_STATES and waiting[res_id] in left:
                    waiting[res_id]._wait(child_run_id=run.id)

    def _values_for_child(self, token, document):
        """What the other process starts with: variables with the same code, and the
        values that the step says."""
        known = self.child_process_id.version_id._graph().variables_by_code
        own = token.run_id.variables or {}
        told = {code: own[code] for code in own.keys() & known.keys()}
        for value in self.value_ids:
            if value.target == TO_CHILD:
                told[value.child_code] = value._resolve(token, document)
        return told

    def _variable_document(self, token):
        code = self.document_variable_id.code
        document = token.run_id._typed_variables().get(code)
        if not document:
            raise UserError(
                self.env._("“%s” is empty.", self.document_variable_id.name)
            )
        return document

    def _take_from_children(self, tokens):
        values = self.value_ids.filtered(lambda value: value.source == FROM_CHILD)
        if values:
            values._assign(tokens, tokens._documents())


class CrmTaskProcessToken(models.Model):
    _inherit = "crm.task.process.token"

    def _child_ended(self):
        """The processes for which these tokens wait have ended."""
        for (version, key), tokens in self._by_step().items():
            tokens._bisect(
                lambda some: some._go_on_after_child(version._thaw(key))  # noqa: B023
            )

    def _go_on_after_child(self, step):
        """:param step: at which all of these tokens stand"""
        step._take_from_children(self)
        self._leave()


class CrmTaskProcessRun(models.Model):
    _inherit = "crm.task.process.run"

    def _wake_parents(self):
        """Who waited for these runs goes on: they are done."""
        waiting = self.parent_token_id
        parents = waiting.run_id._lock()
        going, left = waiting.browse(), waiting.exists()
        for run in self:
            token = run.parent_token_id & left
            # one that ends at once is waited for by a token that hasn't noted it yet
            if token.run_id in parents and (
                token.child_run_id == run or token.state == READY
            ):
                token.child_run_id = run
                going |= token
        going._child_ended()
        parents._advance()

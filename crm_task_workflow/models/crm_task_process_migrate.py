"""Runs that are under way are taken to the published version."""

from odoo import models
from odoo.exceptions import UserError

from .crm_task_process_run import OPEN_STATES
from .crm_task_process_token import ERROR


class CrmTaskProcessVersion(models.Model):
    _inherit = "crm.task.process.version"

    def _count_tokens(self):
        """``{step key: how many stand there}``, of all runs."""
        # sudo: the numbers are no secret, the documents are
        groups = (
            self.env["crm.task.process.token"]
            .sudo()
            ._read_group([("version_id", "in", self.ids)], ["step_key"], ["__count"])
        )
        return dict(groups)

    def action_open_migrate(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.task.process.migrate",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Migrate runs"),
            "context": {"default_version_id": self.id},
        }

    def migrate_runs(self, mapping):
        """Take the open runs of this version to the published one.

        Who waits at a step goes on waiting at the step that stands for it, if both are
        of one kind; else the new step begins anew, and an open task is cancelled.

        :param dict mapping: ``{key here: key there}``, for each step at which a run
            stands
        :return: the number of runs
        :raise UserError: when a step is missing
        """
        self.ensure_one()
        self.process_id.check_access("write")
        target = self.process_id.version_id
        self._check_mapping(mapping, target)
        # sudo: runs are moved by the system; who may have it done was checked
        Run = self.env["crm.task.process.run"].sudo()
        runs = Run.search([("version_id", "=", self.id), ("state", "in", OPEN_STATES)])
        runs = runs._lock()
        self.env["crm.task.process.event"].sudo()._log_runs(runs, "migrated")
        runs.version_id = target
        runs._add_variables(target._graph())
        for key, tokens in runs.token_ids.grouped("step_key").items():
            tokens._migrate(self, target, mapping[key])
        runs._advance()
        return len(runs)

    def _check_mapping(self, mapping, target):
        if not target or target == self:
            raise UserError(self.env._("There is no newer version."))
        steps = target._graph().by_key
        for key in self._count_tokens():
            if mapping.get(key) not in steps:
                raise UserError(
                    self.env._(
                        "Please say where those go that stand at “%s”.",
                        self._graph().by_key[key].label(self.env.lang),
                    )
                )


class CrmTaskProcessRun(models.Model):
    _inherit = "crm.task.process.run"

    def _add_variables(self, graph):
        """Variables that are new start with their defaults."""
        fresh = {variable.code: variable.default for variable in graph.variables}
        for run in self:
            run.variables = {**fresh, **(run.variables or {})}


class CrmTaskProcessToken(models.Model):
    _inherit = "crm.task.process.token"

    def _migrate(self, origin, target, key):
        """These tokens stand at one step of a version, and go to one of another."""
        old = origin._graph().by_key[self[:1].step_key]
        alike = old.kind == target._graph().by_key[key].kind
        self.version_id = target
        if alike:
            self.step_key = key
            return
        awaited = self._awaited()
        stopped = self.filtered(lambda token: token.state == ERROR)
        (self - stopped)._enter(key)
        stopped.step_key = key
        self._cancel_awaited(awaited, self.env._("The process has changed"))

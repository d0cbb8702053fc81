"""Starting a process on documents."""

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from .crm_task_process import PUBLISHED

# more documents than this are started by the cron, in batches that are kept one by one
AT_ONCE = 200
# processes that start each other, one within the other
MAX_DEPTH = 20
DEPTH_KEY = "crm_task_process_depth"


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    def action_start(self, res_ids, variables=None):
        """Start the process on documents, by hand or over RPC.

        Documents on which it is under way already, and may be only once, are left
        out. Of many documents the cron takes care, some at a time.

        :param res_ids: ids of records of the process's model
        :param dict variables: values of variables by code; the others start with their
            defaults
        :return: the ids of the runs
        :raise UserError: when the process is switched off, or a value doesn't fit
        :raise AccessError: when the user may not change one of the documents
        """
        self.ensure_one()
        self.check_access("read")
        ids = [res_ids] if isinstance(res_ids, int) else list(res_ids)
        documents = self.env[self.model_name].browse(ids).exists()
        documents.check_access("write")
        runs = self._start(
            documents, variables=variables, by_cron=len(documents) > AT_ONCE
        )
        return runs.ids

    def _start(self, documents, *, variables=None, parents=None, by_cron=False):
        """Start the process on documents, in one go.

        :param documents: records of the process's model
        :param dict variables: see :meth:`action_start`
        :param dict parents: ``{document id: token}`` of who waits for the run
        :param bool by_cron: only put them at the start
        :return: the runs, as superuser
        """
        self.ensure_one()
        # sudo: what a process does isn't a question of who sets it off
        process = self.sudo()
        process._check_startable(documents)
        depth = self.env.context.get(DEPTH_KEY, 0) + 1
        if depth > MAX_DEPTH:
            raise UserError(
                self.env._("“%s” leads to itself without end.", process.name)
            )
        version = process.version_id
        Run = self.env["crm.task.process.run"].sudo()  # sudo: see above
        known = process._check_variables(version, variables or {})
        runs = Run._insert(version, documents, known, parents)
        if by_cron:
            self.env.ref("crm_task_workflow.ir_cron_advance_process_runs")._trigger()
        else:
            runs.with_context(**{DEPTH_KEY: depth})._advance()
        return runs

    def _check_startable(self, documents):
        if self.state != PUBLISHED or not self.active:
            raise UserError(
                self.env._(
                    "“%s” is switched off. Please publish it before it is started.",
                    self.name,
                )
            )
        if documents._name != self.model_name:
            raise UserError(
                self.env._(
                    "“%(process)s” runs on other documents: %(model)s.",
                    process=self.name,
                    model=self.model_id.name,
                )
            )

    @api.model
    def _check_variables(self, version, given):
        graph = version._graph()
        unknown = given.keys() - graph.variables_by_code.keys()
        if unknown:
            raise UserError(
                self.env._(
                    "The process has no such variables: %s.",
                    ", ".join(sorted(unknown)),
                )
            )
        try:
            return self.env["crm.task.process.run"]._start_variables(graph, given)
        except (ValueError, TypeError) as error:
            raise ValidationError(
                self.env._("A value doesn't fit its variable: %s", error)
            ) from error

    def _start_where_on(self, documents):
        """Start those of the processes that are switched on, by a rule.

        :return: these processes
        """
        switched_on = self.filtered(
            lambda process: process.active and process.state == PUBLISHED
        )
        for process in switched_on:
            process._start(documents, by_cron=len(documents) > AT_ONCE)
        return switched_on

"""One passage of a document through a process."""

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import values
from .crm_task_process_token import READY

RUNNING, ERROR, DONE, CANCELLED = "running", "error", "done", "cancelled"
STATES = [
    (RUNNING, "Under way"),
    (ERROR, "Stopped by an error"),
    (DONE, "Done"),
    (CANCELLED, "Cancelled"),
]
OPEN_STATES = (RUNNING, ERROR)


class CrmTaskProcessRun(models.Model):
    """Runs are made and moved by the engine only, as superuser; who may read the
    document may read its runs."""

    _name = "crm.task.process.run"
    _inherit = ["crm.task.process.document", "crm.task.batches"]
    _description = "Process Run"
    _order = "id desc"

    process_id = fields.Many2one(
        "crm.task.process",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    version_id = fields.Many2one(
        "crm.task.process.version",
        "Version",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(STATES, required=True, readonly=True, default=RUNNING)
    is_single = fields.Boolean(readonly=True)
    res_name = fields.Char("Document name", compute="_compute_res_name")
    variables = fields.Json(readonly=True)
    owner_id = fields.Many2one(related="process_id.owner_id")
    user_id = fields.Many2one(
        "res.users", "Started by", readonly=True, ondelete="set null"
    )
    date_start = fields.Datetime("Started", readonly=True)
    date_end = fields.Datetime("Ended", readonly=True)
    revision = fields.Integer(
        readonly=True,
        help="Changes whenever the run goes on, so that two transactions never move "
        "it at once.",
    )
    parent_token_id = fields.Many2one(
        "crm.task.process.token",
        "Waiting for it",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    token_ids = fields.One2many("crm.task.process.token", "run_id", "Stands at")
    event_ids = fields.One2many("crm.task.process.event", "run_id", "History")
    standing = fields.Char("Now at", compute="_compute_standing")

    _once_idx = models.UniqueIndex(
        "(process_id, res_model, res_id)"
        " WHERE is_single IS TRUE AND state IN ('running', 'error')",
        "The process is under way on this document already.",
    )
    _document_idx = models.Index("(res_model, res_id)")
    _open_idx = models.Index("(process_id, state) WHERE state IN ('running', 'error')")

    @api.depends("process_id.name", "res_name")
    def _compute_display_name(self):
        for run in self:
            run.display_name = f"{run.process_id.name}: {run.res_name}"

    @api.depends("res_model", "res_id")
    def _compute_res_name(self):
        documents = self._documents_by_id()
        for run in self:
            document = documents.get((run.res_model, run.res_id))
            run.res_name = (
                document.display_name if document else self.env._("deleted document")
            )

    @api.depends("token_ids.step_key", "token_ids.state")
    def _compute_standing(self):
        for run in self:
            run.standing = ", ".join(run.token_ids.mapped("step_name"))

    # ---- made and locked

    @api.model
    def _insert(self, version, documents, variables, parents=None):
        """Make a run, with its token at the start, for each document. Documents on
        which the process is under way and may be only once are left out.

        An INSERT of our own: of two transactions that start the process on the same
        document at the same moment, one waits for the other and finds nothing to do.

        :param dict variables: plain values to start with
        :param dict parents: ``{document id: token}`` of who waits for the run
        """
        if not documents:
            return self
        process, parents = version.process_id, parents or {}
        self.env.flush_all()
        # sorted: two transactions must not wait for each other
        rows = [
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s, %s, 0, %s, %s, now(), now())",
                process.id,
                version.id,
                documents._name,
                res_id,
                RUNNING,
                process.is_single,
                Json(variables),
                self.env.uid,
                fields.Datetime.now(),
                parents[res_id].id if res_id in parents else None,
                self.env.uid,
            )
            for res_id in sorted(documents.ids)
        ]
        found = self.env.execute_query(
            SQL(
                "INSERT INTO crm_task_process_run (process_id, version_id, res_model,"
                " res_id, state, is_single, variables, user_id, date_start, revision,"
                " parent_token_id, create_uid, create_date, write_date)"
                " VALUES %s ON CONFLICT DO NOTHING RETURNING id",
                SQL(", ").join(rows),
            )
        )
        runs = self.browse([run_id for (run_id,) in found])
        runs._put_at_start(version)
        return runs

    def _put_at_start(self, version):
        if not self:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO crm_task_process_token (run_id, version_id, step_key,"
                " state, date_entered, passed_count, create_uid, create_date,"
                " write_uid, write_date)"
                " SELECT run_id, %(version)s, %(step)s, %(ready)s, %(now)s, 0, %(uid)s,"
                " %(now)s, %(uid)s, %(now)s FROM unnest(%(runs)s) AS run_id",
                version=version.id,
                step=version._graph().start.key,
                ready=READY,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                runs=self.ids,
            )
        )
        self.env["crm.task.process.event"]._log_runs(self, "started")

    @api.model
    def _start_variables(self, graph, given):
        """The variables that a run starts with, as plain values.

        :raise ValueError: when a given value isn't one of its variable
        """
        found = {var.code: var.default for var in graph.variables}
        for var in graph.variables:
            if var.code in given:
                found[var.code] = values.to_plain(var.kind, given[var.code])
        return found

    def _lock(self, skip=False):
        """Lock open runs; the caller may move them.

        Locking changes the row, so that a transaction that looked at it before fails
        (and is tried again by Odoo) instead of moving what has moved already.

        :param bool skip: leave out those that somebody else has locked
        :return: the runs that are open
        """
        if not self:
            return self
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "UPDATE crm_task_process_run SET revision = revision + 1"
                " WHERE id IN (SELECT id FROM crm_task_process_run"
                " WHERE id IN %s AND state IN %s ORDER BY id FOR UPDATE %s)"
                " RETURNING id",
                tuple(self.ids),
                OPEN_STATES,
                SQL("SKIP LOCKED") if skip else SQL(),
            )
        )
        runs = self.browse(sorted(run_id for (run_id,) in rows))
        runs.invalidate_recordset(flush=False)
        runs.env["crm.task.process.token"].invalidate_model()
        return runs

    def _typed_variables(self):
        """``{code: value}``, as Python knows them; records are browsed."""
        self.ensure_one()
        known = self.version_id._graph().variables_by_code
        typed = {}
        for code, plain in (self.variables or {}).items():
            var = known.get(code)
            if not var:
                continue
            value = values.from_plain(var.kind, plain)
            if var.kind == values.RECORD:
                value = self.env[var.model].browse(value or ()).exists()
            typed[code] = value
        return typed

    # ---- actions

    def action_open_document(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

"""What happened in runs: written once, for ever; the monitor counts them."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

INSERTED_AT_ONCE = 1000
KINDS = [
    ("started", "Started"),
    ("passed", "Passed"),
    ("error", "Error"),
    ("retried", "Tried again"),
    ("skipped", "Moved by hand"),
    ("migrated", "Moved to a new version"),
    ("merged", "Document merged"),
    ("cancelled", "Cancelled"),
    ("ended", "Ended"),
    ("simulated", "Would run"),
]
_COLUMNS = (
    "run_id", "version_id", "kind", "date", "step_key", "step_name", "transition_key",
    "branch", "seconds", "task_id", "user_id", "message",
    "create_uid", "create_date", "write_uid", "write_date",
)  # fmt: skip


class CrmTaskProcessEvent(models.Model):
    _name = "crm.task.process.event"
    _inherit = ["crm.task.process.part", "crm.task.mention"]
    _description = "Event of a Process Run"
    _order = "id"

    version_id = fields.Many2one(
        "crm.task.process.version", required=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    step_key = fields.Char()
    step_name = fields.Char("Step")
    transition_key = fields.Char(help="The way that was taken.")
    branch = fields.Char()
    seconds = fields.Integer("Time at the step (s)", aggregator="avg")
    task_id = fields.Many2one(
        "mail.activity", "Task", index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one("res.users", "By", ondelete="restrict")
    message = fields.Text()

    _step_idx = models.Index("(version_id, step_key, kind)")

    def write(self, vals):  # pylint: disable=method-required-super
        # ondelete="set null" doesn't come here
        raise UserError(self.env._("Events are history: they can't be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Events are history: they can't be deleted."))

    # ---- written by the engine, many at a time

    @api.model
    def _log_runs(self, runs, kind, message=""):
        self._insert(
            {
                "run_id": run.id,
                "version_id": run.version_id.id,
                "kind": kind,
                "message": message or None,
            }
            for run in runs
        )

    @api.model
    def _log_passed(self, tokens, branch="", way=None):
        self._log_tokens(
            tokens,
            "passed",
            branch=branch or None,
            transition_key=way.key if way else None,
        )

    @api.model
    def _log_tokens(self, tokens, kind, **values):
        now = tokens.run_id._now()
        self._insert(
            {
                "run_id": token.run_id.id,
                "version_id": token.version_id.id,
                "kind": kind,
                "date": now,
                "step_key": token.step_key,
                "step_name": token._step_name(),
                "seconds": int((now - token.date_entered).total_seconds()),
                "task_id": token.task_id.id or None,
                **values,
            }
            for token in tokens
        )

    @api.model
    def _insert(self, rows):
        """An INSERT of our own: every block of every run writes an event.

        :param rows: values by name of column; a missing ``date`` is now
        """
        now, uid = fields.Datetime.now(), self.env.uid
        shared = dict.fromkeys(_COLUMNS) | {
            "date": now,
            "user_id": uid,
            "create_uid": uid,
            "create_date": now,
            "write_uid": uid,
            "write_date": now,
        }
        values = [
            SQL("%s", tuple((shared | row)[name] for name in _COLUMNS)) for row in rows
        ]
        for some in split_every(INSERTED_AT_ONCE, values):
            self.env.cr.execute(
                SQL(
                    "INSERT INTO crm_task_process_event (%s) VALUES %s",
                    SQL(", ").join(map(SQL.identifier, _COLUMNS)),
                    SQL(", ").join(some),
                )
            )
        self.env["crm.task.process.run"].invalidate_model(["event_ids"], flush=False)

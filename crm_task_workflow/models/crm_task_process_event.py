"""What happened in runs: written once, for ever; the monitor counts them."""

from odoo import api, fields, models
from odoo.exceptions import UserError

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

    @api.model
    def _log_runs(self, runs, kind, message=""):
        now = fields.Datetime.now()
        self.create(
            [
                {
                    "run_id": run.id,
                    "version_id": run.version_id.id,
                    "kind": kind,
                    "date": now,
                    "user_id": self.env.uid,
                    "message": message or False,
                }
                for run in runs
            ]
        )

    @api.model
    def _log_passed(self, tokens, branch="", way=None):
        self._log_tokens(
            tokens,
            "passed",
            branch=branch or False,
            transition_key=way.key if way else False,
        )

    @api.model
    def _log_tokens(self, tokens, kind, **values):
        now = tokens.run_id._now()
        self.create(
            [
                {
                    "run_id": token.run_id.id,
                    "version_id": token.version_id.id,
                    "kind": kind,
                    "date": now,
                    "step_key": token.step_key,
                    "step_name": token.step_name,
                    "seconds": int((now - token.date_entered).total_seconds()),
                    "task_id": token.task_id.id,
                    "user_id": self.env.uid,
                    **values,
                }
                for token in tokens
            ]
        )

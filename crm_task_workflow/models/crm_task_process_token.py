"""Where a run stands; in parallel branches there are several tokens."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..tools.graph import END

READY, WAITING, JOINING, ERROR = "ready", "waiting", "joining", "error"
STATES = [
    (READY, "Goes on"),
    (WAITING, "Waiting"),
    (JOINING, "Waiting for other branches"),
    (ERROR, "Error"),
]
MAX_STEPS = 100  # that a token passes without ever waiting


class CrmTaskProcessToken(models.Model):
    """A token is deleted when its branch has ended; what it did stays in the events."""

    _name = "crm.task.process.token"
    _inherit = ["crm.task.process.part", "crm.task.mention"]
    _description = "Place in a Process"
    _order = "id"

    version_id = fields.Many2one(
        "crm.task.process.version",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    step_key = fields.Char(required=True, readonly=True)
    step_name = fields.Char("Step", compute="_compute_step_name")
    state = fields.Selection(STATES, required=True, readonly=True, default=READY)
    task_id = fields.Many2one(
        "mail.activity",
        "Waiting for the task",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date_due = fields.Datetime("Waiting until", readonly=True)
    child_run_id = fields.Many2one(
        "crm.task.process.run",
        "Waiting for the process",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date_entered = fields.Datetime(
        "Since", required=True, readonly=True, default=fields.Datetime.now
    )
    fork_path = fields.Char(
        readonly=True, help="The splits through which the token came."
    )
    passed_count = fields.Integer(
        readonly=True, help="Steps passed since the token waited last."
    )
    message = fields.Text("Error", readonly=True)

    _ready_idx = models.Index("(run_id) WHERE state = 'ready'")
    _due_idx = models.Index("(date_due) WHERE state = 'waiting'")
    _step_idx = models.Index("(version_id, step_key)")

    @api.depends("version_id", "step_key")
    def _compute_step_name(self):
        for token in self:
            token.step_name = token._step_name()

    def _step_name(self):
        step = self.version_id._graph().by_key.get(self.step_key)
        return step.label(self.env.lang) if step else self.step_key

    @api.depends("step_key")
    def _compute_display_name(self):
        for token in self:
            token.display_name = token.step_name

    # ---- what handlers of steps do with tokens

    def _documents(self):
        """``{token: document}``

        :raise UserError: when a document was deleted
        """
        found = self.run_id._documents_by_id()
        documents = {}
        for token in self:
            key = (token.run_id.res_model, token.run_id.res_id)
            if key not in found:
                raise UserError(self.env._("The document doesn't exist any more."))
            documents[token] = found[key]
        return documents

    def _leave(self, branch=""):
        """Go on to the next step.

        :param str branch: the outcome or whatever decides the way; empty, or one for
            which no way was drawn: along the default transition
        :raise UserError: when there is no way
        """
        for (version, key), tokens in self._by_step().items():
            way = version._graph().way(key, branch)
            if way:
                tokens._pass_to(way, branch)
            elif version._graph().by_key[key].kind == END:
                tokens._finish()
            else:
                raise UserError(self.env._("It isn't said how to go on from here."))

    def _pass_to(self, way, branch=""):
        """:param Transition way: the transition to take"""
        self.env["crm.task.process.event"]._log_passed(self, branch, way)
        self._enter(way.target)

    def _enter(self, step_key):
        now = self.run_id._now()
        for count, tokens in self.grouped("passed_count").items():
            tokens.write(
                {
                    "step_key": step_key,
                    "state": READY,
                    "date_entered": now,
                    "date_due": False,
                    "task_id": False,
                    "child_run_id": False,
                    "message": False,
                    "passed_count": count + 1,
                }
            )

    def _wait(self, state=WAITING, **values):
        """Stay at the step.

        :param values: for what the tokens wait: ``date_due`` (naive UTC), ``task_id``,
            ``child_run_id``
        """
        self.write({"state": state, "passed_count": 0, **values})

    def _finish(self):
        """The branch has come to its end."""
        self.env["crm.task.process.event"]._log_passed(self)
        self.unlink()

    def _by_step(self):
        return self.grouped(lambda token: (token.version_id, token.step_key))

    def _is_looping(self):
        return self.passed_count >= MAX_STEPS


def in_batches(records, size):
    """``records`` in pieces of at most ``size``, in order."""
    for ids in split_every(size, records.ids):
        yield records.browse(ids)

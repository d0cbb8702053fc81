"""A process as it was published: what runs."""

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ..tools.graph import Graph
from .crm_task_process import DRAFT, PUBLISHED


class CrmTaskProcessVersion(models.Model):
    """Written once, for ever: runs that are under way keep their version."""

    _name = "crm.task.process.version"
    _description = "Version of a Task Process"
    _order = "process_id, number desc"

    process_id = fields.Many2one(
        "crm.task.process", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(required=True, aggregator=False)
    data = fields.Json(required=True)
    author_id = fields.Many2one(
        "res.users",
        "Published by",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    comment = fields.Char()
    is_current = fields.Boolean(compute="_compute_is_current")
    run_count = fields.Integer(compute="_compute_run_count")

    _number_once = models.Constraint(
        "UNIQUE(process_id, number)",
        "Somebody has published this process just now. Please look at it again.",
    )

    @api.depends("process_id.version_id")
    def _compute_is_current(self):
        for version in self:
            version.is_current = version.process_id.version_id == version

    def _compute_run_count(self):
        counts = dict(
            self.env["crm.task.process.run"]._read_group(
                [("version_id", "in", self.ids), ("state", "in", ["running", "error"])],
                ["version_id"],
                ["__count"],
            )
        )
        for version in self:
            version.run_count = counts.get(version, 0)

    @api.depends("number", "process_id.name")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(process)s, version %(number)s",
                process=version.process_id.name,
                number=version.number,
            )

    def write(self, vals):
        if {"data", "number", "process_id"} & vals.keys():
            raise UserError(
                self.env._("A version can't be changed. Please publish a new one.")
            )
        return super().write(vals)

    def _graph(self):
        """:rtype: Graph"""
        return self._graph_of(self.id)

    @api.model
    @tools.ormcache("version_id")
    def _graph_of(self, version_id):
        # sudo: whoever makes a run go on, it follows its version
        return Graph.from_data(self.sudo().browse(version_id).data)

    def _thaw(self, key):
        """A step as it was when the version was published, as a record in memory.

        :return: a ``crm.task.process.step``, empty if the version has no such step
        """
        self.ensure_one()
        Step, graph = self.env["crm.task.process.step"], self._graph()
        frozen = graph.by_key.get(key)
        if not frozen:
            return Step
        Value = self.env["crm.task.process.value"]
        variables = self._thaw_variables()
        step = Step.new(
            {
                **Step._thaw_values(frozen.settings, variables),
                "process_id": self.process_id.id,
                "key": key,
                "kind": frozen.kind,
                "name": frozen.label(self.env.lang),
            }
        )
        for value in frozen.values:
            values = Value._thaw_values(value, variables)
            Value.new({**values, "step_id": step})
        return step

    def _thaw_variables(self):
        Variable = self.env["crm.task.process.variable"]
        return {
            variable.code: Variable.new(
                {
                    "code": variable.code,
                    "kind": variable.kind,
                    "name": variable.name,
                    "model_id": self.env["ir.model"]._get_id(variable.model)
                    if variable.model
                    else False,
                }
            )
            for variable in self._graph().variables
        }

    def action_restore(self):
        """Draw the process again as it was in this version."""
        self.ensure_one()
        self.process_id.check_access("write")
        self.process_id._draw(self.data)
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.task.process",
            "res_id": self.process_id.id,
            "views": [(False, "form")],
        }


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    has_changes = fields.Boolean(
        "Changed since",
        compute="_compute_has_changes",
        help="The process was changed after it was published: new runs still follow "
        "the published version.",
    )

    def _drawn_paths(self):
        """All that a version keeps, as seen from the process."""
        parts = {
            "step_ids": self.env["crm.task.process.step"],
            "step_ids.value_ids": self.env["crm.task.process.value"],
            "transition_ids": self.env["crm.task.process.transition"],
            "variable_ids": self.env["crm.task.process.variable"],
        }
        return [
            f"{path}.{name}"
            for path, Part in parts.items()
            for name, field in Part._fields.items()
            if field.store and field.type != "one2many"
        ]

    @api.depends(lambda self: ["version_id", *self._drawn_paths()])
    def _compute_has_changes(self):
        for process in self:
            version = process.version_id
            process.has_changes = bool(version) and (
                not process.id or version.data != process._origin._freeze()
            )

    def action_publish(self, comment=""):
        """Make the process, as it is drawn now, what new runs follow.

        :return: the version
        :raise UserError: saying what Check finds wrong
        """
        for process in self:
            process.check_access("write")
            process._refuse_errors()
            last = process.version_ids[:1].number
            # sudo: versions are made here only, of what people may draw
            version = (
                self.env["crm.task.process.version"]
                .sudo()
                .create(
                    {
                        "process_id": process.id,
                        "number": last + 1,
                        "data": process._freeze(),
                        "author_id": self.env.uid,
                        "comment": comment or False,
                    }
                )
            )
            process.write({"version_id": version.id, "state": PUBLISHED})
        return self.version_id

    def action_switch_off(self):
        """No new runs; those that are under way go on."""
        self.state = DRAFT

    def action_switch_on(self):
        """Let the last published version run again."""
        for process in self:
            if not process.version_id:
                raise UserError(self.env._("“%s” was never published.", process.name))
        self.state = PUBLISHED

"""A process: steps that follow each other on a document, and wait for people."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.crm_task_types.tools import code as codes

DRAFT, PUBLISHED = "draft", "published"
STATES = [(DRAFT, "Switched off"), (PUBLISHED, "Published")]


class CrmTaskProcess(models.Model):
    """What is drawn by people; it runs only as a version of it, see
    ``crm.task.process.version``."""

    _name = "crm.task.process"
    _description = "Task Process"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        copy=False,
        index=True,
        help="Technical name, used by integrations and in exported files; it can't be "
        "changed later.",
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(
        STATES, default=DRAFT, required=True, readonly=True, copy=False
    )
    model_id = fields.Many2one(
        "ir.model",
        "Document",
        required=True,
        ondelete="cascade",
        domain=[("is_mail_activity", "=", True), ("transient", "=", False)],
        default=lambda self: self.env["ir.model"]._get_id("crm.lead"),
        help="On which documents the process runs.",
    )
    model_name = fields.Char(related="model_id.model", store=True, index=True)
    owner_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="restrict",
        help="Gets a task when the process stops on a document because of an error.",
    )
    is_single = fields.Boolean(
        "Once at a time",
        default=True,
        help="A document has at most one run of the process that is under way.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working time",
        ondelete="set null",
        help="The working time that new steps start with.",
    )
    description = fields.Text(translate=True)
    step_ids = fields.One2many(
        "crm.task.process.step", "process_id", "Steps", copy=False
    )
    transition_ids = fields.One2many(
        "crm.task.process.transition", "process_id", "Transitions", copy=False
    )
    variable_ids = fields.One2many(
        "crm.task.process.variable", "process_id", "Variables", copy=False
    )
    version_ids = fields.One2many(
        "crm.task.process.version", "process_id", "Versions", copy=False
    )
    version_id = fields.Many2one(
        "crm.task.process.version",
        "Published version",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    run_count = fields.Integer(compute="_compute_run_counts")
    error_count = fields.Integer(compute="_compute_run_counts")

    _code_unique = models.Constraint(
        "UNIQUE(code)",
        "Another process has this code already. Please choose a different one.",
    )

    def _compute_run_counts(self):
        groups = self.env["crm.task.process.run"]._read_group(
            [("process_id", "in", self.ids), ("state", "in", ["running", "error"])],
            ["process_id", "state"],
            ["__count"],
        )
        counts = {(process, state): count for process, state, count in groups}
        for process in self:
            process.error_count = counts.get((process, "error"), 0)
            process.run_count = process.error_count + counts.get(
                (process, "running"), 0
            )

    # ---- what can't be configured

    @api.constrains("code")
    def _check_code(self):
        for process in self:
            if not codes.is_code(process.code or ""):
                raise ValidationError(
                    self.env._(
                        "“%s” can't be the code of a process. Use small letters, "
                        "digits and underscores, starting with a letter, for example "
                        "“first_call”.",
                        process.code or "",
                    )
                )

    @api.constrains("model_id")
    def _check_model(self):
        for process in self:
            if not process.model_id.is_mail_activity or process.model_id.transient:
                raise ValidationError(
                    self.env._("There are no tasks on “%s”.", process.model_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        taken = self._taken_codes()
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if not vals.get("code"):
                name = vals.get("name") or ""
                vals["code"] = codes.unused(codes.code_from(name, "process"), taken)
            taken.add(vals["code"])
        return super().create(vals_list)

    @api.model
    def _taken_codes(self):
        # sudo: a code is taken, whoever may see its process
        known = self.sudo().with_context(active_test=False)
        return set(known.search([("code", "!=", False)]).mapped("code"))

    def write(self, vals):
        for name in {"code", "model_id"} & vals.keys():
            self._refuse_change(name, vals[name])
        return super().write(vals)

    def _refuse_change(self, name, value):
        for process in self:
            old = process._fields[name].convert_to_write(process[name], process)
            if old and old != value and (name == "code" or process.version_ids):
                raise ValidationError(
                    self.env._(
                        "“%(field)s” of “%(process)s” can't be changed any more. "
                        "Please make a new process instead.",
                        field=self._fields[name]._description_string(self.env),
                        process=process.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: runs that the user can't see count, too
        used = self.env["crm.task.process.run"].sudo()
        for (process,) in used._read_group(
            [("process_id", "in", self.ids)], ["process_id"]
        ):
            raise UserError(
                self.env._(
                    "“%s” has run already, so its history is kept. You can archive it "
                    "instead.",
                    process.sudo(False).name,
                )
            )

    def copy(self, default=None):
        """The copies have the steps as they are drawn now."""
        copies = super().copy(default)
        for process, copy in zip(self, copies, strict=True):
            copy._draw(process._freeze())
        return copies

    def copy_data(self, default=None):
        result = super().copy_data(default)
        if "name" in (default or {}):
            return result
        return [
            vals | {"name": self.env._("%s (copy)", process.name)}
            for process, vals in zip(self, result, strict=True)
        ]

    # ---- actions

    def action_open_runs(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_task_workflow.crm_task_process_run_action"
        )
        return action | {"domain": [("process_id", "=", self.id)]}

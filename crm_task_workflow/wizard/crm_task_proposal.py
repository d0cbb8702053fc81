from odoo import api, fields, models
from odoo.fields import Command


class CrmTaskProposal(models.TransientModel):
    _name = "crm.task.proposal"
    _description = "Proposed next Tasks"

    line_ids = fields.One2many("crm.task.proposal.line", "proposal_id", "Next tasks")
    has_several_documents = fields.Boolean(compute="_compute_has_several_documents")

    @api.depends("line_ids.res_model_id", "line_ids.res_id")
    def _compute_has_several_documents(self):
        for proposal in self:
            lines = proposal.line_ids.sudo()  # names of models are no secret
            documents = {(line.res_model_id, line.res_id) for line in lines}
            proposal.has_several_documents = len(documents) > 1

    @api.model
    def _prepare(self, proposals):
        """:param list[dict] proposals: values of tasks"""
        names = self.env["crm.task.proposal.line"]._fields.keys()
        # people plan these tasks: the cards of their types bind
        known = names | {"automated"}
        lines = [
            Command.create(
                {name: values[name] for name in values.keys() & names}
                | {
                    "other_values": {
                        name: values[name] for name in values.keys() - known
                    }
                }
            )
            for values in proposals
        ]
        return self.create({"line_ids": lines})

    def action_accept(self):
        """Create the tasks that are still ticked."""
        accepted = self.line_ids.filtered("is_accepted")
        accepted.is_accepted = False  # who presses twice gets them once
        self.env["mail.activity"].create(
            [line._prepare_task_values() for line in accepted]
        )
        return {"type": "ir.actions.act_window_close"}


class CrmTaskProposalLine(models.TransientModel):
    _name = "crm.task.proposal.line"
    _inherit = ["crm.task.time.mixin"]
    _description = "Proposed next Task"

    proposal_id = fields.Many2one(
        "crm.task.proposal", required=True, ondelete="cascade"
    )
    is_accepted = fields.Boolean("Create", default=True)
    activity_type_id = fields.Many2one("mail.activity.type", required=True)
    summary = fields.Char("Title")
    user_id = fields.Many2one("res.users", "Assigned to")
    res_model_id = fields.Many2one("ir.model")
    res_id = fields.Integer()
    res_name = fields.Char("Document", compute="_compute_res_name")
    previous_activity_type_id = fields.Many2one("mail.activity.type")
    date_deadline = fields.Date("Due on")
    other_values = fields.Json(help="What else the task gets, as plain values.")
    warning = fields.Char(compute="_compute_warning")

    @api.depends("res_model_id", "res_id")
    @api.depends_context("uid")
    def _compute_res_name(self):
        """Empty for documents that the user can't open."""
        self.res_name = False
        known = self.filtered("res_model_id")
        for model, lines in known.grouped("res_model_id").items():
            # sudo: names of models are no secret
            Document = self.env[model.sudo().model]
            documents = Document.browse(set(lines.mapped("res_id"))).exists()
            names = {
                document.id: document.display_name
                for document in documents._filtered_access("read")
            }
            for line in lines:
                line.res_name = names.get(line.res_id, False)

    @api.depends("date_start", "duration_hours", "user_id")
    def _compute_warning(self):
        for line in self:
            busy = line._as_task()._busy_with()
            names = ", ".join(
                busy.sudo().mapped("activity_type_id.name")
            )  # names of types are no secret
            line.warning = bool(busy) and self.env._(
                "%(user)s has something then: %(tasks)s",
                user=line.user_id.name,
                tasks=names,
            )

    def _as_task(self):
        return self.env["mail.activity"].new(self._prepare_task_values())

    def _prepare_task_values(self):
        self.ensure_one()
        when = (
            {"date_start": self.date_start, "duration_hours": self.duration_hours}
            if self.date_start
            else {"date_deadline": self.date_deadline}
        )
        return {
            **(self.other_values or {}),
            "activity_type_id": self.activity_type_id.id,
            "summary": self.summary,
            "user_id": self.user_id.id,
            "res_model_id": self.sudo().res_model_id.id,  # the model of the task before
            "res_id": self.res_id,
            "previous_activity_type_id": self.previous_activity_type_id.id,
            **when,
        }

    def _get_tz(self):
        return self.user_id.tz or self.env.user.tz

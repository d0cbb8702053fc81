from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmTaskResult(models.Model):
    """What came of a task at one press: who, when, how. Written once, for ever."""

    _name = "crm.task.result"
    _inherit = ["crm.task.part"]
    _description = "Task Result"
    _order = "id desc"
    _tells_document = True

    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one(
        "res.users", "By", required=True, index=True, ondelete="restrict"
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type", "Task type", index=True, ondelete="restrict"
    )
    outcome_id = fields.Many2one(
        "crm.task.outcome", "Outcome", index=True, ondelete="restrict"
    )
    attempt = fields.Integer(
        help="The how-manieth attempt it was; 0 when attempts aren't counted.",
        aggregator="max",
    )
    comment = fields.Text()
    old_date_due = fields.Datetime("Due before")
    new_date_due = fields.Datetime("Due after")
    old_date_deadline = fields.Date("Day before")
    new_date_deadline = fields.Date("Day after")
    is_completing = fields.Boolean("Completed")
    res_model = fields.Char("Kind of document", index=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", index=True)
    res_name = fields.Char("Document name")
    partner_id = fields.Many2one(
        "res.partner", "Client", index="btree_not_null", ondelete="set null"
    )
    lead_id = fields.Many2one(
        "crm.lead", "Lead", index="btree_not_null", ondelete="set null"
    )
    team_id = fields.Many2one("crm.team", "Sales team", ondelete="set null")
    stage_id = fields.Many2one("crm.stage", "Stage at the time", ondelete="set null")
    source_id = fields.Many2one("utm.source", "Source", ondelete="set null")
    hour = fields.Integer(
        "Hour of day", help="In the time zone of who pressed.", aggregator=False
    )
    won_share = fields.Float(
        "Won",
        compute="_compute_won_share",
        store=True,
        precompute=True,
        readonly=False,  # what a press knows isn't computed again
        aggregator="avg",
        help="The share of deals that were won in the end.",
    )
    effects = fields.Json(help="What the effects did, for the undo.")
    press = fields.Char(
        groups=fields.NO_ACCESS, help="Tasks that it made by itself begin with it."
    )
    undo_of_id = fields.Many2one(
        "crm.task.result", "Undoes", index="btree_not_null", ondelete="cascade"
    )
    undone_by_ids = fields.One2many(
        "crm.task.result", "undo_of_id", "Undone by", bypass_search_access=True
    )
    is_undone = fields.Boolean(compute="_compute_is_undone")

    _undone_once = models.Constraint("UNIQUE(undo_of_id)", "This was undone already.")

    @api.depends("undone_by_ids")
    def _compute_is_undone(self):
        for result in self:
            result.is_undone = bool(result.undone_by_ids)

    # Not by the status of the lead: each write of a lead would search for results.
    # ``crm.lead._handle_won_lost`` tells when it is won or no longer won.
    @api.depends("lead_id")
    def _compute_won_share(self):
        for result in self:
            result.won_share = result.lead_id.won_status == "won"

    def _compute_display_name(self):
        # sudo: who reads a result reads what was pressed
        for result in self:
            result.display_name = result.outcome_id.sudo().name or self.env._("Undone")

    # ---- written once

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("Results are history: they can't be changed."))

    def _correct(self, vals):
        """Only where they are found: what they say remains."""
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Results are history: they can't be deleted."))

    @api.model
    def _record(self, tasks, outcome, press, before, entries):
        """Write one result per task.

        :param dict before: the times of each task before the press
        :param dict entries: what each effect did to each task, by task id
        """
        # sudo: a result says of which deal it is, whoever completes the task
        on_leads = tasks.sudo().filtered(lambda task: task.res_model == "crm.lead")
        leads = {lead.id: lead for lead in on_leads._documents("crm.lead")}
        values = []
        for task in tasks:
            lead = leads.get(task.res_id) if task.res_model == "crm.lead" else None
            old = before[task.id]
            values.append(
                {
                    **self._prepare_values(task, lead),
                    "outcome_id": outcome.id,
                    "comment": press.comment or press.reason,
                    "old_date_due": old["date_due"],
                    "old_date_deadline": old["date_deadline"],
                    "is_completing": not task.active,
                    "effects": entries[task.id],
                }
            )
        # sudo: results are written by presses only, by nobody's hand
        return self.sudo().create(values).sudo(False)

    @api.model
    def _prepare_values(self, task, lead=None):
        now = fields.Datetime.now()
        return {
            "mail_activity_id": task.id,
            "press": self.env["mail.activity"]._press_under_way(),
            "date": now,
            "user_id": self.env.uid,
            "activity_type_id": task.activity_type_id.id,
            "attempt": task.attempt_count,
            "new_date_due": task.date_due,
            "new_date_deadline": task.date_deadline,
            "res_model": task.res_model,
            "res_id": task.res_id,
            "res_name": task.res_name,
            "partner_id": task.partner_id.id,
            "lead_id": lead.id if lead else False,
            "won_share": bool(lead) and lead.won_status == "won",
            "team_id": lead.team_id.id if lead else task.user_id.sudo().sale_team_id.id,
            "stage_id": lead.stage_id.id if lead else False,
            "source_id": lead.source_id.id if lead else False,
            "hour": fields.Datetime.context_timestamp(self, now).hour,
        }

    def _made(self, name):
        """Ids that the effects noted under ``name``."""
        return [
            made
            for result in self
            for entry in result.effects or []
            for made in entry.get(name, ())
        ]

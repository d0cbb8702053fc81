"""Deals that are won, lost or moved to another stage: what follows by itself.

The markers say for what templates were applied last. One statement checks, sets and
locks a marker, so that two users who win a deal at the same moment, or a rule that
writes the stage again, apply a template once.
"""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_task_types.models.crm_task_series import LIVE
from odoo.addons.crm_task_types.tools.inside import INSIDE
from odoo.addons.crm_task_types.tools.review import WAITING

from .crm_task_undo_closing import CANCELLED, COMPLETED, CREATED, ENDED_SERIES

WON, LOST = "won", "lost"
STAGE_FIELDS = {"stage_id", "team_id", "type"}


class CrmLead(models.Model):
    _inherit = "crm.lead"

    closing_sets_applied = fields.Selection(
        [(WON, "Won"), (LOST, "Lost")],
        readonly=True,
        copy=False,
        help="The closing of the deal for which templates were applied. Empty again "
        "when the deal is reopened.",
    )
    stage_sets_applied_id = fields.Many2one(
        "crm.stage",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The stage for which templates were applied last.",
    )

    # ---- won and lost

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        before = self._closings(old_status_by_lead)
        after = self._closings(new_status_by_lead)
        changed = self.filtered(lambda lead: before[lead.id] != after[lead.id])
        for closing, leads in changed.grouped(lambda lead: after[lead.id]).items():
            leads._close(closing)
        return result

    def _closings(self, status_by_lead):
        """:return: ``{lead id: WON, LOST or empty}``"""
        closings = {}
        for lead in self:
            status = status_by_lead.get(lead.id, {})
            lost = LOST if status.get("is_lost") else ""
            closings[lead.id] = WON if status.get("is_won") else lost
        return closings

    def _close(self, closing):
        """Do what follows the closing of deals, once for each.

        :param str closing: WON or LOST; empty when the deals are reopened
        """
        closed = self._mark("closing_sets_applied", SQL("%s::varchar", closing or None))
        if not closing or not closed or self._is_undone():
            return
        closed._end_open_tasks(closing)
        for team, leads in closed.grouped("team_id").items():
            # sudo: what a team starts doesn't depend on who closes the deal
            leads._follow_closing(team.sudo(), closing)

    def _follow_closing(self, team, closing):
        """What a team wants to be done after its deals were won or lost."""
        self._apply_sets(team.won_plan_ids if closing == WON else team.lost_plan_ids)

    # ---- stages

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._enter_stages()
        return leads

    def write(self, vals):
        # nothing to look at: leave it to Odoo when stages are computed
        if STAGE_FIELDS.isdisjoint(vals) or not self._stages_with_sets():
            return super().write(vals)
        before = {lead: lead.stage_id for lead in self}
        result = super().write(vals)
        self.filtered(lambda lead: lead.stage_id != before[lead])._enter_stages()
        return result

    @api.model
    def _stages_with_sets(self):
        return self.env["crm.stage.task.set"]._stage_ids()

    def _enter_stages(self):
        """Apply the templates of the stages that deals have entered."""
        with_sets = self._stages_with_sets()
        if not with_sets:
            return
        concerned = self.filtered(
            # sudo: a technical field, also of a lead that the user has given away
            lambda lead: lead.stage_id.id in with_sets
            or lead.sudo().stage_sets_applied_id
        )
        entered = concerned._mark("stage_sets_applied_id", SQL.identifier("stage_id"))
        if self._is_undone():
            return
        for (stage, team), leads in entered.grouped(
            lambda lead: (lead.stage_id, lead.team_id)
        ).items():
            leads._follow_entry(stage, team)

    def _follow_entry(self, stage, team):
        """What is to be done on deals that enter a stage."""
        self._apply_sets(stage._entry_plans(team))

    @api.model
    def _forget_old_entries(self, stages):
        """Markers aren't kept as long as no stage has templates: those of deals that
        have left the stages since then are wrong."""
        if stages:
            self.flush_model(["stage_id", "stage_sets_applied_id"])
            self.env.cr.execute(
                SQL(
                    "UPDATE crm_lead SET stage_sets_applied_id = NULL"
                    " WHERE stage_sets_applied_id IN %(ids)s"
                    " AND stage_id IS DISTINCT FROM stage_sets_applied_id",
                    ids=tuple(stages.ids),
                )
            )
            self.invalidate_model(["stage_sets_applied_id"])

    # ---- both

    def _is_undone(self):
        """Whether a press is taken back: deals are again what they were, and nothing
        follows from that."""
        return self.env.context.get("crm_task_undoing") is INSIDE

    def _mark(self, field_name, value):
        """Set a marker, without setting off automation rules.

        :param SQL value: the new value, per row
        :return: those of the deals whose marker was another one
        """
        if not self:
            return self
        self.flush_recordset()
        column = SQL.identifier(field_name)
        rows = self.env.execute_query(
            SQL(
                "UPDATE crm_lead SET %(column)s = %(value)s"
                " WHERE id IN %(ids)s AND %(column)s IS DISTINCT FROM %(value)s"
                " RETURNING id",
                column=column,
                value=value,
                ids=tuple(self.ids),
            )
        )
        self.invalidate_recordset([field_name], flush=False)
        marked = {row[0] for row in rows}
        return self.filtered(lambda lead: lead.id in marked)

    def _apply_sets(self, plans):
        """:param plans: templates; empty for none"""
        plans = plans.filtered("active")
        if plans and self:
            # sudo: a sale isn't held up by what its closer may not plan; and the tasks
            # belong to the team, not to him
            tasks = plans.sudo()._launch(self.sudo(), automatic=True)
            made = tasks.grouped("res_id")
            self._leave_trail(CREATED, {key: made[key].ids for key in made})

    def _end_open_tasks(self, closing):
        """What the types of the open tasks say for a deal that is won or lost."""
        # sudo: the tasks of all people on the deal
        open_tasks = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    (
                        f"activity_type_id.{closing}_policy",
                        "in",
                        ["cancel", "complete"],
                    ),
                    # those that are being completed just now, by the press that closes
                    ("id", "not in", self.env.context.get("crm_task_pressed_ids", ())),
                ]
            )
        )
        for lead, tasks in open_tasks.grouped("res_id").items():
            self.browse(lead)._end_tasks(tasks, closing)

    def _end_tasks(self, tasks, closing):
        self.ensure_one()
        policy = f"{closing}_policy"
        # what ends with the deal doesn't come again
        live = tasks.series_id.filtered(lambda series: series.state in LIVE)
        self._leave_trail(
            ENDED_SERIES, {self.id: [(series.id, series.state) for series in live]}
        )
        tasks.series_id._stop(self._closing_reason(closing))
        cancelled = tasks.filtered(lambda t: t.activity_type_id[policy] == "cancel")
        waiting = tasks.filtered(lambda task: task.review_state == WAITING)
        completed = tasks - cancelled - waiting
        if cancelled:
            cancelled._cancel(self._closing_reason(closing))
            self._leave_trail(CANCELLED, {self.id: cancelled.ids})
        if completed:
            completed.action_outcome(False)
            ended = completed.exists().filtered(lambda task: not task.active)
            self._leave_trail(COMPLETED, {self.id: ended.ids})

    def _closing_reason(self, closing):
        if closing == WON:
            return self.env._("The deal is won")
        # sudo: reasons are no secret
        reason = self.sudo().lost_reason_id.name
        if reason:
            return self.env._("The deal is lost: %s", reason)
        return self.env._("The deal is lost")

    @api.model
    def _init_column(self, column_name):
        """Deals that exist when the add-on is installed have been closed, and have
        entered their stages, already."""
        known = {
            "closing_sets_applied": SQL("NULLIF(won_status, 'pending')"),
            "stage_sets_applied_id": SQL("stage_id"),
        }
        if column_name not in known:
            return super()._init_column(column_name)
        return self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET %s = %s",
                SQL.identifier(column_name),
                known[column_name],
            )
        )

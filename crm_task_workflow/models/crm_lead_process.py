"""Processes that deals start by themselves: when won, lost, or entering a stage."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_lead_sets import WON
from .crm_task_undo_closing import STARTED

LEAD_PROCESSES = [("model_name", "=", "crm.lead")]


class CrmTeam(models.Model):
    _inherit = "crm.team"

    won_process_ids = fields.Many2many(
        "crm.task.process",
        "crm_team_won_process_rel",
        "team_id",
        "process_id",
        string="Processes when won",
        domain=LEAD_PROCESSES,
        help="Processes that are started on every deal that the team wins.",
    )
    lost_process_ids = fields.Many2many(
        "crm.task.process",
        "crm_team_lost_process_rel",
        "team_id",
        "process_id",
        string="Processes when lost",
        domain=LEAD_PROCESSES,
        help="Processes that are started on every deal that the team loses.",
    )


class CrmStageTaskSet(models.Model):
    _inherit = "crm.stage.task.set"

    process_id = fields.Many2one(
        "crm.task.process", "Process", domain=LEAD_PROCESSES, ondelete="cascade"
    )

    @api.constrains("plan_id", "process_id")
    def _check_is_something(self):
        for task_set in self:
            if not (task_set.plan_id or task_set.process_id):
                raise ValidationError(
                    self.env._(
                        "Please choose the template or the process for the stage “%s”.",
                        task_set.stage_id.name,
                    )
                )


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _follow_closing(self, team, closing):
        result = super()._follow_closing(team, closing)
        name = "won_process_ids" if closing == WON else "lost_process_ids"
        self._start_by_rule(team[name])
        return result

    def _follow_entry(self, stage, team):
        result = super()._follow_entry(stage, team)
        self._start_by_rule(stage._entry_sets(team).process_id)
        return result

    def _start_by_rule(self, processes):
        # sudo: see _close; the deal may have another salesperson by now
        started = processes._start_where_on(self.sudo())
        self._leave_trail(STARTED, {lead.id: started.ids for lead in self})

"""Task sets of a stage: what is to be done when a deal enters it."""

from odoo import api, fields, models

from odoo.addons.crm_task_types.models.crm_task_cached import kept_answer

from .crm_team import LEAD_PLANS


class CrmStage(models.Model):
    _inherit = "crm.stage"

    task_set_ids = fields.One2many(
        "crm.stage.task.set", "stage_id", "Templates on entering", copy=True
    )

    def _entry_plans(self, team):
        """The templates for a deal of ``team`` that enters this stage."""
        self.ensure_one()
        return self._entry_sets(team).plan_id.filtered("active")

    def _entry_sets(self, team):
        # sudo: what a stage starts doesn't depend on who moves the deal
        return self.sudo().task_set_ids.filtered(
            lambda task_set: not task_set.team_id or task_set.team_id == team
        )


class CrmStageTaskSet(models.Model):
    _name = "crm.stage.task.set"
    _inherit = ["crm.task.cached"]
    _description = "Task Template of a Stage"
    _order = "sequence, id"
    _rec_name = "plan_id"

    stage_id = fields.Many2one(
        "crm.stage", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    plan_id = fields.Many2one(
        "mail.activity.plan",
        "Template",
        domain=LEAD_PLANS,
        ondelete="cascade",
    )
    team_id = fields.Many2one(
        "crm.team",
        "Sales team",
        ondelete="cascade",
        help="Only for deals of this team. Empty: for all.",
    )

    @api.model
    @kept_answer()
    def _stage_ids(self):
        """Ids of the stages that have templates; most databases have few or none."""
        # sudo: see CrmStage._entry_plans
        return frozenset(self.sudo().search([("stage_id", "!=", False)]).stage_id.ids)

    @api.model_create_multi
    def create(self, vals_list):
        task_sets = super().create(vals_list)
        self.env["crm.lead"]._forget_old_entries(task_sets.stage_id)
        return task_sets

    def write(self, vals):
        result = super().write(vals)
        self.env["crm.lead"]._forget_old_entries(self.stage_id)
        return result

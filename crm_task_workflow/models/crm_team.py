"""Post-sale sets of a sales team: what is to be done when a deal is won or lost."""

from odoo import fields, models

LEAD_PLANS = [("res_model", "=", "crm.lead")]


class CrmTeam(models.Model):
    _inherit = "crm.team"

    won_plan_ids = fields.Many2many(
        "mail.activity.plan",
        "crm_team_won_plan_rel",
        "team_id",
        "plan_id",
        string="When won",
        domain=LEAD_PLANS,
        help="Templates that are applied to every deal that the team wins.",
    )
    lost_plan_ids = fields.Many2many(
        "mail.activity.plan",
        "crm_team_lost_plan_rel",
        "team_id",
        "plan_id",
        string="When lost",
        domain=LEAD_PLANS,
        help="Templates that are applied to every deal that the team loses.",
    )

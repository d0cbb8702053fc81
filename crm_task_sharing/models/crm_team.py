"""Who is in which team says what he sees: the cache of rules must follow."""

from odoo import models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals or "active" in vals:
            self.env["crm.task.share"]._forget_answers()
        return result


class CrmTeamMember(models.Model):
    _name = "crm.team.member"
    _inherit = ["crm.team.member", "crm.task.cached"]

"""What the rules of all owners come to for the one who looks."""

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.crm_task_types.models.crm_task_cached import kept_answer
from odoo.addons.crm_task_types.tools import clock

from ..tools import levels
from ..tools.levels import Rule


class CrmTaskShare(models.Model):
    _inherit = "crm.task.share"

    @api.model
    def _decisions(self):
        """Which rule decides for the current user now, see :func:`levels.table`."""
        now = fields.Datetime.now()
        # days begin at quarters of an hour in all time zones
        quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
        return self._decisions_at(quarter, tuple(self.env.companies.ids))

    @api.model
    @kept_answer("self.env.uid", "moment", "company_ids")
    def _decisions_at(self, moment, company_ids):
        return levels.table(
            rule
            for rule, tz, owner_companies in self._viewer_rules()
            if rule.holds_on(clock.local_day(moment, tz))
            and (rule.is_personal or not set(company_ids).isdisjoint(owner_companies))
        )

    @api.model
    @kept_answer("self.env.uid")
    def _viewer_rules(self):
        """The rules that concern the current user, whatever the day.

        :return: ``(rule, time zone of the owner, ids of the companies of the owner)``
        """
        # sudo: what others share with me counts, though only they may see their rules
        shares = self.sudo().search(self._viewer_domain())
        return tuple(
            (
                Rule(
                    id=share.id,
                    owner=share.user_id.id,
                    grantee=levels.GRANTEES.index(share.grantee_kind),
                    types=frozenset(share.activity_type_ids.ids),
                    level=levels.NAMES[share.level],
                    since=share.date_from or None,
                    until=share.date_until or None,
                ),
                share.user_id.tz,
                tuple(share.user_id.company_ids.ids),
            )
            for share in shares
        )

    @api.model
    def _viewer_domain(self):
        # sudo: which team somebody is in is no secret to this rule
        teams = (
            self.env["crm.team"]
            .sudo()
            .search(
                Domain("member_ids", "in", self.env.uid)
                | Domain("user_id", "=", self.env.uid)
            )
        )
        return Domain("user_id", "!=", self.env.uid) & Domain.OR(
            [
                Domain("grantee_kind", "=", "everyone"),
                Domain("grantee_id", "=", self.env.uid),
                Domain("team_id", "in", teams.ids),
            ]
        )

    @api.model
    @kept_answer()
    def _default_levels(self):
        """The levels for tasks about which no rule says anything.

        :return: ``({type id: level}, {company id: level})``, without those that leave
            it to the document
        """
        # sudo: settings that hold for everybody
        types = (
            self.env["mail.activity.type"]
            .sudo()
            .with_context(active_test=False)
            .search([("share_level", "!=", False)])
        )
        companies = (
            self.env["res.company"].sudo().search([("share_level", "!=", "document")])
        )
        return (
            {task_type.id: levels.NAMES[task_type.share_level] for task_type in types},
            {company.id: levels.NAMES[company.share_level] for company in companies},
        )

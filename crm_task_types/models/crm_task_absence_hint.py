"""Who plans a task for somebody who is away is told so."""

from odoo import api, fields, models
from odoo.tools import format_date

from .crm_task_absence import OVER
from .crm_task_handover_mixin import ONE


class CrmTaskAbsence(models.Model):
    _inherit = "crm.task.absence"

    @api.model
    def _hints(self, plans):
        """:param plans: pairs of a user and a day
        :return: ``{(user, day): text}`` of those who are away on the day"""
        users = self.env["res.users"].union(*(user for user, day in plans if day))
        # sudo: everybody may know who is away
        absences = self.sudo().search(
            [("user_id", "in", users._origin.ids), ("state", "!=", OVER)]
        )
        return {
            (user, day): absence._hint()
            for user, day in plans
            if day
            for absence in absences
            if absence.user_id == user._origin
            and absence.date_from <= day <= absence.date_until
        }

    def _hint(self):
        values = {
            "user": self.user_id.name,
            "first": format_date(self.env, self.date_from),
            "last": format_date(self.env, self.date_until),
        }
        if self.way == ONE and self.heir_id:
            return self.env._(
                "%(user)s is away from %(first)s to %(last)s; %(heir)s stands in.",
                heir=self.heir_id.name,
                **values,
            )
        return self.env._("%(user)s is away from %(first)s to %(last)s.", **values)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    absence_hint = fields.Char(compute="_compute_absence_hint")

    @api.depends("user_id", "date_deadline", "active")
    @api.depends_context("lang")
    def _compute_absence_hint(self):
        tasks = self.filtered(lambda task: task.active and task.user_id)
        hints = self.env["crm.task.absence"]._hints(
            {(task.user_id, task.date_deadline) for task in tasks}
        )
        for task in self:
            task.absence_hint = hints.get((task.user_id, task.date_deadline), False)

"""When the tasks of a template are to be done."""

from odoo import fields, models

from odoo.addons.crm_task_types.tools import clock

from .mail_activity_plan_template import (
    BEFORE_START,
    PREVIOUS_COMPLETION,
    PREVIOUS_DEADLINE,
)


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    def _base_of(self, slot, launch):
        """Some lines count from the task of the line before."""
        if slot.previous and self.delay_from == PREVIOUS_COMPLETION:
            return launch.now, None
        if slot.previous and self.delay_from == PREVIOUS_DEADLINE:
            due = slot.previous.when.due
            return due, None if due else slot.previous.when.day
        return super()._base_of(slot, launch)

    def _signed_count(self):
        before = self.delay_from == BEFORE_START
        return -self.delay_count if before else self.delay_count

    def _get_date_deadline(self, base_date=False):
        """Odoo's forecast of the day, where no document and no assignee is known."""
        self.ensure_one()
        tz = self.env.context.get("tz") or self.env.user.tz
        now = fields.Datetime.now()
        day = fields.Date.to_date(base_date) or clock.local_day(now, tz)
        return self._when(*self._complete_base(None, day, now, tz), tz).day

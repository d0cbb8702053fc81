"""The dialog that asks how a task repeats."""

from itertools import islice

from odoo import api, fields, models
from odoo.tools import format_date

from ..models.crm_task_rule import RULE_FIELDS
from ..models.crm_task_series import LIVE
from ..tools import recurrence

SHOWN_DAYS = 3


class CrmTaskRepeat(models.TransientModel):
    _name = "crm.task.repeat"
    _inherit = ["crm.task.rule"]
    _description = "Repeat a Task"

    mail_activity_id = fields.Many2one(
        "mail.activity", "Task", required=True, ondelete="cascade"
    )
    is_repeating = fields.Boolean(related="mail_activity_id.is_repeating")
    next_days = fields.Char("Next", compute="_compute_next_days")

    @api.model
    def default_get(self, names):
        """Begin with the rule of the task or, without one, with its day."""
        defaults = super().default_get(names)
        task = self.env["mail.activity"].browse(defaults.get("mail_activity_id"))
        if task:
            task.check_access("read")
            rule = (
                task._following_rule()
                if task.series_state in LIVE
                else self._rule_values_of(task._day_of_series())
            )
            defaults |= {name: rule[name] for name in rule if name in names}
        return defaults

    @api.constrains("mail_activity_id")
    def _check_task(self):
        """Nobody learns of a task by asking for its dialog."""
        self.sudo(False).mail_activity_id.check_access("read")

    @api.depends("mail_activity_id", *RULE_FIELDS)
    def _compute_next_days(self):
        for dialog in self:
            dialog.next_days = " · ".join(
                format_date(self.env, day) for day in dialog._next_days()
            )

    def _next_days(self):
        """The next days by this rule."""
        task = self.mail_activity_id
        if not task or self._rule_problem():
            return []
        person = task.user_id or task.create_uid or self.env.user
        days = self.env["crm.task.series"]._working_days(person)
        found = recurrence.days_after(
            self._rule(),
            task._day_of_series(),
            lambda day: days.is_work(person, day),
        )
        left = self.end_count - 1 if self.end_type == "count" else SHOWN_DAYS
        return [day for _ruled, day in islice(found, min(left, SHOWN_DAYS))]

    def action_repeat(self):
        self.ensure_one()
        self.mail_activity_id.action_repeat(**self._rule_values())
        return {"type": "ir.actions.act_window_close"}

    def action_stop(self):
        self.ensure_one()
        self.mail_activity_id.action_stop_series()
        return {"type": "ir.actions.act_window_close"}

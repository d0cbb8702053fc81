"""Moves of a task: counted, with an optional reason, told on the document."""

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from ..tools.inside import INSIDE

MOVING_FIELDS = {
    "date_start",
    "date_due",
    "date_deadline",
    "duration_hours",
    "deadline_bucket",
}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    reschedule_count = fields.Integer(
        "Moved", readonly=True, copy=False, help="How often the task was moved."
    )
    reschedule_reason = fields.Char(
        "Reason of the move",
        copy=False,
        help="Why the task was moved the last time. Write it together with the new "
        "time.",
    )

    def write(self, vals):
        if "reschedule_count" in vals and not self.env.su:  # it counts by itself
            vals = {name: vals[name] for name in vals if name != "reschedule_count"}
        if (
            MOVING_FIELDS.isdisjoint(vals)
            or self.env.context.get("crm_task_is_moving") is INSIDE
        ):
            return super().write(vals)
        before = {task: task._when() for task in self if task.active}
        # moving one date writes others: only the first of these writes is the move
        result = super(
            MailActivity, self.with_context(crm_task_is_moving=INSIDE)
        ).write(vals)
        moved = self.filtered(
            lambda task: task in before and task._when() != before[task]
        )
        moved._register_move(before, vals.get("reschedule_reason"))
        return result

    @api.model_create_multi
    def create(self, vals_list):
        # the times of a new task settle, they don't move
        tasks = super(
            MailActivity, self.with_context(crm_task_is_moving=INSIDE)
        ).create(vals_list)
        return tasks.with_env(self.env)

    def action_move(
        self, date_start=None, date_due=None, date_deadline=None, reason=None
    ):
        """Move tasks, and say why.

        :param date_start: new start, UTC
        :param date_due: new due time, UTC; with a start it gives the duration
        :param date_deadline: new day; a task with a time keeps its time of day
        :param str reason: shown in the history; empty for none
        :raise AccessError: when the user may not change one of the tasks
        """
        dates = {
            "date_start": date_start,
            "date_due": date_due,
            "date_deadline": date_deadline,
        }
        vals = {name: value for name, value in dates.items() if value}
        return self.write(vals | {"reschedule_reason": reason or False})

    def _when(self):
        self.ensure_one()
        return self.date_due, self.date_deadline

    def _register_move(self, before, reason):
        if reason:
            self._track_set_log_message(reason)
        # sudo: that he may move them has just been checked
        for count, tasks in self.sudo().grouped("reschedule_count").items():
            values = {"reschedule_count": count + 1}
            tasks.write(values if reason else values | {"reschedule_reason": False})
        # who sets this tells of the move together with what it is part of
        if self.env.context.get("crm_task_move_untold") is not INSIDE:
            self._log_on_documents(self._move_lines(before, reason))

    def _move_lines(self, before, reason):
        """What is told of the moves: ``{task: text}``. Days that many tasks share are
        put into words once."""
        formatted = {}

        def in_words(task, when):
            key = (*when, task._get_tz())
            if key not in formatted:
                formatted[key] = task._format_when(*when)
            return formatted[key]

        return {
            task: task._move_line(
                in_words(task, before[task]), in_words(task, task._when()), reason
            )
            for task in self
        }

    def _move_line(self, old, new, reason):
        values = {"task": self._bold_name(), "old": old, "new": new, "reason": reason}
        if reason:
            return self.env._(
                "%(task)s moved from %(old)s to %(new)s: %(reason)s", **values
            )
        return self.env._("%(task)s moved from %(old)s to %(new)s", **values)

    def _format_when(self, due, day):
        """A due time or a day for people to read, in the time zone of the assignee;
        the zone is named when it isn't the reader's."""
        if not due:
            return format_date(self.env, day)
        tz = self._get_tz() or "UTC"
        text = format_datetime(self.env, due, tz=tz, dt_format="short")
        return text if tz == (self.env.user.tz or "UTC") else f"{text} ({tz})"

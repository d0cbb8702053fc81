"""What people do with tasks that repeat: start, change from here on, pause, stop."""

from odoo import models
from odoo.exceptions import UserError

from .crm_task_rule import COUNT, RULE_FIELDS, WEEKDAYS, YEARS
from .crm_task_series import LIVE


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def action_repeat(self, **rule):
        """Repeat open tasks, or change the rule of those that repeat, from each of
        these tasks on. What they say now is taken over by the following ones.

        :param rule: fields of ``crm.task.rule``; what isn't said follows from the day
            of the task: weekly on its day of the week
        :raise UserError: when a task is closed, or the rule makes no sense
        :raise AccessError: when the user may not change one of the tasks
        """
        if unknown := rule.keys() - set(RULE_FIELDS):
            raise UserError(
                self.env._(
                    "A task can't repeat by: %s. Please check the names.",
                    ", ".join(sorted(unknown)),
                )
            )
        self._check_may_repeat()
        for task in self:
            defaults = self.env["crm.task.rule"]._rule_values_of(task._day_of_series())
            if not rule.keys().isdisjoint(WEEKDAYS):
                defaults |= dict.fromkeys(WEEKDAYS, False)
            task._start_series(defaults | rule)

    def action_repeat_following(self):
        """Let the following tasks be like these: what was changed here is taken over,
        also the day and the time. Tasks before keep what they are.

        :raise UserError: when a task is closed or doesn't repeat
        :raise AccessError: when the user may not change one of the tasks
        """
        self._check_may_repeat()
        for task in self:
            if task.series_state not in LIVE:
                raise UserError(self.env._("“%s” doesn't repeat.", task.display_name))
            task._start_series(task._following_rule())

    def action_pause_series(self):
        """See :meth:`crm.task.series.action_pause`."""
        self._series_to_change().action_pause()

    def action_resume_series(self):
        """See :meth:`crm.task.series.action_resume`."""
        self._series_to_change().action_resume()

    def action_stop_series(self):
        """See :meth:`crm.task.series.action_stop`."""
        self._series_to_change().action_stop()

    def action_open_repeat(self):
        """Ask how the task repeats."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Repeat"),
            "res_model": "crm.task.repeat",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_mail_activity_id": self.id},
        }

    def _series_to_change(self):
        self.check_access("write")
        # sudo: who may change a task of the series may change the series
        return self.sudo().series_id

    def _check_may_repeat(self):
        self.check_access("write")
        for task in self:
            if not task.active:
                raise UserError(
                    self.env._("“%s” is closed already.", task.display_name)
                )
            if task._day_of_series().year not in YEARS:
                raise UserError(
                    self.env._(
                        "Please check the year in which “%s” is due.",
                        task.display_name,
                    )
                )

    def _start_series(self, rule):
        """A new series that begins with this task; the one it was in ends before it."""
        self.ensure_one()
        # sudo: who may change the task may let it repeat
        task = self.sudo()
        old = task.series_id
        if old:
            old._lock()
            old._end_before(task)
        series = old.create(
            {**rule, "mail_activity_id": task.id, "template": task._series_template()}
        )
        task.write(
            {
                "series_id": series.id,
                "series_number": 1,
                "series_day": task._day_of_series(),
                "series_due_day": task._day_of_series(),
            }
        )
        series._take_newest(task)
        old._forget_task()
        series._go_on()

    def _following_rule(self):
        """The rule of the series, from this task on."""
        # sudo: who may change the task may know its rule
        series = self.sudo().series_id
        values = series._rule_values()
        if values["end_type"] == COUNT:
            values["end_count"] -= self.series_number - 1
        day = self._day_of_series()
        if day == self.series_due_day:
            return values
        moved = series._rule_values_of(day)
        for name in set(moved) - set(WEEKDAYS):
            values[name] = moved[name]
        values[WEEKDAYS[self.series_day.weekday()]] = False
        values[WEEKDAYS[day.weekday()]] = True
        return values


class CrmTaskSeries(models.Model):
    _inherit = "crm.task.series"

    def _end_before(self, task):
        """End the series before one of its tasks. What is planned after it goes, too,
        unless somebody worked on it: that stays as a task of its own."""
        self.ensure_one()
        later = self.task_ids.filtered(
            lambda other: other.series_number > task.series_number
        )
        untouched = later.filtered(lambda other: other._is_untouched())
        self._stop(self.env._("Changed; goes on as another series."))
        (later - untouched + task).write({"series_id": False})
        untouched.unlink()
        earlier = self.with_context(active_test=False).task_ids - task
        self.mail_activity_id = earlier.sorted("series_number")[-1:]

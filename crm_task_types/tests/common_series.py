from datetime import datetime

from odoo.fields import Command

from .common import TaskCase


class SeriesCase(TaskCase):
    """The clock stands at noon of a Wednesday, March 18."""

    def repeat(self, start="2026-03-18 14:00:00", rule=None, **values):
        """A task of the rep that repeats, weekly if nothing else is said."""
        if start:
            values["date_start"] = start
        task = self.plan(**values)
        task.action_repeat(**(rule or {}))
        return task

    def newest(self, task):
        return task.sudo().series_id.mail_activity_id.with_user(self.rep)

    def finish(self, task):
        """Complete a task, and give the newest one of its series."""
        task.action_feedback()
        return self.newest(task)

    def on_day(self, moment):
        self.set_clock(datetime.fromisoformat(moment))

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_task_types.ir_cron_go_on").method_direct_trigger()
        self.env.invalidate_all()

    def tasks_of(self, task):
        series = task.sudo().series_id
        return series.with_context(active_test=False).task_ids.sorted("series_number")

    def give_hours(self, user, calendar):
        """Let a user work by a calendar of his own."""
        return self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "calendar_id": calendar.id}
        )

    def make_calendar(self, *weekdays, **values):
        """Working hours from 8 to 16 on some days of the week; 0 is Monday."""
        return self.env["resource.calendar"].create(
            {
                "name": "Hours",
                "tz": "UTC",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "Day",
                            "dayofweek": str(day),
                            "hour_from": 8,
                            "hour_to": 16,
                        }
                    )
                    for day in weekdays
                ],
                **values,
            }
        )

    def assertDays(self, tasks, *days):
        self.assertEqual([str(task._day_of_series())[5:] for task in tasks], list(days))

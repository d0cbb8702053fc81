from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import clock

MAX_HOURS = 24 * 366 * 100


class CrmTaskTimeMixin(models.AbstractModel):
    """Start, duration and due of a task, each following from the others.

    A task with a time has a start and a duration, and is due when both have passed. A
    new
    due time moves the start, a new day keeps the time of day: the duration stays.
    """

    _name = "crm.task.time.mixin"
    _description = "Times of a Task"

    activity_type_id = fields.Many2one("mail.activity.type")
    date_start = fields.Datetime("Start", help="Empty: the task has the whole day.")
    duration_hours = fields.Float(
        "Duration",
        compute="_compute_duration_hours",
        store=True,
        readonly=False,
        help="Hours from start to due.",
    )
    date_due = fields.Datetime(
        "Due time",
        compute="_compute_date_due",
        inverse="_inverse_date_due",
        store=True,
        readonly=False,
        help="Empty: the task is due at the end of its day.",
    )
    date_deadline = fields.Date()

    @api.depends("activity_type_id")
    def _compute_duration_hours(self):
        for task in self:
            task.duration_hours = task.activity_type_id.duration_hours

    @api.depends("date_start", "duration_hours")
    def _compute_date_due(self):
        for task in self:
            task.date_due = task.date_start and task.date_start + task._lasting()

    def _inverse_date_due(self):
        self._set_starts(
            {task: task.date_due and task.date_due - task._lasting() for task in self}
        )

    def _inverse_date_deadline(self):
        self._set_starts(
            {
                task: task._start_if_due_on(task.date_deadline)
                for task in self
                if task.date_due and task.date_deadline
            }
        )

    def _set_starts(self, start_by_task):
        """Write each start that is another than before once for all its tasks."""
        moved = self.filtered(
            lambda task: task.date_start != start_by_task.get(task, task.date_start)
        )
        for start, tasks in moved.grouped(start_by_task.get).items():
            tasks.date_start = start

    def _start_if_due_on(self, day):
        """The start of a task with a time, were it due on ``day`` at its time of
        day."""
        self.ensure_one()
        tz = self._get_tz()
        days = (day - self._due_day()).days
        due = clock.shift_days(self.date_due, days, tz)
        return due - self._lasting()

    def _lasting(self):
        """:raise ValidationError: when it would end in another age"""
        self.ensure_one()
        if not self.duration_hours <= MAX_HOURS:
            raise ValidationError(
                self.env._("A task can't last that long. Please correct its duration.")
            )
        return timedelta(hours=self.duration_hours)

    def _due_day(self):
        """The day on which a task with a time is due."""
        self.ensure_one()
        return clock.due_day(self.date_due, self._get_tz(), self.duration_hours)

    # Inverses don't run while a form is edited.

    @api.onchange("date_deadline")
    def _onchange_date_deadline(self):
        self._inverse_date_deadline()

    @api.onchange("date_due")
    def _onchange_date_due(self):
        self._inverse_date_due()

    def _get_tz(self):
        """:return: name of the time zone that tells on which day the task is due;
        empty: UTC"""
        return False

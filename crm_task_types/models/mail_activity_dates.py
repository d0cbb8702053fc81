"""Odoo's deadline (a day) in step with the start and the due time of a task."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import clock

# they follow from others, which is why nobody writes them
FOLLOWING = {"user_tz", "date_overdue"}


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "crm.task.time.mixin"]
    _order = "date_overdue, id"

    user_tz = fields.Selection(related="user_id.tz", store=True, precompute=True)
    duration_hours = fields.Float(
        compute="_compute_duration_hours", store=True, precompute=True
    )
    date_due = fields.Datetime(
        compute="_compute_date_due", store=True, precompute=True, tracking=True
    )
    # In Odoo a plain day with today as default; here it follows the due time.
    date_deadline = fields.Date(
        default=None,
        compute="_compute_date_deadline",
        inverse="_inverse_date_deadline",
        store=True,
        precompute=True,
        readonly=False,
        tracking=True,
    )
    date_overdue = fields.Datetime(
        "Overdue from",
        compute="_compute_date_overdue",
        store=True,
        precompute=True,
        help="The moment from which the task is overdue: when it is due or, without a "
        "time, when "
        "the day of its deadline has ended for the assignee.",
    )

    _duration_positive = models.Constraint(
        "CHECK(duration_hours >= 0)",
        "A task can't be due before it starts.",
    )
    _open_of_user_idx = models.Index("(user_id, date_overdue, id) WHERE active IS TRUE")
    _open_idx = models.Index("(date_overdue, id) WHERE active IS TRUE")
    _open_of_type_idx = models.Index(
        "(activity_type_id, date_overdue, id) WHERE active IS TRUE"
    )
    # What counts and groups look at lies in the index itself: they needn't read the
    # table, most of whose tasks are done.
    _open_of_document_idx = models.Index(
        "(res_id, res_model) INCLUDE (id, user_id, activity_type_id, status_id,"
        " create_uid, reviewer_id, review_state, date_overdue, date_deadline, user_tz)"
        " WHERE active IS TRUE"
    )

    @api.depends("date_due", "user_tz")
    def _compute_date_deadline(self):
        for task in self:
            if task.date_due:
                task.date_deadline = task._due_day()
            elif not task.date_deadline:
                task.date_deadline = task._local_today()

    @api.depends("date_due", "date_deadline", "user_tz")
    def _compute_date_overdue(self):
        for task in self:
            day = task.date_deadline or task._local_today()
            task.date_overdue = clock.overdue_from(
                task.date_due or None, day, task._get_tz()
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_date_values(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._prepare_date_values(vals))

    @api.model
    def _prepare_date_values(self, vals):
        """Let the values that say more win over those that follow from them.

        Start and due together give the duration; either of them gives the deadline. A
        start counts also where the due time is left empty, as in a cell of an import.
        """
        vals = dict(vals)
        if not self.env.su:
            for name in FOLLOWING & vals.keys():
                del vals[name]
        start = fields.Datetime.to_datetime(vals.get("date_start"))
        due = fields.Datetime.to_datetime(vals.get("date_due"))
        if start and due:
            if due < start:
                raise ValidationError(
                    self.env._(
                        "A task can't be due before it starts. Please correct the "
                        "times."
                    )
                )
            del vals["date_due"]
            vals["duration_hours"] = clock.hours_between(start, due)
        elif start:
            vals.pop("date_due", None)
        if start or due:
            vals.pop("date_deadline", None)
        return vals

    # ---- Odoo's buttons, on the assignee's day instead of the server's

    def action_reschedule_today(self):
        self._reschedule(lambda today: today)

    def action_reschedule_tomorrow(self):
        self._reschedule(lambda today: today + timedelta(days=1))

    def action_reschedule_nextweek(self):
        self._reschedule(lambda today: clock.bucket_day(clock.NEXT_WEEK, today))

    def _reschedule(self, day_from_today):
        for today, tasks in (
            self.filtered("active").grouped(lambda task: task._local_today()).items()
        ):
            tasks.write({"date_deadline": day_from_today(today)})

    def _get_tz(self):
        """Unassigned tasks take the day of who plans them."""
        return self.user_tz or self.env.context.get("tz")

    def _local_today(self):
        self.ensure_one()
        return clock.local_day(fields.Datetime.now(), self._get_tz())

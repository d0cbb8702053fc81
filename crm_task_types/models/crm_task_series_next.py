"""The next task of a series: when it is time, on which day, and exactly once."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..tools import clock, recurrence
from .crm_task_rule import COUNT, SCHEDULE
from .crm_task_series import ENDED, RUNNING

BATCH = 200
# what a task that can't be made is refused with: by checks, by the database, or by
# values that a field doesn't know any more
REFUSALS = (UserError, IntegrityError, ValueError, KeyError)


class Ground(NamedTuple):
    """What the next tasks of some series stand on."""

    documents: dict[str, set[int]]  # by model: those that are there and not archived
    types: dict[int, models.BaseModel]
    users: dict[int, models.BaseModel]


class CrmTaskSeries(models.Model):
    _inherit = "crm.task.series"

    # ---- when

    def _go_on(self, leaving=None):
        """Make the next task of those series for which it is time.

        Never fails because of a single series: one whose next task can't be made stops,
        and its owner is told why.

        :param leaving: tasks that are about to be deleted: as if they were completed
        """
        if not self:
            return
        self._lock()
        now, gone = fields.Datetime.now(), leaving or self.task_ids.browse()
        self.filtered(lambda series: series._is_time(now, gone))._make_next(now)

    def _is_time(self, now, leaving):
        """Whether the next task is to be made now."""
        newest = self.mail_activity_id
        if self.state != RUNNING or not newest:
            return False
        if newest in leaving:
            return True
        if self.next_on == SCHEDULE:
            return bool(self.next_check and self.next_check <= now)
        return not newest.active

    @api.model
    def _cron_go_on(self):
        """Make what is planned by the calendar, a batch at a time; also with several
        servers, and after a time without any."""
        due = self.search(self._due_domain(), order="next_check, id")
        batches = (self.browse(ids) for ids in split_every(BATCH, due.ids))
        self._work_off("_go_on_due", batches, len(due))

    @api.model
    def _due_domain(self):
        return [
            ("state", "=", RUNNING),
            ("next_check", "<=", fields.Datetime.now()),
            ("mail_activity_id", "!=", False),
        ]

    def _go_on_due(self):
        """Make the next task of those that are still due and that nobody else works on.

        :return: whether more of their tasks are due
        """
        due = self._lock_free().filtered_domain(self._due_domain())
        due._make_next(fields.Datetime.now())
        return bool(due.filtered_domain(self._due_domain()))

    # ---- making, many at once

    def _make_next(self, now):
        """Make the next task of each of these locked series, whether or not it is
        time."""
        ground = self._look_up_ground()
        for series in self:
            if reason := series._missing_ground(ground):
                series._stop_and_tell(reason)
        going_on = self.filtered(lambda series: series.state == RUNNING)
        planned = going_on._plan_batch(now, ground)
        (going_on - self.browse(planned)).write({"state": ENDED, "next_check": False})
        self.browse(planned)._create_or_stop(planned, ground)

    def _look_up_ground(self):
        """What the next tasks stand on: looked up once for all of these series."""
        documents = {}
        for model, tasks in self.mail_activity_id.grouped("res_model").items():
            found = tasks._documents(model)
            if found._active_name:
                found = found.filtered(found._active_name)
            documents[model] = set(found.ids)
        return Ground(
            documents, self._taken("activity_type_id"), self._taken("user_id")
        )

    def _taken(self, name):
        """``{id: record}`` of what the templates say in a field, of what still is."""
        Model = self.env[self.env["mail.activity"]._fields[name].comodel_name]
        ids = {series.template["values"].get(name) for series in self} - {False, None}
        return {record.id: record for record in Model.browse(ids).exists()}

    def _missing_ground(self, ground):
        """Why the series can't go on, in words; empty: it can."""
        task, env = self.mail_activity_id, self._told().env
        if task.res_model and task.res_id not in ground.documents[task.res_model]:
            return env._("Its document was archived, lost or deleted.")
        task_type = ground.types.get(self.template["values"].get("activity_type_id"))
        if task_type and task_type.retired:
            return env._("The task type “%s” was deleted.", task_type.name)
        if not task.res_model and not self._assignee(ground):
            return env._("Its assignee's account was closed.")
        return ""

    def _assignee(self, ground):
        """Who gets the next task: as the series says, but when his account was closed,
        who has the newest task; may be nobody."""
        said = self.template["values"].get("user_id")
        user = ground.users.get(said, self.env["res.users"])
        if said and not user.active:
            user = self.mail_activity_id.user_id
        return user.filtered("active")

    def _plan_batch(self, now, ground):
        """:return: ``{series id: (day by the rule, day, start)}`` of those series that
        have a further day"""
        people = {
            series: series._assignee(ground) or series.mail_activity_id.create_uid
            for series in self
        }
        days = self._working_days(self.env["res.users"].union(*people.values()))
        planned = {
            series.id: series._next_times(now, person, days)
            for series, person in people.items()
            if series.end_type != COUNT or series.last_number < series.end_count
        }
        return {series_id: times for series_id, times in planned.items() if times}

    def _next_times(self, now, person, days):
        """The next day on which the task isn't overdue yet; those that have passed are
        left out.

        :param person: whose time zone and working days count
        :return: day by the rule, day, and start in UTC (empty: the whole day); empty
            when the rule has ended
        """
        start_time = self.template["start"] and time.fromisoformat(
            self.template["start"]
        )
        lasts = timedelta(hours=self.template["values"].get("duration_hours", 0))
        found = recurrence.days_after(
            self._rule(),
            self.mail_activity_id.series_day,
            lambda day: days.is_work(person, day),
        )
        for ruled, day in found:
            start = start_time and clock.to_utc(
                datetime.combine(day, start_time), person.tz
            )
            due = start + lasts if start else None
            if clock.overdue_from(due, day, person.tz) > now:
                return ruled, day, start
        return None

    def _create_or_stop(self, planned, ground):
        """Make the planned tasks; where that is refused, find out for which series and
        stop these."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._create_next(planned, ground)
        except REFUSALS as error:
            if len(self) > 1:
                half = len(self) // 2
                self[:half]._create_or_stop(planned, ground)
                self[half:]._create_or_stop(planned, ground)
            else:
                self._stop_and_tell(self._refusal_words(error))

    def _refusal_words(self, error):
        if isinstance(error, UserError):
            return str(error)
        return self._told().env._(
            "Something that the task needs was changed or deleted. Please plan it anew."
        )

    def _create_next(self, planned, ground):
        values = self._template_values_batch()
        heirs = self._who_is_there(planned, ground)
        for creator, series in self.grouped(
            lambda one: one.mail_activity_id.create_uid
        ).items():
            tasks = self._tasks_of(creator).create(
                [
                    values[one.id]
                    | one._prepare_next_values(*planned[one.id])
                    | {"user_id": heirs[one].id}
                    for one in series
                ]
            )
            for one, task in zip(series, tasks, strict=True):
                one._take_newest(task)
        self.env.flush_all()

    def _who_is_there(self, planned, ground):
        """Who gets the next task of each series: while its assignee is away, who has
        the newest one."""
        assignees = {series: series._assignee(ground) for series in self}
        away = self.env["crm.task.absence"]._hints(
            {(assignees[series], planned[series.id][1]) for series in self}
        )
        return {
            series: series.mail_activity_id.user_id.filtered("active") or user
            if (user, planned[series.id][1]) in away
            else user
            for series, user in assignees.items()
        }

    def _tasks_of(self, creator):
        """Tasks, to be created by who created those before: he may change them, not
        who has completed the last one. Nobody is told of them: it is no news."""
        # sudo: made by the rule, whoever completed the last one
        tasks = self.env["mail.activity"].with_user(creator).sudo()
        # nothing of the context in which the last one was completed
        return tasks.with_context(  # pylint: disable=context-overridden
            {
                "lang": creator.lang,
                "tz": creator.tz,
                "mail_activity_quick_update": True,
            }
        )

    def _prepare_next_values(self, ruled, day, start):
        newest = self.mail_activity_id
        return {
            "res_model_id": newest.res_model_id.id,
            "res_id": newest.res_id,
            # nobody is there to be asked for required fields: they count in the end
            "automated": True,
            "series_id": self.id,
            "series_number": self.last_number + 1,
            "series_day": ruled,
            "series_due_day": day,
            **({"date_start": start} if start else {"date_deadline": day}),
        }

    def _take_newest(self, task):
        """Let a task be the newest of the series."""
        self.ensure_one()
        self.write(
            {
                "mail_activity_id": task.id,
                "last_number": task.series_number,
                "next_check": self._check_after(task),
            }
        )

    def _check_after(self, task):
        """When the task after this one is made, UTC: on schedule, as soon as its day
        has come for its assignee."""
        if self.next_on != SCHEDULE:
            return False
        day = min(task.series_day, task.series_due_day)
        return clock.to_utc(datetime.combine(day, time.min), task._get_tz())

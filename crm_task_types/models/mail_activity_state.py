"""Overdue, today, planned, done: one expression for showing, searching and grouping.

Who has completed a task that waits for review has done his part: it is planned, and in
the column of what comes later, whenever it was due.

``tools.clock`` has it in Python, ``_state_sql`` in SQL; a test walks both over one
table.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import clock
from ..tools.review import WAITING

URGENCY = (clock.OVERDUE, clock.TODAY, clock.PLANNED)  # of open tasks
STATES = (*URGENCY, clock.DONE)
BUCKETS = [
    (clock.OVERDUE, "Overdue"),
    (clock.TODAY, "Today"),
    (clock.TOMORROW, "Tomorrow"),
    (clock.THIS_WEEK, "This week"),
    (clock.NEXT_WEEK, "Next week"),
    (clock.LATER, "Later"),
]


class MailActivity(models.Model):
    _inherit = "mail.activity"

    state = fields.Selection(search="_search_state")
    deadline_bucket = fields.Selection(
        BUCKETS,
        "Due in",
        compute="_compute_deadline_bucket",
        inverse="_inverse_deadline_bucket",
        search="_search_deadline_bucket",
        group_expand=True,
    )

    @api.depends("active", "date_overdue", "date_deadline", "user_tz", "review_state")
    def _compute_state(self):
        now = fields.Datetime.now()
        for state, tasks in self.grouped(lambda task: task._state_at(now)).items():
            tasks.state = state

    def _state_at(self, now):
        if not self.date_overdue:
            return False
        if not self.active:
            return clock.DONE
        if self.review_state == WAITING:
            return clock.PLANNED
        return clock.state_at(now, self.date_overdue, self.date_deadline, self.user_tz)

    @api.depends("active", "date_overdue", "date_deadline", "user_tz", "review_state")
    def _compute_deadline_bucket(self):
        now = fields.Datetime.now()
        for task in self:
            task.deadline_bucket = task._bucket_at(now)

    def _bucket_at(self, now):
        self.ensure_one()
        if not self.active or not self.date_overdue:
            return False
        if self.review_state == WAITING:
            return clock.LATER
        return clock.bucket_at(now, self.date_overdue, self.date_deadline, self.user_tz)

    def _inverse_deadline_bucket(self):
        """Put the task on a day of the column into which it was dragged; one that is in
        that column already stays where it is, as in an import of what was exported."""
        for task in self:
            bucket, now = task.deadline_bucket, fields.Datetime.now()
            if bucket == task._bucket_at(now):
                continue
            if not bucket or bucket == clock.OVERDUE:
                raise UserError(
                    self.env._(
                        "A task can't be moved into the past. Please choose another "
                        "column."
                    )
                )
            day = clock.bucket_day(bucket, task._local_today())
            moved = task.date_due and task._start_if_due_on(day) + timedelta(
                hours=task.duration_hours
            )
            if moved and moved <= now:  # its time of day has passed
                task.write({"date_due": False, "date_deadline": day})
            else:
                task.date_deadline = day

    @api.model
    def _search_state(self, operator, values):
        return self._search_by_sql(operator, values, STATES, self._state_sql, "state")

    @api.model
    def _search_deadline_bucket(self, operator, values):
        return self._search_by_sql(
            operator,
            values,
            [name for name, _label in BUCKETS],
            self._bucket_sql,
            "deadline_bucket",
        )

    @api.model
    def _search_by_sql(self, operator, values, known, expression, field_name):
        """A domain of the tasks for which ``expression`` gives one of ``values``."""
        if operator != "in":
            return NotImplemented
        wanted = [value for value in values if value in known]
        if wanted == [clock.OVERDUE]:  # lets PostgreSQL use the index
            domain = (
                Domain("active", "=", True)
                & Domain("date_overdue", "<=", fields.Datetime.now())
                & Domain("review_state", "!=", WAITING)
            )
        else:
            domain = Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s = ANY(%s)", expression(alias), wanted
                ),
                predicate=lambda task: task[field_name] in wanted,
            )
        if False in values:
            domain |= Domain.custom(
                to_sql=lambda model, alias, query: SQL("%s IS NULL", expression(alias)),
                predicate=lambda task: not task[field_name],
            )
        return domain

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Who asks for a state, asks for done tasks too."""
        domain = Domain(domain)
        if any(
            condition.field_expr == "state" for condition in domain.iter_conditions()
        ):
            kwargs["active_test"] = False
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        expression = {
            "state": self._state_sql,
            "deadline_bucket": self._bucket_sql,
        }.get(groupby_spec)
        if not expression:
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields[groupby_spec], "read")
        return expression(alias)

    @api.model
    def _state_sql(self, alias):
        """The state of the tasks of a table alias, as SQL text; see
        :func:`tools.clock.state_at`."""
        return SQL(
            "CASE WHEN %s IS NOT TRUE THEN 'done' ELSE %s END",
            SQL.identifier(alias, "active"),
            self._open_state_sql(alias),
        )

    @api.model
    def _open_state_sql(self, alias, names=URGENCY):
        """The same where all of the tasks are open: an index answers that alone.

        :param names: what to say for overdue, today, and planned
        """
        self._flush_state_fields()
        overdue, today, planned = names
        return SQL(
            """CASE WHEN %(review)s = 'waiting' THEN %(is_planned)s
                    WHEN %(overdue)s <= %(now)s THEN %(is_overdue)s
                    WHEN %(day)s > %(latest)s THEN %(is_planned)s
                    WHEN %(day)s <= %(today)s THEN %(is_today)s
                    ELSE %(is_planned)s END""",
            is_overdue=overdue,
            is_today=today,
            is_planned=planned,
            review=SQL.identifier(alias, "review_state"),
            overdue=SQL.identifier(alias, "date_overdue"),
            day=SQL.identifier(alias, "date_deadline"),
            now=self._now_sql(),
            # no zone is further ahead: most tasks are spared the arithmetic of zones
            latest=fields.Datetime.now().date() + timedelta(days=1),
            today=self._today_sql(alias),
        )

    @api.model
    def _bucket_sql(self, alias):
        """The kanban column of the tasks of a table alias; see
        :func:`tools.clock.bucket_at`."""
        self._flush_state_fields()
        return SQL(
            """CASE WHEN %(active)s IS NOT TRUE THEN NULL
                    WHEN %(review)s = 'waiting' THEN 'later'
                    WHEN %(overdue)s <= %(now)s THEN 'overdue'
                    WHEN %(day)s <= %(today)s THEN 'today'
                    WHEN %(day)s = %(today)s + 1 THEN 'tomorrow'
                    WHEN %(day)s < %(monday)s + 7 THEN 'this_week'
                    WHEN %(day)s < %(monday)s + 14 THEN 'next_week'
                    ELSE 'later' END""",
            active=SQL.identifier(alias, "active"),
            review=SQL.identifier(alias, "review_state"),
            overdue=SQL.identifier(alias, "date_overdue"),
            day=SQL.identifier(alias, "date_deadline"),
            now=self._now_sql(),
            today=self._today_sql(alias),
            monday=SQL("date_trunc('week', %s)::date", self._today_sql(alias)),
        )

    @api.model
    def _now_sql(self):
        return SQL("%s::timestamp", fields.Datetime.now())

    @api.model
    def _today_sql(self, alias):
        """The day it is now for the assignee."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(%s, 'UTC'))::date",
            self._now_sql(),
            SQL.identifier(alias, "user_tz"),
        )

    @api.model
    def _flush_state_fields(self):
        self.flush_model(
            ["active", "date_overdue", "date_deadline", "user_tz", "review_state"]
        )

    @api.readonly
    @api.model
    def get_activity_data(
        self, res_model, domain, limit=None, offset=0, fetch_done=False
    ):
        """Offer the types that apply, and show states by the minute."""
        data = super().get_activity_data(
            res_model, domain, limit=limit, offset=offset, fetch_done=fetch_done
        )
        cells = [
            cell for row in data["grouped_activities"].values() for cell in row.values()
        ]
        tasks = self.browse({task_id for cell in cells for task_id in cell["ids"]})
        state_by_id = {task.id: task.state for task in tasks}
        for cell in cells:
            states = [state_by_id[task_id] for task_id in cell["ids"]]
            cell["count_by_state"] = {
                state: states.count(state) for state in dict.fromkeys(states)
            }
            cell["state"] = min(states, key=STATES.index)
        used = {
            type_id for row in data["grouped_activities"].values() for type_id in row
        }
        applicable = self.env["mail.activity.type"].search(
            [("applicable_model", "=", res_model)]
        )
        data["activity_types"] = [
            task_type
            for task_type in data["activity_types"]
            if task_type["id"] in applicable.ids or task_type["id"] in used
        ]
        return data

"""What needs a reaction now: one query counts it all, exactly, for one user.

Counted are open tasks of which he is one of the people; of those that he only planned,
their comments.
"""

from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import clock
from ..tools.review import RETURNED, WAITING
from .mail_activity_people import PEOPLE

MY_TASKS = "crm_task_types.mail_activity_action_my"
TO_REVIEW = "crm_task_types.mail_activity_action_review"
SALES_MODELS = ("crm.lead", "res.partner")


@dataclass(frozen=True)
class Counter:
    """One number.

    :ivar str name: its key
    :ivar str label: what the user reads
    :ivar SQL condition: which of the user's tasks it counts
    :ivar style: color of Bootstrap, such as ``danger``
    :ivar str icon: icon of Font Awesome 4
    :ivar filters: names of the search filters that find the same tasks
    :ivar str action: id of the action that shows them
    """

    name: str
    label: str
    condition: SQL
    style: str = "secondary"
    icon: str = "fa-circle-o"
    filters: tuple[str, ...] = field(default=())
    action: str = MY_TASKS

    def _as_dict(self, count, sales_count):
        names = ("name", "label", "style", "icon", "action")
        return {
            **{name: getattr(self, name) for name in names},
            "filters": list(self.filters),
            "count": count,
            "sales_count": sales_count,
        }


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    @api.readonly
    def get_task_counters(self):
        """The counters of the user, with one query.

        :return: a dict: ``counters`` in their order, each with ``count`` and
            ``sales_count`` (of tasks on leads and contacts); the tasks behind all of
            them, each counted once, in ``total`` and ``sales_total``;
            ``next_seconds``, after which another task becomes due or overdue, empty for
            never; ``is_apart``, the user's preference
        :rtype: dict
        """
        self.browse().check_access("read")
        counters = self._task_counters()
        *counts, next_moment = self._count_tasks(counters)
        pairs = list(zip(counts[::2], counts[1::2], strict=True))
        return {
            "counters": [
                counter._as_dict(*pair)
                for counter, pair in zip(counters, pairs, strict=False)
            ],
            "total": pairs[-1][0],
            "sales_total": pairs[-1][1],
            "next_seconds": next_moment
            and (next_moment - fields.Datetime.now()).total_seconds(),
            "is_apart": self.env.user.task_counted_apart,
        }

    @api.model
    def _task_counters(self):
        """Hook: the table of the counters, in their order."""
        state = self._state_sql(self._table)
        review = SQL.identifier(self._table, "review_state")
        reviewer = SQL.identifier(self._table, "reviewer_id")
        return [
            self._counter_of_mine(
                "overdue",
                self.env._("Overdue"),
                SQL("%s = %s", state, clock.OVERDUE),
                style="danger",
                icon="fa-exclamation-circle",
            ),
            self._counter_of_mine(
                "today",
                self.env._("Due today"),
                SQL("%s = %s", state, clock.TODAY),
                style="warning",
                icon="fa-clock-o",
            ),
            Counter(
                "to_review",
                self.env._("To review"),
                SQL("%s = %s AND %s = %s", reviewer, self.env.uid, review, WAITING),
                style="info",
                icon="fa-gavel",
                filters=("to_review",),
                action=TO_REVIEW,
            ),
            self._counter_of_mine(
                "returned",
                self.env._("Returned"),
                SQL("%s = %s", review, RETURNED),
                style="danger",
                icon="fa-reply",
            ),
            Counter(
                "unread",
                self.env._("New comments"),
                SQL("is_unread"),
                style="primary",
                icon="fa-comment",
                filters=("unread",),
            ),
        ]

    @api.model
    def _counter_of_mine(self, name, label, condition, **look):
        """A counter of those tasks of the user that the filter of its name finds."""
        mine = SQL("is_mine AND %s", condition)
        return Counter(name, label, mine, filters=("mine", name), **look)

    @api.model
    def _sales_models(self):
        """Hook: the models whose tasks are counted apart from others."""
        return SALES_MODELS

    @api.model
    def _count_tasks(self, counters):
        """:return: two counts for each counter and two for any of them: of all tasks
        and of those on leads and contacts; and the moment of the next change"""
        any_of_them = SQL(" OR ").join(
            SQL("(%s)", counter.condition) for counter in counters
        )
        conditions = [*(counter.condition for counter in counters), any_of_them]
        is_sales = SQL(
            "%s = ANY(%s)",
            SQL.identifier(self._table, "res_model"),
            list(self._sales_models()),
        )
        counts = SQL(", ").join(
            SQL(
                "count(*) FILTER (WHERE %(condition)s),"
                " count(*) FILTER (WHERE (%(condition)s) AND %(is_sales)s)",
                condition=condition,
                is_sales=is_sales,
            )
            for condition in conditions
        )
        [row] = self.env.execute_query(
            SQL(
                """SELECT %(counts)s, %(next_moment)s
                     FROM mail_activity
                     JOIN (%(involved)s) AS involved ON involved.id = mail_activity.id
                    WHERE mail_activity.active IS TRUE AND %(rules)s""",
                counts=counts,
                next_moment=self._next_moment_sql(),
                involved=self._involved_sql(),
                rules=self._counter_rules_sql(),
            )
        )
        return row

    @api.model
    def _counter_rules_sql(self):
        return self._rules_sql(self.sudo()._search(Domain.TRUE, active_test=False))

    @api.model
    def _involved_sql(self):
        """The tasks of the user: whether he works on each, and whether it has messages
        that he hasn't read. As a union PostgreSQL finds each part by an index."""
        self.flush_model(["user_id", "active", "reviewer_id", "create_uid"])
        parts = [
            SQL(
                "SELECT id, TRUE, FALSE FROM mail_activity"
                " WHERE user_id = %s AND active IS TRUE",
                self.env.uid,
            ),
            *(self._among_part_sql(name) for name in PEOPLE["read"]),
            SQL(
                "SELECT id, FALSE, TRUE FROM mail_activity WHERE id IN (%s) AND (%s)",
                self._unread_sql(),
                SQL("create_uid = %s OR %s", self.env.uid, self._own_sql()),
            ),
        ]
        return SQL(
            """SELECT id, bool_or(is_mine) AS is_mine, bool_or(is_unread) AS is_unread
                 FROM (%s) AS part(id, is_mine, is_unread) GROUP BY id""",
            SQL(" UNION ALL ").join(parts),
        )

    @api.model
    def _among_part_sql(self, name):
        """The tasks among whose people of a field the user is."""
        is_mine = name in PEOPLE["write"]
        people = self._fields[name]
        if people.type == "many2one":
            return SQL(
                "SELECT id, %s, FALSE FROM mail_activity"
                " WHERE %s = %s AND active IS TRUE",
                is_mine,
                SQL.identifier(name),
                self.env.uid,
            )
        self.flush_model([name])
        return SQL(
            "SELECT %s, %s, FALSE FROM %s WHERE %s = %s",
            SQL.identifier(people.column1),
            is_mine,
            SQL.identifier(people.relation),
            SQL.identifier(people.column2),
            self.env.uid,
        )

    @api.model
    def _next_moment_sql(self):
        """When the next of the user's tasks becomes overdue or, at midnight, due."""
        midnight = SQL(
            "mail_activity.date_deadline::timestamp"
            " AT TIME ZONE COALESCE(mail_activity.user_tz, 'UTC') AT TIME ZONE 'UTC'"
        )
        moments = SQL(", ").join(
            SQL(
                "MIN(%(moment)s) FILTER (WHERE is_mine AND %(moment)s > %(now)s)",
                moment=moment,
                now=self._now_sql(),
            )
            for moment in (SQL("mail_activity.date_overdue"), midnight)
        )
        return SQL("LEAST(%s)", moments)

"""What must hold of all tasks at any time, also after a crash.

An add-on says more by one more entry of :meth:`_checks`::

    def _checks(self):
        return super()._checks() | {
            "Open task without a colour": SQL(
                "SELECT id FROM mail_activity WHERE active AND colour IS NULL"
            )
        }
"""

from odoo import api, models
from odoo.tools import SQL

TRUE = SQL("TRUE")
SHOWN = 10  # ids of a problem that are named


class CrmTaskCheck(models.AbstractModel):
    _name = "crm.task.check"
    _description = "Check of Tasks"

    @api.model
    def _find_problems(self):
        """Look through the whole database, without changing anything.

        :return: a line for each kind of problem, with how many there are and the ids
            of some; empty when all is well
        :rtype: list[str]
        """
        self.env.flush_all()
        return [
            line
            for problem, query in self._checks().items()
            if (line := self._describe(problem, query))
        ]

    @api.model
    def _describe(self, problem, query):
        self.env.cr.execute(
            SQL(
                "SELECT count(*), (array_agg(id ORDER BY id))[:%s] FROM (%s) AS found",
                SHOWN,
                query,
            )
        )
        count, ids = self.env.cr.fetchone()
        return count and f"{problem}: {count} ({', '.join(map(str, ids))})"

    @api.model
    def _checks(self):
        """Hook: ``{what is wrong: a query of the ids that are}``."""
        return {
            "Open task that is cancelled": SQL(
                "SELECT id FROM mail_activity WHERE active AND is_cancelled"
            ),
            "Status that contradicts being open or done": SQL(
                """SELECT task.id
                     FROM mail_activity task
                     JOIN crm_task_status status ON status.id = task.status_id
                    WHERE task.active AND status.is_closing"""
            ),
            "Due time that isn't start and duration": SQL(
                """SELECT id FROM mail_activity
                    WHERE date_start IS NOT NULL AND date_due IS NOT NULL
                      AND abs(extract(epoch FROM date_due - date_start)
                              - duration_hours * 3600) > 60"""
            ),
            "Deadline that isn't the day of the due time": SQL(
                # what ends at midnight belongs to the day that ends
                """SELECT id FROM mail_activity
                    WHERE date_due IS NOT NULL AND user_tz IS NOT NULL
                      AND date_deadline NOT IN (
                          (date_due AT TIME ZONE 'UTC' AT TIME ZONE user_tz)::date,
                          ((date_due - interval '1 second')
                           AT TIME ZONE 'UTC' AT TIME ZONE user_tz)::date)"""
            ),
            "Overdue at another moment than due": SQL(
                """SELECT id FROM mail_activity
                    WHERE date_overdue IS NULL
                       OR date_due IS NOT NULL AND date_overdue <> date_due
                       OR date_due IS NULL AND user_tz IS NOT NULL
                          AND date_overdue <> LEAST(
                              (date_deadline + 1)::timestamp
                              AT TIME ZONE user_tz AT TIME ZONE 'UTC',
                              '9999-12-31 23:59:59')"""
            ),
            **self._checks_of_documents(),
        }

    @api.model
    def _checks_of_documents(self, name="Task", table="mail_activity", where=TRUE):
        """What hangs on a document that is gone, by the model of that.

        :param name: what it is called
        :param table: with ``res_model`` and ``res_id``
        :param where: which of its rows, in SQL
        """
        table = SQL.identifier(table)
        models_used = self.env.execute_query(
            SQL("SELECT DISTINCT res_model FROM %s WHERE res_id > 0", table)
        )
        return {
            f"{name} without its document ({model})": SQL(
                """SELECT id FROM %s part
                    WHERE %s AND res_model = %s AND res_id > 0 AND NOT EXISTS (
                          SELECT FROM %s document WHERE document.id = part.res_id)""",
                table,
                where,
                model,
                SQL.identifier(self.env[model]._table),
            )
            for (model,) in models_used
            if model in self.env and self.env[model]._auto
        }

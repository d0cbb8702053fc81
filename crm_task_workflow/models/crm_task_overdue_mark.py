from odoo import api, fields, models
from odoo.tools import SQL


class CrmTaskOverdueMark(models.Model):
    """Which rule has looked at which overdue task, and when the task was due then.

    There is one row per rule and task, with the last due moment: a task that is moved
    and overdue again is looked at again. Rows are the system's, written in batches by
    SQL. Where two servers look at a task at the same moment, the unique index lets one
    of them fail.
    """

    _name = "crm.task.overdue.mark"
    _description = "Overdue Task seen by an Automation Rule"
    _log_access = False

    rule_id = fields.Many2one("base.automation", required=True, ondelete="cascade")
    task_id = fields.Many2one(
        "mail.activity", required=True, index=True, ondelete="cascade"
    )
    date_overdue = fields.Datetime(required=True)

    _once_idx = models.UniqueIndex("(rule_id, task_id) INCLUDE (date_overdue)")

    @api.model
    def _find_pending(self, rule):
        """The overdue tasks at which a rule hasn't looked, the oldest first.

        :return: their ids
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT task.id FROM mail_activity AS task WHERE %s"
                " ORDER BY task.date_overdue, task.id",
                self._pending_sql(rule),
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _take(self, rule, task_ids):
        """Lock and mark those of the tasks that are still pending and that nobody else
        is working on.

        :raise psycopg2.errors.SerializationFailure: when another server has marked
            one of them in the meantime
        """
        query = SQL(
            """
            WITH taken AS (
                SELECT task.id, task.date_overdue FROM mail_activity AS task
                 WHERE task.id = ANY(%(ids)s) AND %(pending)s
              ORDER BY task.id FOR NO KEY UPDATE SKIP LOCKED
            )
            INSERT INTO crm_task_overdue_mark (rule_id, task_id, date_overdue)
                 SELECT %(rule)s, id, date_overdue FROM taken
            ON CONFLICT (rule_id, task_id)
                  DO UPDATE SET date_overdue = EXCLUDED.date_overdue
              RETURNING task_id
            """,
            ids=list(task_ids),
            pending=self._pending_sql(rule),
            rule=rule.id,
        )
        self.env.cr.execute(query, log_exceptions=False)
        taken = {task_id for [task_id] in self.env.cr.fetchall()}
        return self.env["mail.activity"].browse(id_ for id_ in task_ids if id_ in taken)

    @api.model
    def _give_back(self, rule, tasks):
        """Let the rule look at the tasks again."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_task_overdue_mark"
                " WHERE rule_id = %s AND task_id = ANY(%s)",
                rule.id,
                tasks.ids,
            )
        )

    @api.model
    def _pending_sql(self, rule):
        """The condition on ``task`` for a rule, which may have been switched off in
        the meantime."""
        rule.flush_recordset()
        self.env["mail.activity"].flush_model(
            ["active", "date_overdue", "res_model", "review_state"]
        )
        return SQL(
            """
            task.active IS TRUE AND task.date_overdue <= %(now)s
            AND task.review_state IS DISTINCT FROM 'waiting'
            AND EXISTS (
                SELECT FROM base_automation AS rule
                  JOIN ir_model AS model ON model.id = rule.model_id
                 WHERE rule.id = %(rule)s AND rule.active IS TRUE
                   AND model.model = task.res_model
                   AND (rule.task_overdue_since IS NULL
                        OR rule.task_overdue_since <= task.date_overdue
                        OR rule.task_overdue_since <= task.create_date)
            )
            AND NOT EXISTS (
                SELECT FROM crm_task_overdue_mark AS mark
                 WHERE mark.rule_id = %(rule)s AND mark.task_id = task.id
                   AND mark.date_overdue = task.date_overdue
            )
            """,
            now=fields.Datetime.now(),
            rule=rule.id,
        )

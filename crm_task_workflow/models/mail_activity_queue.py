"""The work queue: which tasks it has, in which order, and how it is opened."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.crm_task_types.tools.review import WAITING

# more are fetched when these are through
QUEUE_LENGTH = 200
# nobody works through more of a list in one go
LIST_LENGTH = 2000


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    @api.readonly
    def get_work_queue(self, seen_ids=()):
        """The open tasks of the user, in the order in which he works through them:
        first what is overdue, then by priority, then by due time.

        :param list seen_ids: tasks that he has had already
        :return: ``ids`` of the first tasks, and how many there are in ``total``
        :rtype: dict
        """
        query = self._work_queue_query(
            self._work_queue_domain() & Domain("id", "not in", list(seen_ids)),
            QUEUE_LENGTH,
        )
        rows = self.env.execute_query(
            query.select(SQL.identifier(self._table, "id"), SQL("count(*) OVER ()"))
        )
        return {
            "ids": [task_id for task_id, _total in rows],
            "total": rows[0][1] if rows else 0,
        }

    @api.model
    def _work_queue_query(self, domain, limit):
        query = self._search(domain)
        query.order = self._work_queue_order()
        query.limit = limit
        return query

    @api.model
    def _work_queue_domain(self):
        """Hook: the tasks that a user works through."""
        return Domain("is_mine", "=", True) & self._to_do_domain()

    @api.model
    def _to_do_domain(self):
        return Domain("active", "=", True) & Domain("review_state", "!=", WAITING)

    @api.model
    def _work_queue_order(self):
        return SQL(
            "%(overdue)s <= %(now)s DESC, %(priority)s DESC, %(overdue)s, %(id)s",
            overdue=self._field_to_sql(self._table, "date_overdue"),
            now=self._now_sql(),
            priority=self._field_to_sql(self._table, "priority"),
            id=SQL.identifier(self._table, "id"),
        )

    @api.model
    def action_work_through_list(self, domain):
        """Work through all tasks of a list, in the order of the work queue.

        :param list domain: what the list shows
        :return: see :meth:`action_work_through`
        """
        query = self._work_queue_query(
            Domain(domain) & self._to_do_domain(), LIST_LENGTH
        )
        return self.browse(query).action_work_through()

    def action_work_through(self):
        """Work through these tasks one after the other, in their order.

        :return: the work queue with the open ones that the user may change
        :raise UserError: when there is none
        """
        open_tasks = self.exists()._filtered_access("write").filtered("active")
        tasks = open_tasks.filtered(lambda task: task.review_state != WAITING)
        if not tasks:
            raise UserError(
                self.env._("Please choose open tasks that you may work on.")
            )
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "crm_task_workflow.mail_activity_action_queue"
            ),
            "params": {"task_ids": tasks.ids},
        }

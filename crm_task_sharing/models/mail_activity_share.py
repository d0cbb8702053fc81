"""Sharing narrows and widens what the documents would let somebody see.

=========  ==============================  ======================  ==================
level      search and read                 write, complete         unlink
=========  ==============================  ======================  ==================
none       never                           never                   never
busy       never; as a slot only           never                   never
read       always                          never                   never
full       always                          always                  as the document
(no rule)  as the document                 as the document         as the document
=========  ==============================  ======================  ==================

Above all of it: the assignee keeps his rights, who created the task keeps what Odoo
gives him, and tasks without an assignee follow their document.
"""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import levels


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # ---- searching

    @api.model
    def _visible_sql(self, query, domain):
        """Add sharing to what the documents say."""
        shared = (
            None
            if self._is_own(domain)
            else self._shown_hidden_sql(query, self._least_level())
        )
        if shared is None:
            return super()._visible_sql(query, domain)
        shown, hidden = shared
        # what costs least and decides about most tasks comes first
        return SQL(
            "((%s AND (%s IS NOT TRUE OR %s)) OR %s OR %s)",
            self._reachable_sql(query, domain),
            hidden,
            self._created_sql(),
            shown,
            self._own_sql(),
        )

    @api.model
    def _least_level(self):
        """Hook: the level from which a search finds a task."""
        return levels.READ

    @api.model
    def _created_sql(self):
        return SQL(
            "%s = %s", self._field_to_sql(self._table, "create_uid"), self.env.uid
        )

    @api.model
    def _is_narrowed(self):
        """Whether sharing hides any task from the current user."""
        if self.env.su or self._sees_all():
            return False
        return any(level in (levels.NONE, levels.BUSY) for level in self._said_levels())

    @api.model
    def _is_widened(self):
        """Whether sharing shows the current user any task."""
        if self.env.su:
            return False
        least = self._least_level()
        return self._sees_all() or any(level >= least for level in self._said_levels())

    @api.model
    def _said_levels(self):
        """The levels of all rules and defaults that can concern the current user."""
        Share = self.env["crm.task.share"]
        for decided in Share._decisions():
            yield from (rule.level for rule in decided.values())
        for defaults in Share._default_levels():
            yield from defaults.values()

    @api.model
    def _leave_out_hidden(self, query):
        result = super()._leave_out_hidden(query)
        if self._is_narrowed():
            query.add_where(SQL("%s IS NOT TRUE", self._hidden_sql(query)))
        return result

    @api.model
    def _hidden_sql(self, query):
        """Whether sharing hides the task from the current user."""
        shared = self._shown_hidden_sql(query, levels.READ)
        if shared is None:
            return SQL("FALSE")
        _shown, hidden = shared
        return SQL(
            "(%s AND %s IS NOT TRUE AND %s IS NOT TRUE)",
            hidden,
            self._own_sql(),
            self._created_sql(),
        )

    @api.model
    def _hidden_one_sql(self, column, value):
        """Whether sharing hides a task from the current user.

        :param str column: a column of tasks, such as ``id``
        :param value: what stands in it, as SQL
        """
        # sudo: the query alone, without rules; what is hidden is what is asked
        query = self.sudo()._search(Domain.TRUE, active_test=False)
        query.add_where(self._hidden_sql(query))
        query.add_where(SQL("%s = %s", SQL.identifier(self._table, column), value))
        return SQL("EXISTS %s", query.subselect())

    def _hidden(self):
        """Those of the tasks that sharing hides from the current user."""
        if not self._is_narrowed():
            return self.browse()
        hidden = {
            task_id
            for task_id, level, is_kept in self._levels()
            if level < levels.READ and not is_kept
        }
        return self.filtered(lambda task: task.id in hidden)

    def _of_others(self):
        """Those of the tasks of which the user isn't the assignee, as they are stored:
        what stands in an open form says nothing about rights."""
        # sudo: whose task it is decides whether it has to be looked up
        stored = self._origin.sudo()
        others = stored.filtered(lambda task: task.user_id.id != self.env.uid)
        return others.with_env(self.env)

    @api.model
    def _sees_all(self):
        """Whether the user may read the tasks of all colleagues."""
        return self.env.user.has_group("crm_task_sharing.group_see_all_tasks")

    # ---- checking

    def _check_access(self, operation):
        """Apply the table above to these tasks."""
        result = super()._check_access(operation)
        if not any(self._ids) or operation == "create":
            return result
        if self.browse()._check_access(operation):
            return result  # the user has no access to tasks at all
        forbidden = set(result[0]._ids) if result else set()
        # sudo: whose task it is decides whether it has to be looked up
        own = {task.id for task in self.sudo() if task.user_id.id == self.env.uid}
        for task_id, level, is_kept in self.browse(
            task_id
            for task_id in self._ids
            if task_id in forbidden or task_id not in own
        )._levels():
            if level >= (levels.READ if operation == "read" else levels.FULL):
                if operation != "unlink":
                    forbidden.discard(task_id)
            elif not is_kept:
                forbidden.add(task_id)
        if not forbidden:
            return None
        denied = self.filtered(lambda task: task.id in forbidden)
        return denied, lambda: denied._make_access_error(operation)

    def _levels(self):
        """Rows of a task's id, what is shared of it with the current user, and whether
        sharing takes nothing from him; only of tasks that sharing concerns."""
        if not self:
            return []
        # sudo: the query alone, without rules; levels are what access is made of
        query = self.sudo()._search([("id", "in", self.ids)], active_test=False)
        level = self._level_sql(query)
        if level is None:
            return []
        query.add_where(SQL("%s IS NOT NULL", level))
        return self.env.execute_query(
            query.select(
                SQL.identifier(self._table, "id"),
                level,
                SQL(
                    "(%s OR %s OR %s)",
                    self._own_sql(),
                    self._created_sql(),
                    self._sees_all(),
                ),
            )
        )

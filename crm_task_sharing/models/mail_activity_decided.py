"""Which tasks the rules of their owners show or hide, without looking at a table.

What the rules come to is known before a search (``crm.task.share._decisions``). Told to
PostgreSQL as lists of owners, it costs next to nothing for each of a million tasks,
where a join would be felt.
"""

from odoo import api, models
from odoo.tools import SQL

from ..tools import levels

TYPE_BITS = 32  # of the number that stands for an owner and a type


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _shown_hidden_sql(self, query, least):
        """Whether sharing shows a task to the current user, and whether it hides it
        from him; neither where the document decides.

        :param int least: the level from which a task is shown
        :return: two conditions; ``None`` when no rule and no default can concern the
            user
        """
        Share = self.env["crm.task.share"]
        if self._sees_all() or any(Share._default_levels()):
            level = self._level_sql(query)
            return level and (
                SQL("%s >= %s", level, least),
                SQL("%s < %s", level, least),
            )
        typed, general = Share._decisions()
        if not typed and not general:
            return None
        return (
            self._decided_sql(lambda level: level >= least),
            self._decided_sql(lambda level: levels.DOCUMENT < level < least),
        )

    @api.model
    def _decided_sql(self, is_wanted):
        """Whether the rules come to a level for which ``is_wanted`` is true."""
        typed, general = self.env["crm.task.share"]._decisions()
        pairs = [pair for pair, rule in typed.items() if is_wanted(rule.level)]
        owners = {owner for owner, rule in general.items() if is_wanted(rule.level)}
        excepted = [pair for pair in typed if pair[0] in owners and pair not in pairs]
        terms = []
        if owners:
            term = SQL("%s = ANY(%s)", self._column_sql("user_id"), sorted(owners))
            if excepted:
                term = SQL("(%s AND %s IS NOT TRUE)", term, self._pair_sql(excepted))
            terms.append(term)
        if pairs:
            terms.append(self._pair_sql(pairs))
        return SQL("(%s)", SQL(" OR ").join(terms)) if terms else SQL("FALSE")

    @api.model
    def _pair_sql(self, pairs):
        """Whether owner and type of a task are one of these pairs of ids."""
        return SQL(
            "((%s::bigint << %s) + %s) = ANY(%s)",
            self._column_sql("user_id"),
            TYPE_BITS,
            self._column_sql("activity_type_id"),
            [(owner << TYPE_BITS) + task_type for owner, task_type in sorted(pairs)],
        )

    @api.model
    def _column_sql(self, name):
        return self._field_to_sql(self._table, name)

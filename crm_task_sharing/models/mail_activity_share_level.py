"""How much of each task is shared with the current user, as SQL."""

from odoo import api, models
from odoo.tools import SQL

from ..tools import levels


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _level_sql(self, query):
        """What is shared of a task with the current user, ``NULL`` where its document
        decides. The tables that say so are joined to the query.

        :return: ``None`` when no rule and no default can concern the user
        """
        typed, general = self.env["crm.task.share"]._decisions()
        terms = [
            self._join_levels(
                query,
                "typed_levels",
                {key: rule.level for key, rule in typed.items()},
                [
                    self._field_to_sql(self._table, "user_id"),
                    self._field_to_sql(self._table, "activity_type_id"),
                ],
            ),
            self._join_levels(
                query,
                "levels",
                {(owner,): rule.level for owner, rule in general.items()},
                [self._field_to_sql(self._table, "user_id")],
            ),
            self._default_level_sql(query),
        ]
        terms = [term for term in terms if term is not None]
        sees_all = self._sees_all()
        if not terms and not sees_all:
            return None
        level = SQL(
            "NULLIF(COALESCE(%s), %s)",
            SQL(", ").join([*terms, SQL("NULL::int")]),
            levels.DOCUMENT,
        )
        if sees_all:
            return SQL(
                "CASE WHEN %s THEN GREATEST(%s, %s) ELSE %s END",
                self._in_companies_sql(query),
                level,
                levels.READ,
                level,
            )
        return level

    @api.model
    def _join_levels(self, query, link, level_by_key, columns):
        """Join a table of levels to the tasks.

        :param dict level_by_key: the levels; its keys are tuples of ids
        :param columns: what the keys are compared with, as SQL
        :return: the column of the level; ``None`` when there are none
        """
        if not level_by_key:
            return None
        alias = query.make_alias(self._table, link)
        names = [f"key_{number}" for number in range(len(columns))]
        arrays = [list(ids) for ids in zip(*level_by_key, strict=True)]
        table = SQL(
            "(SELECT * FROM unnest(%s) AS known(%s))",
            SQL(", ").join(
                SQL("%s::int[]", array)
                for array in [*arrays, list(level_by_key.values())]
            ),
            SQL(", ").join(SQL.identifier(name) for name in [*names, "level"]),
        )
        condition = SQL(" AND ").join(
            SQL("%s = %s", column, SQL.identifier(alias, name))
            for column, name in zip(columns, names, strict=True)
        )
        query.add_join("LEFT JOIN", alias, table, condition)
        return SQL.identifier(alias, "level")

    @api.model
    def _default_level_sql(self, query):
        """What the task type or the company of the assignee says, for colleagues in a
        company that the user works in just now."""
        of_types, of_companies = self.env["crm.task.share"]._default_levels()
        if not of_types and not of_companies:
            return None
        company = self._company_sql(query)
        terms = [
            self._join_levels(
                query,
                "type_levels",
                {(type_id,): level for type_id, level in of_types.items()},
                [self._field_to_sql(self._table, "activity_type_id")],
            ),
            self._join_levels(
                query,
                "company_levels",
                {(company_id,): level for company_id, level in of_companies.items()},
                [company],
            ),
        ]
        return SQL(
            "CASE WHEN %s THEN COALESCE(%s) END",
            self._in_companies_sql(query),
            SQL(", ").join(term for term in terms if term is not None),
        )

    @api.model
    def _company_sql(self, query):
        """The company of the assignee."""
        alias = query.left_join(self._table, "user_id", "res_users", "id", "assignee")
        return SQL.identifier(alias, "company_id")

    @api.model
    def _in_companies_sql(self, query):
        """Whether the assignee belongs to a company that the user works in."""
        return SQL("%s = ANY(%s)", self._company_sql(query), self.env.companies.ids)

"""Which tasks a user sees, as one condition in SQL.

Odoo fetches what a search finds and filters it in Python; here the search itself leaves
out what the user may not see: pages are full, counts, groups and orders agree.

==========  ==========  ============  ==========  =================================
operation   assignee    co-executor   observer,   others, by the document
                                      reviewer
==========  ==========  ============  ==========  =================================
search      yes         yes           yes         if they may post on it
read        yes         yes           yes         if they may read it
write       yes         yes           no          if they created the task, or may
                                                  post on it
create      for         no            no          if they may post on it
            himself
unlink      yes         no            no          as write
==========  ==========  ============  ==========  =================================

Who has an item of the checklist reads the task like an observer, and may tick the item.
The access rights and rules of tasks themselves come on top. A reviewer decides beside
that, see ``mail_activity_review_who``.
*Post* is what the model of the document asks of those who post on it
(``_mail_post_access``). *Search* is done here, people beside the assignee in
``mail_activity_people``; the rest is Odoo's ``_check_access``.
"""

from collections.abc import Collection

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

KNOWN_MODELS = "crm_task_types.models_with_tasks"


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        bypass_access=False,
        **kwargs,
    ):
        checked = not (self.env.su or bypass_access)
        if checked:
            self.browse().check_access("read")
        query = super()._search(
            domain, offset, limit, order, bypass_access=True, **kwargs
        )
        if checked and not query.is_empty():
            query.add_where(self._rules_sql(query))
            query.add_where(self._visible_sql(query, Domain(domain)))
        return query

    @api.model
    def _rules_sql(self, query):
        """What the access rules of tasks themselves say."""
        # sudo: rules may follow fields that the user can't read
        sudo = self.sudo().with_context(active_test=False)
        rules = self.env["ir.rule"]._compute_domain(self._name, "read")
        return rules.optimize_full(sudo)._to_sql(sudo, self._table, query)

    @api.model
    def _visible_sql(self, query, domain):
        """The condition under which the user sees a task.

        :param query: the search, to join the documents to
        :param domain: what is searched: where it asks for nothing but the user's own
            tasks, no document is looked at
        """
        if self._is_own(domain):
            return SQL("TRUE")
        # what decides about most tasks comes first
        return SQL("(%s OR %s)", self._reachable_sql(query, domain), self._own_sql())

    @api.model
    def _reachable_sql(self, query, domain):
        """The tasks that the user sees by what they belong to: their document.

        Hook: a module for something else to which tasks belong adds it here, and to
        :meth:`_filtered_reachable`.
        """
        return self._document_sql(query, domain)

    def _filtered_reachable(self, operation):
        """Those of these tasks, closed to the user by their documents, that something
        else to which they belong opens to him; as :meth:`_reachable_sql`."""
        return self.browse()

    @api.model
    def _own_sql(self):
        """The tasks that the user sees whatever their document."""
        return SQL("%s = %s", self._field_to_sql(self._table, "user_id"), self.env.uid)

    @api.model
    def _is_own(self, domain):
        """Whether a domain can find only tasks that are the user's own."""
        return any(
            part.field_expr == "user_id"
            and part.operator == "in"
            and set(part.value) <= {self.env.uid}
            for part in self._conditions_of_all(domain)
        )

    @api.model
    def _conditions_of_all(self, domain):
        """The conditions that each found task fulfils."""
        domain = domain.optimize(self)
        parts = domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]
        return [part for part in parts if hasattr(part, "field_expr")]

    @api.model
    def _leave_out_hidden(self, query):
        """Hook: what documents tell of their tasks leaves out those of the query that
        the user may not know of, though he may read the document."""

    # ---- documents

    @api.model
    def _document_sql(self, query, domain, operation=None):
        """Whether the user may access the document of the task.

        :param str operation: ``read`` or ``write``; empty: what posting on it asks for
        """
        ids = self._searched_documents(domain)
        found = [
            self._documents_of_model_sql(query, model, operation, ids)
            for model in self._searched_models(domain)
        ]
        return SQL("(%s)", SQL(" OR ").join(found)) if found else SQL("FALSE")

    @api.model
    def _searched_models(self, domain):
        """The models of the documents that tasks found by a domain can have."""
        for part in self._conditions_of_all(domain):
            if part.field_expr == "res_model" and part.operator == "in":
                names = list(part.value)
                break
        else:
            names = self._models_with_tasks()
        return sorted(name for name in names if name and name in self.env)

    @api.model
    def _searched_documents(self, domain):
        """The ids of the documents that tasks found by a domain can have; ``None`` when
        it doesn't say."""
        for part in self._conditions_of_all(domain):
            if (
                part.field_expr == "res_id"
                and part.operator == "in"
                and isinstance(part.value, Collection)
            ):
                return sorted(res_id for res_id in part.value if res_id)
        return None

    @api.model
    def _models_with_tasks(self):
        """Looked up once in a transaction, which sees no other's new tasks."""
        if KNOWN_MODELS not in self.env.cr.cache:
            self.env.cr.cache[KNOWN_MODELS] = self._find_models_with_tasks()
        return self.env.cr.cache[KNOWN_MODELS]

    @api.model
    def _create(self, data_list):
        tasks = super()._create(data_list)
        self.env.cr.cache.pop(KNOWN_MODELS, None)
        return tasks

    def write(self, vals):
        result = super().write(vals)
        if not {"res_model", "res_model_id"}.isdisjoint(vals):
            self.env.cr.cache.pop(KNOWN_MODELS, None)
        return result

    @api.model
    def _find_models_with_tasks(self):
        # a loose index scan: PostgreSQL reads every row for a DISTINCT
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE model(name) AS (
                       (SELECT %(column)s FROM mail_activity
                         ORDER BY %(column)s LIMIT 1)
                       UNION ALL
                       SELECT (SELECT %(column)s FROM mail_activity
                                WHERE %(column)s > model.name
                                ORDER BY %(column)s LIMIT 1)
                         FROM model WHERE model.name IS NOT NULL
                   ) SELECT name FROM model WHERE name IS NOT NULL""",
                column=self._field_to_sql(self._table, "res_model"),
            )
        )
        return [name for (name,) in rows]

    @api.model
    def _documents_of_model_sql(self, query, model, operation=None, ids=None):
        """Join the documents of a model that the user may access.

        :param ids: only these can be met; ``None``: all
        """
        Document = self.env[model].with_context(active_test=False)
        operation = operation or self._searched_operation(Document)
        if not self.env["ir.model.access"].check(model, operation, False):
            return SQL("FALSE")
        if self._has_own_access(Document):
            return self._filtered_documents_sql(query, Document, operation)
        rules = self.env["ir.rule"]._compute_domain(model, operation)
        if self._is_ruled_like_reading(model, operation):
            operation = "read"  # asked for both in one query, it is joined once
        # sudo: the rules just read are the whole question; they aren't asked again
        link = f"{operation}_{model.replace('.', '_')}"
        if ids is not None:
            # else PostgreSQL may look at all documents for the tasks of a few
            rules &= Domain("id", "in", ids)
            link += "_of_ids"
        allowed = Document.sudo()._search(rules)
        if allowed.is_empty():
            return SQL("FALSE")
        alias = query.make_alias(self._table, link)
        document = SQL.identifier(alias, "id")
        # the model isn't asked in the join: by its key alone, PostgreSQL knows that
        # there is one document at most
        query.add_join(
            "LEFT JOIN",
            alias,
            allowed.subselect(),
            SQL("%s = %s", document, self._field_to_sql(self._table, "res_id")),
        )
        return SQL("(%s AND %s IS NOT NULL)", self._of_model_sql(model), document)

    @api.model
    def _is_ruled_like_reading(self, model, operation):
        """Whether the access rules of a model are the same for both operations."""
        Rule = self.env["ir.rule"]
        return operation == "read" or (
            Rule._compute_domain(model, operation)
            == Rule._compute_domain(model, "read")
        )

    @api.model
    def _searched_operation(self, Document):
        """What a user must be able to do with a document to find its tasks."""
        return getattr(Document, "_mail_post_access", "read")

    @api.model
    def _of_model_sql(self, model):
        return SQL("%s = %s", self._field_to_sql(self._table, "res_model"), model)

    @api.model
    def _has_own_access(self, Document):
        """Whether the access to a model is more than its rules: Python of its own."""
        return any(
            getattr(type(Document), name) is not getattr(models.BaseModel, name)
            for name in ("_check_access", "_filtered_access")
        )

    @api.model
    def _filtered_documents_sql(self, query, Document, operation):
        """Ask the model about each document of the tasks that the query finds, without
        those tasks that the user sees whatever their document."""
        where = [
            *query._where_clauses,
            self._of_model_sql(Document._name),
            SQL("(%s) IS NOT TRUE", self._own_sql()),
        ]
        column = self._field_to_sql(self._table, "res_id")
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT %s FROM %s WHERE %s",
                column,
                query.from_clause,
                SQL(" AND ").join(where),
            )
        )
        documents = Document.browse(res_id for (res_id,) in rows if res_id).exists()
        allowed = documents._filtered_access(operation)
        if not allowed:
            return SQL("FALSE")
        return SQL(
            "(%s AND %s = ANY(%s))",
            self._of_model_sql(Document._name),
            column,
            allowed.ids,
        )

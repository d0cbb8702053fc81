"""Who works on a task beside its assignee, and who looks on.

Co-executors see the task as their own, may change and complete it; observers read it.
Neither needs access to the document.
"""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

CO_EXECUTORS, OBSERVERS = "co_executor_ids", "observer_ids"
REVIEWER = "reviewer_id"  # see ``mail_activity_review``
# A module adds people by a field of one or several users and its name here: what they
# may do.
PEOPLE = {
    "read": (CO_EXECUTORS, OBSERVERS, REVIEWER),
    "write": (CO_EXECUTORS,),
    "unlink": (),
}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    co_executor_ids = fields.Many2many(
        "res.users",
        "mail_activity_co_executor_rel",
        "activity_id",
        "user_id",
        string="Co-executors",
        domain="[('share', '=', False)]",
        tracking=True,
        help="They work on the task, too: any of them may complete it.",
    )
    observer_ids = fields.Many2many(
        "res.users",
        "mail_activity_observer_rel",
        "activity_id",
        "user_id",
        string="Observers",
        domain="[('share', '=', False)]",
        tracking=True,
        help="They read the task, and are told what becomes of it.",
    )

    # ---- access

    @api.model
    def _own_sql(self):
        return SQL(
            "(%s OR %s)",
            super()._own_sql(),
            SQL(" OR ").join(self._among_sql(name) for name in PEOPLE["read"]),
        )

    @api.model
    def _among_sql(self, name):
        """Whether the current user is among the people of a field."""
        field = self._fields[name]
        if field.type == "many2one":
            return SQL("%s = %s", self._field_to_sql(self._table, name), self.env.uid)
        self.flush_model([name])
        return SQL(
            "%s IN (SELECT %s FROM %s WHERE %s = %s)",
            SQL.identifier(self._table, "id"),
            SQL.identifier(field.column1),
            SQL.identifier(field.relation),
            SQL.identifier(field.column2),
            self.env.uid,
        )

    @api.model
    def _is_own(self, domain):
        return super()._is_own(domain) or any(
            part.operator == "in"
            and (
                (part.field_expr == "is_mine" and set(part.value) == {True})
                or (
                    part.field_expr in PEOPLE["read"]
                    and set(part.value) <= {self.env.uid}
                )
            )
            for part in self._conditions_of_all(domain)
        )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not result or not any(self._ids) or operation not in PEOPLE:
            return result
        if self.browse()._check_access(operation):
            return result  # the user has no access to tasks at all
        closed = result[0] - result[0]._filtered_reachable(operation)
        # sudo: whether the user is among them is what is to be found out
        denied = closed.filtered(lambda task: not task.sudo()._has_among(operation))
        if not denied:
            return None
        return denied, lambda: denied._make_access_error(operation)

    def _has_among(self, operation):
        """Whether the current user is one of those who may do it."""
        self.ensure_one()
        return any(self.env.uid in self[name]._ids for name in PEOPLE[operation])

    # ---- "my tasks"

    is_mine = fields.Boolean(
        "Mine",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="You are the assignee or a co-executor.",
    )

    @api.depends("user_id", "co_executor_ids")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for task in self:
            task.is_mine = self.env.user in task.user_id | task.co_executor_ids

    @api.model
    def _search_is_mine(self, operator, values):
        if operator != "in":
            return NotImplemented
        # looked up first: PostgreSQL then uses an index for each side
        beside = self.sudo()._search([(CO_EXECUTORS, "in", self.env.uid)])
        mine = Domain("user_id", "=", self.env.uid) | Domain("id", "in", list(beside))
        domain = Domain.FALSE
        if True in values:
            domain |= mine
        if False in values:
            domain |= ~mine
        return domain

    # ---- people who can't open the document

    @api.onchange("co_executor_ids", "observer_ids", "reviewer_id", "document_ref")
    def _onchange_people(self):
        """Say it now that somebody can't open the document, not later by an error."""
        document = self.document_ref
        # co-executors may not open it themselves: they learn nothing of others
        if not document or not document.has_access("read"):
            return None
        people = (self.co_executor_ids | self.observer_ids | self.reviewer_id)._origin
        if warning := self._people_warning(people, document):
            title = self.env._("Document not open to everybody")
            return {"warning": {"title": title, "message": warning}}
        return None

    @api.model
    def _people_warning(self, people, documents):
        """In words, which of the people can't open which of the documents; empty when
        all of them can open all."""
        closed = self._closed_documents(people, documents)
        if not closed:
            return ""
        names = ", ".join(user.name for user in closed)
        shut = documents.browse().union(*closed.values())
        if len(shut) > 1:
            return self.env._(
                "%(people)s can't open all of the documents: they will see the tasks, "
                "but not the documents of %(count)s of them.",
                people=names,
                count=len(shut),
            )
        return self.env._(
            "%(people)s can't open “%(document)s”: they will see the task, but not its "
            "document.",
            people=names,
            document=shut.display_name,
        )

    @api.model
    def _closed_documents(self, people, documents):
        """What each of the people can't open.

        :param documents: records of one model
        :return: ``{user: documents}``, of those to whom something is closed
        """
        closed = {}
        for user in people:
            # sudo: he may work in all of his companies, whichever are chosen right now
            companies = user.sudo().company_ids.ids
            seen = documents.with_user(user).with_context(allowed_company_ids=companies)
            opened = seen._filtered_access("read").with_env(documents.env)
            if shut := documents - opened:
                closed[user] = shut
        return closed

    def _people_to_tell(self):
        people = super()._people_to_tell() | self.co_executor_ids | self.observer_ids
        return people.filtered(lambda user: user.active and not user.share)

"""Documents with tasks: their state by the minute, and what they pass on to their
tasks."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .mail_activity_state import URGENCY

NO_TASK = len(URGENCY)  # the most urgent state of its tasks is that of a document
NEVER_REACHED = 2**31 - 1


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    # tasks track their type; it is no history of the document
    activity_type_id = fields.Many2one(tracking=False)

    @api.model
    def _search_activity_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = {URGENCY.index(state) for state in value if state in URGENCY}
        if False in value:
            wanted.add(NO_TASK)
        first = [urgency for urgency in wanted if urgency - 1 not in wanted]
        last = [urgency for urgency in wanted if urgency + 1 not in wanted]
        return Domain.OR(
            self._has_task_domain(high) & ~self._has_task_domain(low - 1)
            for low, high in zip(sorted(first), sorted(last), strict=True)
        )

    @api.model
    def _has_task_domain(self, urgency):
        """Documents that have a task so urgent, or a more urgent one.

        Asked document by document, so that PostgreSQL needs but a look into the index
        for each document of a page.
        """
        if urgency < 0:
            return Domain.FALSE
        if urgency >= NO_TASK:
            return Domain.TRUE
        states = URGENCY[: urgency + 1]
        return Domain.custom(
            to_sql=lambda model, alias, query: model._has_task_sql(alias, states),
            predicate=lambda document: document.activity_state in states,
        )

    @api.model
    def _has_task_sql(self, alias, states):
        """Whether the documents of a table alias have a task in one of the states, the
        most urgent ones."""
        tasks = self._open_tasks(states)
        tasks.add_where(
            SQL(
                "%s = %s",
                SQL.identifier(tasks.table, "res_id"),
                SQL.identifier(alias, "id"),
            )
        )
        return SQL("EXISTS %s", tasks.subselect(SQL("1")))

    @api.model
    def _open_tasks(self, states=URGENCY):
        """A query of the open tasks on documents of this model that the user may know
        of, in one of these states."""
        Task = self.env["mail.activity"]
        domain = Domain("res_model", "=", self._name) & Domain("active", "=", True)
        if states != URGENCY:
            domain &= Task._search_state("in", states)
        # sudo: what counts is said by the hook, not by access to each document again
        tasks = Task.sudo()._search(domain)
        Task._leave_out_hidden(tasks)
        return tasks

    def _read_group_groupby(self, alias, groupby_spec, query):
        if groupby_spec != "activity_state":
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields["activity_state"], "read")
        urgent = query.make_alias(alias, "activity_state")
        if urgent not in query._joins:
            urgent = query.left_join(
                alias, "id", self._urgency_sql(), "res_id", "activity_state"
            )
        return SQL(
            "(%s::text[])[%s + 1]", list(URGENCY), SQL.identifier(urgent, "urgency")
        )

    @api.model
    def _urgency_sql(self):
        """``(res_id, urgency)`` of the documents that have open tasks; 0 is the most
        urgent."""
        tasks = self._open_tasks()
        document = SQL.identifier(tasks.table, "res_id")
        tasks.groupby = document
        tasks.limit = NEVER_REACHED  # else each parallel worker groups all of them
        urgency = SQL(
            "MIN(%s) AS urgency",
            self.env["mail.activity"]._open_state_sql(tasks.table, range(NO_TASK)),
        )
        return SQL("(%s)", tasks.select(document, urgency))

    def write(self, vals):
        names = self._fields_told_to_tasks() & vals.keys()
        before = {document: [document[name] for name in names] for document in self}
        result = super().write(vals)
        self.filtered(
            lambda document: [document[name] for name in names] != before[document]
        )._tell_tasks()
        return result

    def _tell_tasks(self):
        """Let the tasks of these documents learn their new name or client."""
        if not self:
            return
        # sudo: all tasks of the document follow, not only those that the user may see
        Task = self.env["mail.activity"].sudo().with_context(active_test=False)
        Task.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )._refresh_document_values()

    @api.model
    def _fields_told_to_tasks(self):
        """Fields of a document whose change its tasks must learn: name and client."""
        return {self._rec_name, *self._mail_get_partner_fields()}

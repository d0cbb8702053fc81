"""Documents with tasks: their state by the minute, and what they pass on to their
tasks."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import clock

# the most urgent state of its tasks is the state of a document
URGENCY = (clock.OVERDUE, clock.TODAY, clock.PLANNED)


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    # tasks track their type; it is no history of the document
    activity_type_id = fields.Many2one(tracking=False)

    @api.model
    def _search_activity_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = [URGENCY.index(state) for state in value if state in URGENCY]
        domain = Domain(
            "id",
            "in",
            SQL(
                "(SELECT res_id FROM %s AS urgent WHERE urgency = ANY(%s))",
                self._urgency_sql(),
                wanted,
            ),
        )
        if False in value:
            domain |= Domain(
                "id",
                "not in",
                SQL("(SELECT res_id FROM %s AS urgent)", self._urgency_sql()),
            )
        return domain

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
        Task = self.env["mail.activity"]
        # sudo: what counts is said by the hook, not by access to each document again
        tasks = Task.sudo()._search([("res_model", "=", self._name)])
        Task._leave_out_hidden(tasks)
        document = Task._field_to_sql(tasks.table, "res_id")
        tasks.groupby = document
        urgency = SQL(
            "MIN(array_position(%s::text[], %s)) - 1 AS urgency",
            list(URGENCY),
            Task._state_sql(tasks.table),
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

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
        state = self.env["mail.activity"]._state_sql("task")
        self.env["mail.activity"].flush_model(["res_model", "res_id"])
        return SQL(
            """(SELECT task.res_id, MIN(array_position(%s::text[], %s)) - 1 AS urgency
                  FROM mail_activity AS task
                 WHERE task.active IS TRUE AND task.res_model = %s AND %s
              GROUP BY task.res_id)""",
            list(URGENCY),
            state,
            self._name,
            self._counted_tasks_sql("task"),
        )

    @api.model
    def _counted_tasks_sql(self, alias):
        """Hook: which tasks count for the state of their document."""
        return SQL("TRUE")

    def write(self, vals):
        result = super().write(vals)
        if not self._fields_told_to_tasks().isdisjoint(vals):
            # sudo: all tasks of the document follow, not only those that the user may
            # see
            Task = self.env["mail.activity"].sudo().with_context(active_test=False)
            Task.search(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)]
            )._refresh_document_values()
        return result

    @api.model
    def _fields_told_to_tasks(self):
        """Fields of a document whose change its tasks must learn: name and client."""
        return {self._rec_name, *self._mail_get_partner_fields()}

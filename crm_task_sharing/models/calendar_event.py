"""The event of a task is for those who may see the task, and for its attendees."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# The value of ``crm_task_events`` in the context of a search that Odoo does as the
# superuser, to tell the user what it finds. An object: no request can send it.
AS_USER = object()


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        Task = self.env["mail.activity"]
        if self.env.context.get("crm_task_events") is AS_USER:
            Task = Task.sudo(False)
        if Task._is_narrowed():
            domain = Domain(domain) & Domain.custom(to_sql=self._of_no_hidden_task_sql)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _of_no_hidden_task_sql(self, model, alias, query):
        """Whether the user takes part in the event, or no task of it is hidden from
        him."""
        event_id = SQL.identifier(alias, "id")
        return SQL(
            """(%(organizer)s = %(uid)s
                OR EXISTS (SELECT FROM calendar_event_res_partner_rel AS attendee
                            WHERE attendee.calendar_event_id = %(event_id)s
                              AND attendee.res_partner_id = %(partner_id)s)
                OR NOT %(hidden)s)""",
            organizer=model._field_to_sql(alias, "user_id", query),
            uid=self.env.uid,
            partner_id=self.env.user.partner_id.id,
            event_id=event_id,
            hidden=model.env["mail.activity"]
            .sudo(False)
            ._hidden_one_sql("calendar_event_id", event_id),
        )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not any(self._ids) or not self.env["mail.activity"]._is_narrowed():
            return result
        seen = self.with_context(active_test=False)._search([("id", "in", self.ids)])
        denied = self - self.browse(seen)
        if not denied:
            return result
        denied |= result[0] if result else denied
        return denied, lambda: self.env["ir.rule"]._make_access_error(operation, denied)

"""When colleagues are taken: the only place where free/busy shows.

A slot has the id of its task and nothing but its owner and its times. The title comes
from the task, for those who may read that; for all others it is "Busy".
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .mail_activity_slot import SLOTS

SLOT_LEVELS = [
    ("busy", "Free/busy"),
    ("read", "Read-only"),
    ("full", "Full access"),
]


class CrmTaskSlot(models.Model):
    """An open task, as far as the one who looks may know of it."""

    _name = "crm.task.slot"
    _description = "Busy Time"
    _auto = False
    _log_access = False
    _order = "calendar_start, id"
    _depends = {
        "mail.activity": [
            "active",
            "user_id",
            "date_start",
            "date_due",
            "date_deadline",
            "duration_hours",
        ]
    }

    name = fields.Char("Task", compute="_compute_name", search="_search_name")
    level = fields.Selection(SLOT_LEVELS, "You see", compute="_compute_name")
    is_busy = fields.Boolean(compute="_compute_name")
    user_id = fields.Many2one("res.users", "Colleague", readonly=True)
    date_start = fields.Datetime("Start", readonly=True)
    date_due = fields.Datetime("Due", readonly=True)
    date_deadline = fields.Date("Day", readonly=True)
    duration_hours = fields.Float("Duration", readonly=True)
    is_all_day = fields.Boolean("Whole day", readonly=True)
    calendar_start = fields.Datetime("From", readonly=True)
    calendar_stop = fields.Datetime("Until", readonly=True)

    @property
    def _table_query(self):
        # noon: in the calendar, whole-day tasks have the same day in all zones
        return SQL(
            """SELECT id, user_id, date_start, date_due, date_deadline, duration_hours,
                      date_start IS NULL AS is_all_day,
                      COALESCE(date_start, date_deadline + TIME '12:00')
                          AS calendar_start,
                      COALESCE(date_due, date_deadline + TIME '12:00')
                          AS calendar_stop
                 FROM mail_activity
                WHERE active AND user_id IS NOT NULL"""
        )

    # ---- who knows what

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        query = super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
        if not (self.env.su or bypass_access) and not query.is_empty():
            query.add_where(
                SQL(
                    "%s IN %s",
                    SQL.identifier(self._table, "id"),
                    self._known_tasks()._search([("user_id", "!=", False)]).subselect(),
                )
            )
        return query

    @api.model
    def _known_tasks(self):
        """The model of tasks; searching it finds those that only show as busy too."""
        return self.env["mail.activity"].with_context(
            active_test=True, crm_task_least_level=SLOTS
        )

    def _check_access(self, operation):
        """Nobody reads a slot that no search of his finds."""
        result = super()._check_access(operation)
        if result or self.env.su or not any(self._ids):
            return result
        denied = self - self.browse(self._search([("id", "in", self.ids)]))
        if not denied:
            return None
        # not the usual error: it names records as the superuser sees them
        return denied, lambda: AccessError(
            denied.env._("You may not see when this colleague is taken.")
        )

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_name(self):
        # not as the superuser, as whom Odoo names the groups of slots
        Task = self.env["mail.activity"].sudo(False)
        tasks = Task.browse(self.ids)._filtered_access("read")
        readable = {task.id: task for task in tasks}
        full = set(tasks._filtered_access("write").ids)
        for slot in self:
            task = readable.get(slot.id)
            slot.name = task.display_name if task else self.env._("Busy")
            slot.level = "full" if slot.id in full else "read" if task else "busy"
            slot.is_busy = not task

    @api.model
    def _search_name(self, operator, value):
        """Only titles that the user may read are compared."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == "in":
            value = [title for title in value if title]  # each slot has a name
        titles = Domain("summary", operator, value) | Domain(
            "activity_type_id.name", operator, value
        )
        return Domain("id", "in", self.env["mail.activity"]._search(titles))

    # ---- actions

    def action_open_task(self):
        """Open the form of the task.

        :return: an action; ``False`` where the user only knows that somebody is taken
        """
        self.ensure_one()
        self.check_access("read")
        if self.is_busy:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.activity",
            "res_id": self.id,
            "views": [
                (self.env.ref("crm_task_types.mail_activity_view_form_task").id, "form")
            ],
        }

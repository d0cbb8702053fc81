"""Tasks that repeat: closing one makes the next, and people change a series through
its tasks."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..tools import clock
from .crm_task_rule import COMPLETION
from .crm_task_series import ENDED, LIVE, RUNNING
from .crm_task_series_template import agree

SERIES_FIELDS = {"series_id", "series_number", "series_day", "series_due_day"}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    series_id = fields.Many2one(
        "crm.task.series",
        "Series",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    series_number = fields.Integer("Number in the series", readonly=True, copy=False)
    series_day = fields.Date(
        "Day by the rule", readonly=True, copy=False, help="Before days off moved it."
    )
    series_due_day = fields.Date(
        "Day in the series",
        readonly=True,
        copy=False,
        help="For which it was planned, before anybody moved it.",
    )
    series_state = fields.Selection(related="series_id.state", string="Repetition")
    series_words = fields.Char(related="series_id.words", string="Repeats")
    series_reason = fields.Char(related="series_id.reason")
    is_repeating = fields.Boolean(
        "Repeating", compute="_compute_is_repeating", search="_search_is_repeating"
    )
    differs_from_series = fields.Boolean(
        compute="_compute_differs_from_series",
        compute_sudo=True,
        help="Changed here, while the following tasks stay as they were planned.",
    )

    _once_in_series = models.UniqueIndex(
        "(series_id, series_number) WHERE series_id IS NOT NULL"
    )

    @api.depends("series_id.state", "active")
    def _compute_is_repeating(self):
        for task in self:
            task.is_repeating = task.active and task.series_state in LIVE

    @api.model
    def _search_is_repeating(self, operator, values):
        if operator != "in":
            return NotImplemented
        # sudo: that a task repeats is known to all who see the task
        live = self.env["crm.task.series"].sudo()._search([("state", "in", LIVE)])
        repeating = Domain("active", "=", True) & Domain("series_id", "in", live)
        domain = Domain.FALSE
        if True in values:
            domain |= repeating
        if False in values:
            domain |= ~repeating
        return domain

    @api.depends(lambda self: [*self._series_template_fields(), "series_id.template"])
    def _compute_differs_from_series(self):
        for task in self:
            series = task.series_id
            task.differs_from_series = task.is_repeating and (
                not agree(task._series_template(), series.template) or task._is_moved()
            )

    def _is_moved(self):
        """Whether somebody moved it away from its day in the series."""
        return self._day_of_series() != self.series_due_day

    def _day_of_series(self):
        """The day for which the task is planned, for its assignee."""
        self.ensure_one()
        if self.date_start:
            return clock.local_day(self.date_start, self._get_tz())
        return self.date_deadline or self._local_today()

    # ---- guards

    @api.model_create_multi
    def create(self, vals_list):
        given = {name for vals in vals_list for name in vals if vals[name]}
        self._refuse_series_values(given)
        return super().create(vals_list)

    @api.model
    def _refuse_series_values(self, names):
        """Series are made by their actions only, which keep them together."""
        if not self.env.su and not SERIES_FIELDS.isdisjoint(names):
            raise UserError(
                self.env._(
                    "A task can't be put into a series by hand. Please use “Repeat” on "
                    "the task."
                )
            )

    # ---- what makes the next one

    def write(self, vals):
        self._refuse_series_values(vals)
        if "active" not in vals:
            return super().write(vals)
        before = self.filtered(
            lambda task: task.series_id and task.active != bool(vals["active"])
        )
        result = super().write(vals)
        # sudo: the series goes on, whoever closed or reopened its task
        changed = before.sudo().exists()
        changed.filtered(lambda task: not task.active).series_id._go_on()
        changed.filtered("active")._take_back_next()
        return result

    def unlink(self):
        if self.env.context.get(MODULE_UNINSTALL_FLAG):
            return super().unlink()
        self.check_access("unlink")
        series = self._leave_series()
        result = super().unlink()
        series._forget_task()
        return result

    def _leave_series(self):
        """To be called before tasks are deleted: like completing them, it makes the
        next ones.

        :return: the series, with all rights
        """
        # sudo: the series goes on, whoever deletes its task
        tasks = self.sudo().exists().filtered("series_id")
        tasks.series_id._go_on(leaving=tasks.filtered("active"))
        return tasks.series_id

    def _take_back_next(self):
        """A task whose closing is undone loses the one that followed from it, unless
        somebody worked on that already: closing it once more makes no second one."""
        if self:
            self.series_id._lock()
        for task in self:
            series = task.series_id
            following = series.mail_activity_id
            if following == task and (series.state == ENDED or series.is_stuck):
                series.write({"state": RUNNING, "reason": False, "is_stuck": False})
                series._take_newest(task)
            elif (
                series.state in LIVE
                and series.next_on == COMPLETION
                and following.series_number == task.series_number + 1
                and following._is_untouched()
            ):
                series._take_newest(task)
                following.unlink_w_meeting()

    def _is_untouched(self):
        self.ensure_one()
        return (
            self.active
            and not self.message_ids
            and not self.checklist_done_count
            and not self._is_moved()
            and agree(
                self._without_assignee(self._series_template()),
                self._without_assignee(self.series_id.template),
            )
        )

    @api.model
    def _without_assignee(self, template):
        """Somebody else may have got it from the start, see ``_who_is_there``; giving
        it to another person later leaves a message."""
        return {**template, "values": {**template["values"], "user_id": None}}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def unlink(self):
        # the database deletes the tasks of deleted events, behind Odoo's back
        # sudo: all tasks of the events, whoever sees them
        tasks = self.env["mail.activity"].sudo()
        tasks = tasks.with_context(active_test=False).search(
            [("calendar_event_id", "in", self.ids), ("series_id", "!=", False)]
        )
        series = tasks._leave_series()
        result = super().unlink()
        if series:
            series.invalidate_recordset()
            series._forget_task()
        return result

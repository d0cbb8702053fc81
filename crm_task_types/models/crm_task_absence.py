from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools import clock
from .res_users_handover import HANDING_GROUPS

PLANNED, RUNNING, OVER = "planned", "running", "over"
STATES = [(PLANNED, "Planned"), (RUNNING, "Away"), (OVER, "Over")]
DUE, ALL = "due", "all"
SCOPES = [(DUE, "Due by the end of the absence"), (ALL, "All open tasks")]
# what a plan is made of, and what only the course of things changes
_PLAN = {"user_id", "date_from", "way", "heir_id", "heir_ids", "scope"}
_COURSE = {"state", "is_handed_over", "is_ending", "last_task_id", "line_ids"}


class CrmTaskAbsence(models.Model):
    """Somebody is away: others get his open tasks, and he gets back what is still open
    at the end."""

    _name = "crm.task.absence"
    _inherit = ["crm.task.handover.mixin", "crm.task.batches"]
    _description = "Absence"
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users",
        "Who is away",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        help="The first day, in the time zone of who is away.",
    )
    date_until = fields.Date(
        "Until",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=6),
        help="The last day.",
    )
    scope = fields.Selection(SCOPES, "Tasks", required=True, default=DUE)
    state = fields.Selection(
        STATES, required=True, readonly=True, default=PLANNED, copy=False, index=True
    )
    begins_at = fields.Datetime(compute="_compute_moments", store=True)
    ends_at = fields.Datetime(compute="_compute_moments", store=True)
    line_ids = fields.One2many(
        "crm.task.absence.line",
        "absence_id",
        "Handed over",
        readonly=True,
        copy=False,
    )
    is_handed_over = fields.Boolean(readonly=True, copy=False)
    is_ending = fields.Boolean(readonly=True, copy=False)  # before its last day
    # how far handing over has come: tasks are given in the order of their ids
    last_task_id = fields.Integer(readonly=True, copy=False)

    _days_ordered = models.Constraint(
        "CHECK(date_until >= date_from)", "The last day can't be before the first one."
    )
    # Ranges need no extension of PostgreSQL. Deferred: what people save is looked at
    # first by _check_no_overlap, which knows more to say.
    _days_once = models.Constraint(
        "EXCLUDE USING gist (int4range(user_id, user_id, '[]') WITH &&,"
        " daterange(date_from, date_until, '[]') WITH &&) WHERE (state != 'over')"
        " DEFERRABLE INITIALLY DEFERRED",
        "There is an absence in these days already. Please change that one.",
    )

    @api.depends("date_from", "date_until", "user_id.tz")
    def _compute_moments(self):
        """Midnight in the time zone of who is away, UTC; the end is the first moment
        after it."""
        for absence in self:
            tz = absence.user_id.tz
            absence.begins_at = self._midnight(absence.date_from, tz)
            absence.ends_at = self._midnight(absence.date_until, tz, days=1)

    @staticmethod
    def _midnight(day, tz, days=0):
        if not day:
            return False
        return clock.to_utc(datetime.combine(day, time()) + timedelta(days=days), tz)

    @api.depends("user_id", "date_from", "date_until")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for absence in self:
            absence.display_name = self.env._(
                "%(user)s: %(first)s – %(last)s",
                user=absence.user_id.name or "",
                first=format_date(self.env, absence.date_from),
                last=format_date(self.env, absence.date_until),
            )

    @api.constrains("user_id", "date_from", "date_until")
    def _check_no_overlap(self):
        for absence in self.filtered(lambda absence: absence.state != OVER):
            other = self.search(
                [
                    ("user_id", "=", absence.user_id.id),
                    ("id", "!=", absence.id),
                    ("state", "!=", OVER),
                    ("date_from", "<=", absence.date_until),
                    ("date_until", ">=", absence.date_from),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "There is an absence in these days already: %s. Please change "
                        "that one.",
                        other.display_name,
                    )
                )
        self._check_no_overlap_elsewhere()

    def _check_no_overlap_elsewhere(self):
        """What somebody else is saving just now is seen by the database only, which
        waits for it."""
        for moment in ("IMMEDIATE", "DEFERRED"):
            self.env.cr.execute(
                SQL("SET CONSTRAINTS crm_task_absence_days_once %s", SQL(moment)),
                log_exceptions=False,  # the user is told
            )

    @api.constrains("date_until", "user_id")
    def _check_ahead(self):
        now = fields.Datetime.now()
        for absence in self:
            if absence.state != OVER and absence.ends_at <= now:
                raise ValidationError(
                    self.env._("The last day is over already. Please choose another.")
                )

    may_plan_others = fields.Boolean(compute="_compute_may_plan_others")

    @api.depends_context("uid")
    def _compute_may_plan_others(self):
        self.may_plan_others = any(map(self.env.user.has_group, HANDING_GROUPS))

    # ---- which tasks

    def _leaving(self):
        return self.user_id

    @api.depends("user_id", "date_until", "scope", "state")
    @api.depends_context("uid")
    def _compute_task_ids(self):
        planned = self.filtered(lambda absence: absence.state == PLANNED)
        (self - planned).task_ids = False
        (self - planned).task_count = 0
        return super(CrmTaskAbsence, planned)._compute_task_ids()

    def _handed_domain(self):
        """Personal tasks are of no use to others: they wait."""
        domain = super()._handed_domain() & Domain("res_model", "!=", False)
        if self.scope == ALL or not self.date_until:
            return domain
        return domain & Domain("date_deadline", "<=", self.date_until)

    def _given_so_far(self):
        return len(self.line_ids)

    # ---- changes

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._refuse_course(vals)
        absences = super().create(vals_list)
        absences._start_now()
        return absences

    def write(self, vals):
        if not self.env.su:
            self._refuse_course(vals)
            self._refuse_changes(vals)
        result = super().write(vals)
        if not {"date_from", "date_until"}.isdisjoint(vals):
            # sudo: of a longer absence more tasks are to be handed over
            self.sudo().write({"is_handed_over": False, "last_task_id": 0})
            self._start_now()
        return result

    def unlink(self):
        """Who is not away after all gets his tasks back."""
        self.check_access("unlink")
        running = self.filtered(lambda absence: absence.state == RUNNING)
        # sudo: see _start_now
        running.sudo()._end_now()
        return super().unlink()

    @api.model
    def _refuse_course(self, vals):
        if _COURSE.intersection(vals):
            raise UserError(
                self.env._("What becomes of an absence can't be written by hand.")
            )

    def _refuse_changes(self, vals):
        if "user_id" in vals and any(
            absence.user_id.id != vals["user_id"] for absence in self
        ):
            raise UserError(
                self.env._("Please plan an absence of its own for somebody else.")
            )
        if self.filtered(lambda absence: absence.state == OVER or absence.is_ending):
            raise UserError(self.env._("This absence is over."))
        if _PLAN.intersection(vals) and self.filtered(
            lambda absence: absence.state == RUNNING
        ):
            raise UserError(
                self.env._(
                    "The tasks are handed over already. You can change the last day, "
                    "or end the absence."
                )
            )

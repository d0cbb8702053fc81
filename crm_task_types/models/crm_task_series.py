from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

RUNNING, PAUSED, STOPPED, ENDED = "running", "paused", "stopped", "ended"
LIVE = (RUNNING, PAUSED)


class CrmTaskSeries(models.Model):
    """A task that repeats: its rule, and what each next task takes over.

    It is part of its newest task: who sees that sees the series. It is changed by the
    methods of its tasks only, so that rule, template and tasks always agree.
    """

    _name = "crm.task.series"
    _inherit = ["crm.task.part", "crm.task.rule", "crm.task.batches"]
    _description = "Repeated Task"
    _order = "id desc"
    _rec_name = "words"

    mail_activity_id = fields.Many2one(
        string="Newest task", required=False, ondelete="set null"
    )
    task_ids = fields.One2many("mail.activity", "series_id", "Tasks")
    state = fields.Selection(
        [
            (RUNNING, "Repeating"),
            (PAUSED, "Paused"),
            (STOPPED, "Stopped"),
            (ENDED, "Finished"),
        ],
        default=RUNNING,
        required=True,
        readonly=True,
    )
    reason = fields.Char("Why it stopped", readonly=True)
    user_id = fields.Many2one(related="mail_activity_id.user_id")
    date_deadline = fields.Date(related="mail_activity_id.date_deadline", string="Due")
    is_stuck = fields.Boolean(
        "Couldn't go on", readonly=True, help="Nobody stopped it by hand."
    )
    last_number = fields.Integer("Tasks so far", default=1, readonly=True)
    next_check = fields.Datetime(
        readonly=True,
        help="When the next task of a series on schedule is made. Empty: when the "
        "newest one is completed.",
    )
    # texts and people of the tasks: nobody reads them here
    template = fields.Json(groups=fields.NO_ACCESS)

    _next_check_idx = models.Index("(next_check) WHERE state = 'running'")

    # ---- actions, for those who may change the newest task

    def action_pause(self):
        """Make no further tasks until the series is resumed.

        :raise AccessError: when the user may not change the newest task
        """
        self._check_may_change()
        self._set_state(RUNNING, PAUSED)

    def action_resume(self):
        """Let paused series go on; the days that have passed are left out."""
        self._check_may_change()
        self._set_state(PAUSED, RUNNING)
        # sudo: may be changed, see above
        self.sudo()._go_on()

    def action_stop(self):
        """Make no further tasks, for good. The open ones stay."""
        self._check_may_change()
        self._stop(self.env._("Stopped by %s", self.env.user.name))

    def action_open_task(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.activity",
            "res_id": self.mail_activity_id.id,
            "views": [
                (self.env.ref("crm_task_types.mail_activity_view_form_task").id, "form")
            ],
        }

    def _check_may_change(self):
        self.check_access("read")
        self.mail_activity_id.check_access("write")

    def _set_state(self, before, after):
        for series in self:
            if series.state != before:
                raise UserError(
                    self.env._(
                        "“%(task)s” is not %(state)s.",
                        task=series.mail_activity_id.display_name,
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[before].lower(),
                    )
                )
        # sudo: may be changed, was checked by the actions
        self.sudo().state = after

    def _stop(self, reason, is_stuck=False):
        """:param bool is_stuck: whether it goes on when its newest task is reopened"""
        # sudo: the state follows from what happens to the tasks
        live = self.sudo().filtered(lambda series: series.state in LIVE)
        live.write(
            {
                "state": STOPPED,
                "reason": reason,
                "is_stuck": is_stuck,
                "next_check": False,
            }
        )

    # ---- one at a time

    def _lock(self):
        """Let nobody else make tasks of the same series at the same moment.

        A conflict makes Odoo try the request again, which then sees the new tasks.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM crm_task_series WHERE id IN %s ORDER BY id FOR UPDATE",
                self._ids or (0,),
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["state", "last_number", "mail_activity_id"])

    # ---- tasks that go

    def _forget_task(self):
        """To be called when tasks were deleted: the newest that is left stands for the
        series; a series without tasks is gone, too."""
        for series in self.exists():
            tasks = series.with_context(active_test=False).task_ids
            if not tasks:
                series.unlink()
            elif not series.mail_activity_id:
                series.mail_activity_id = tasks.sorted("series_number")[-1]


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hand_over_tasks(self):
        """Personal tasks end with the account; they don't come again."""
        # sudo: all tasks of these users, whoever archives them
        personal = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("user_id", "in", self.ids),
                    ("res_model", "=", False),
                    ("series_id", "!=", False),
                ]
            )
        )
        personal.series_id._stop(self.env._("Its assignee's account was closed."))
        return super()._hand_over_tasks()


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    def _retire(self):
        """Nothing of a deleted type can be planned any more, and it is said now."""
        result = super()._retire()
        # sudo: all series of the types, whoever sees them
        series = (
            self.env["crm.task.series"]
            .sudo()
            .search(
                [
                    ("state", "in", LIVE),
                    ("mail_activity_id.activity_type_id", "in", self.ids),
                ]
            )
        )
        for task_type, found in series.grouped(
            lambda one: one.mail_activity_id.activity_type_id
        ).items():
            found._stop_and_tell(
                self.env._("The task type “%s” was deleted.", task_type.name)
            )
        return result

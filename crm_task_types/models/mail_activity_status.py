"""The status of a task, and how it goes together with being open or done."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    status_ids = fields.Many2many(
        "crm.task.status",
        "mail_activity_type_crm_task_status_rel",
        "activity_type_id",
        "status_id",
        string="Statuses",
        help="The statuses that a task of this type can have. Empty: all.",
    )

    def _allowed_statuses(self):
        return (
            self.status_ids.filtered("active").sorted()
            or self.env["crm.task.status"]._in_use()
        )

    def _opening_status(self):
        return self._allowed_statuses().filtered(lambda status: not status.is_closing)[
            :1
        ]

    def _closing_status(self):
        return self._allowed_statuses().filtered("is_closing")[:1]


class MailActivity(models.Model):
    _inherit = "mail.activity"

    status_id = fields.Many2one(
        "crm.task.status",
        compute="_compute_status_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        # a status in use is kept by its own model; uninstalling may remove it
        ondelete="set null",
        tracking=True,
        copy=False,
        group_expand="_read_group_status_ids",
        domain="[('id', 'in', allowed_status_ids)]",
    )
    allowed_status_ids = fields.Many2many(
        "crm.task.status", compute="_compute_allowed_status_ids"
    )
    status_color = fields.Integer(related="status_id.color")

    @api.constrains("status_id", "activity_type_id")
    def _check_status_allowed(self):
        for task_type, tasks in self._by_type(lambda one: one.status_ids).items():
            allowed = task_type.status_ids
            for status in tasks.status_id - allowed:
                raise ValidationError(
                    self.env._(
                        "A task of type “%(type)s” can't have the status "
                        "“%(status)s”. It can have: %(allowed)s.",
                        type=task_type.name,
                        status=status.name,
                        allowed=", ".join(allowed.mapped("name")),
                    )
                )

    @api.depends("activity_type_id")
    def _compute_allowed_status_ids(self):
        for task_type, tasks in self.grouped("activity_type_id").items():
            tasks.allowed_status_ids = task_type._allowed_statuses()

    @api.depends("activity_type_id", "active")
    def _compute_status_id(self):
        """Keep the status as long as it fits to the type and to being open or done."""
        for (task_type, active), tasks in self.grouped(
            lambda task: (task.activity_type_id, task.active)
        ).items():
            allowed = task_type._allowed_statuses()
            fallback = (
                task_type._opening_status() if active else task_type._closing_status()
            )
            for task in tasks:
                status = task.status_id
                fits = status in allowed and status.is_closing != active
                task.status_id = (
                    status if fits or not fallback and status in allowed else fallback
                )

    @api.model
    def _read_group_status_ids(self, statuses, domain):
        return statuses.search([("active", "=", True)])

    @api.model_create_multi
    def create(self, vals_list):
        # left empty, as in a cell of an import: what the type says
        tasks = super().create(
            [
                {name: vals[name] for name in vals if name != "status_id" or vals[name]}
                for vals in vals_list
            ]
        )
        tasks._follow_status()
        return tasks

    def write(self, vals):
        if not vals.get("status_id"):
            return super().write(vals)
        before = {task: task.status_id for task in self if task.active}
        result = super().write(vals)
        self._follow_status()
        for task, status in before.items():
            if task.exists() and task.active and task.status_id.is_closing:
                task.status_id = status  # it waits for review
        return result

    def _mail_track(self, tracked_fields, initial_values):
        """That a task was completed is a line of its history already: the status that
        goes with it needs no second one."""
        if initial_values.keys() == {"status_id"} and self._has_status_of_done():
            # nothing else can have changed
            is_same = self.status_id == initial_values["status_id"]
            return set() if is_same else {"status_id"}, []
        changes, tracking_values = super()._mail_track(tracked_fields, initial_values)
        if changes == {"status_id"} and self._has_status_of_done():
            return changes, []
        return changes, tracking_values

    def _has_status_of_done(self):
        return (
            not self.active
            and self.status_id == self.activity_type_id._closing_status()
        )

    def _follow_status(self):
        """A task put into a closing status is completed, like by *Mark Done*; one taken
        out of it is open again."""
        closing = self.status_id.filtered("is_closing")
        open_tasks = self.filtered("active")
        closed = closing and open_tasks.filtered(lambda task: task.status_id in closing)
        reopened = (self - open_tasks).filtered(
            lambda task: task.status_id not in closing
        )
        if closed:
            closed.action_feedback()
        if reopened:
            reopened.action_unarchive()

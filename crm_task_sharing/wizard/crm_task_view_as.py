"""View as: what a colleague sees of a list of tasks, and why."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.crm_task_share import LEVELS
from ..tools import levels

LIMIT = 1000
LEVEL_NAMES = {levels.NAMES[name]: name for name, _label in LEVELS}


class CrmTaskViewAs(models.TransientModel):
    """Whose eyes to borrow, and which tasks to look at.

    Everybody asks about his own tasks, task administrators about those of others too.
    Nobody gets to know of a task that he may not read himself.
    """

    _name = "crm.task.view.as"
    _description = "View Tasks as a Colleague"

    colleague_id = fields.Many2one(
        "res.users",
        "View as",
        required=True,
        ondelete="cascade",
        domain="[('share', '=', False), ('id', '!=', uid)]",
    )
    owner_id = fields.Many2one(
        "res.users",
        "Tasks of",
        default=lambda self: self.env.user,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        help="Empty: of everybody.",
    )
    may_choose_owner = fields.Boolean(compute="_compute_may_choose_owner")
    line_ids = fields.One2many("crm.task.view.as.line", "view_id")

    @api.depends_context("uid")
    def _compute_may_choose_owner(self):
        self.may_choose_owner = self.env.user.has_group(
            "crm_task_types.group_task_admin"
        )

    def action_view(self):
        """Open the list of tasks as the colleague sees it."""
        self.ensure_one()
        self.check_access("write")
        self._check_asked()
        tasks = self.env["mail.activity"].search(self._tasks_domain(), limit=LIMIT)
        # sudo: answers come from here only; a line that somebody made up could ask for
        # the title of any task
        self.line_ids.sudo().unlink()
        self.env["crm.task.view.as.line"].sudo().create(self._prepare_lines(tasks))
        return {
            "type": "ir.actions.act_window",
            "name": self._title(len(tasks)),
            "res_model": "crm.task.view.as.line",
            "view_mode": "list",
            "views": [(False, "list"), (False, "search")],
            "domain": [("view_id", "=", self.id)],
            "context": {"create": False},
        }

    def _check_asked(self):
        if self.colleague_id.share:
            raise UserError(self.env._("Tasks can be shared among colleagues only."))
        if self.owner_id != self.env.user and not self.may_choose_owner:
            raise UserError(
                self.env._(
                    "You can check who sees your own tasks, not those of others."
                )
            )

    def _tasks_domain(self):
        if self.owner_id:
            return Domain("user_id", "=", self.owner_id.id)
        return Domain.TRUE

    def _title(self, count):
        if count < LIMIT:
            return self.env._("Tasks as %s sees them", self.colleague_id.name)
        return self.env._(
            "The first %(count)s tasks as %(colleague)s sees them",
            count=count,
            colleague=self.colleague_id.name,
        )

    # ---- through the eyes of the colleague

    def _as_colleague(self):
        """The environment of the colleague, in all his companies; never to change
        anything."""
        return self.env(
            user=self.colleague_id, context={"lang": self.env.lang, "tz": self.env.tz}
        )

    def _prepare_lines(self, tasks):
        theirs = self._as_colleague()
        level_by_task = self._levels_seen(tasks, theirs)
        reasons = theirs["crm.task.share"]._reasons(tasks, level_by_task)
        documents = self._documents_seen(tasks, level_by_task, theirs)
        return [
            {
                "view_id": self.id,
                "task_id": task.id,
                "seen_as": self._seen_as(task, level_by_task[task.id]),
                "document": documents.get(task.id),
                "level": LEVEL_NAMES[level_by_task[task.id]],
                "reason": self._describe_reason(reasons[task.id]),
            }
            for task in tasks
        ]

    def _levels_seen(self, tasks, theirs):
        """What the colleague sees of the tasks: the answers of the same questions that
        his screens ask."""
        seen = theirs["mail.activity"].browse(tasks.ids)
        slots = theirs["crm.task.slot"].search([("id", "in", tasks.ids)])
        readable = seen._filtered_access("read")
        full = readable._filtered_access("write")
        return (
            dict.fromkeys(tasks.ids, levels.NONE)
            | dict.fromkeys(slots.ids, levels.BUSY)
            | dict.fromkeys(readable.ids, levels.READ)
            | dict.fromkeys(full.ids, levels.FULL)
        )

    def _documents_seen(self, tasks, level_by_task, theirs):
        """The names of the documents that both the colleague and the user may read."""
        shown = tasks.filtered(lambda task: level_by_task[task.id] >= levels.READ)
        seen = theirs["mail.activity"].browse(shown.ids)
        names = {
            values["id"]: values["res_name"] for values in shown.read(["res_name"])
        }
        return {
            values["id"]: names[values["id"]]
            for values in seen.read(["res_name"])
            if values["res_name"]
        }

    def _seen_as(self, task, level):
        if level >= levels.READ:
            return task.display_name
        return self.env._("Busy") if level == levels.BUSY else False

    def _describe_reason(self, reason):
        texts = {
            "own": self.env._("Own task"),
            "type": self.env._("Default of the task type"),
            "company": self.env._("Default of the company"),
            "created": self.env._("Created the task"),
            "see_all": self.env._("See All Tasks"),
            "document": self.env._("Access to the document"),
        }
        if reason.kind != "rule":
            return texts[reason.kind]
        rule = self.env["crm.task.share"].browse(reason.rule)
        return self.env._("Rule: %s", rule._describe())


class CrmTaskViewAsLine(models.TransientModel):
    _name = "crm.task.view.as.line"
    _description = "A Task as a Colleague Sees It"
    _order = "id"

    view_id = fields.Many2one("crm.task.view.as", required=True, ondelete="cascade")
    task_id = fields.Many2one(
        "mail.activity", "Task", required=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="task_id.user_id")
    activity_type_id = fields.Many2one(related="task_id.activity_type_id")
    date_due = fields.Datetime(related="task_id.date_due")
    date_deadline = fields.Date(related="task_id.date_deadline")
    seen_as = fields.Char("Seen as", readonly=True)
    document = fields.Char(readonly=True)
    level = fields.Selection(LEVELS, "Sees", readonly=True)
    reason = fields.Char("Why", readonly=True)

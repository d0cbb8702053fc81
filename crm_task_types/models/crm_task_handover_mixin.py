"""Whom open tasks are handed over to, and which these are."""

import heapq

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

SALESPERSON, ONE, IN_TURN, LEAST_BUSY = "salesperson", "one", "in_turn", "least_busy"
# A module adds a way by its label here and a method ``_heirs_by_<way>``.
WAYS = [
    (SALESPERSON, "The salesperson of the document"),
    (ONE, "One colleague"),
    (IN_TURN, "Several colleagues in turn"),
    (LEAST_BUSY, "Whoever has the fewest open tasks"),
]
NEEDED = {ONE: "heir_id", IN_TURN: "heir_ids", LEAST_BUSY: "heir_ids"}


class CrmTaskHandoverMixin(models.AbstractModel):
    _name = "crm.task.handover.mixin"
    _description = "Handing over Tasks"

    way = fields.Selection(
        WAYS,
        "Hand over to",
        required=True,
        default=SALESPERSON,
        help="Where the document has no other salesperson, the leader of its sales "
        "team gets the task.",
    )
    heir_id = fields.Many2one(
        "res.users", "Colleague", domain="[('share', '=', False)]", ondelete="set null"
    )
    heir_ids = fields.Many2many(
        "res.users", string="Colleagues", domain="[('share', '=', False)]"
    )
    task_ids = fields.Many2many(
        "mail.activity",
        string="Open tasks",
        compute="_compute_task_ids",
        help="The tasks that you may hand over.",
    )
    task_count = fields.Integer("Number of tasks", compute="_compute_task_ids")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    warning = fields.Text(compute="_compute_warning")

    # ---- hooks

    def _leaving(self):
        """Those whose tasks are handed over."""
        return self.env["res.users"]

    def _handed_domain(self):
        """Which of their open tasks are handed over."""
        return Domain("user_id", "in", self._leaving()._origin.ids)

    def _given_so_far(self):
        """How many tasks were handed over in turn already."""
        return 0

    # ---- the tasks

    def _handed_tasks(self, only=Domain.TRUE):
        """The tasks concerned that the user may hand over, the most urgent first."""
        tasks = self.env["mail.activity"].search(
            self._handed_domain() & only, order="date_overdue, id"
        )
        return tasks._filtered_access("write")

    @api.depends("way")
    @api.depends_context("uid")
    def _compute_task_ids(self):
        for handover in self:
            handover.task_ids = handover._handed_tasks()
            handover.task_count = len(handover.task_ids)

    @api.depends("task_ids")
    @api.depends_context("lang", "uid")
    def _compute_preview(self):
        """How many tasks there are of each type on each kind of document."""
        for handover in self:
            handover.preview = self.env["ir.qweb"]._render(
                "crm_task_types.handover_preview",
                {"rows": handover._count_rows(), "count": handover.task_count},
            )

    def _count_rows(self):
        groups = self.env["mail.activity"]._read_group(
            [("id", "in", self.task_ids._origin.ids)],
            ["res_model_id", "activity_type_id"],
            ["__count"],
        )
        rows = [
            # sudo: the kinds of documents have a name for everybody
            (model.sudo().name or self.env._("Other"), kind.name or "", count)
            for model, kind, count in groups
        ]
        return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))

    @api.depends("task_ids", "heir_id", "heir_ids", "way")
    def _compute_warning(self):
        for handover in self:
            handover.warning = "\n".join(handover._warnings())

    def _warnings(self):
        """What is to be considered before the tasks are handed over."""
        self.ensure_one()
        heirs = self._chosen_heirs()._origin
        closed = {
            heir.name: count
            for heir in heirs
            if (count := self._count_closed_documents(heir))
        }
        return [
            self.env._(
                "%(user)s can't open %(count)s of the documents: only the tasks will "
                "be seen.",
                user=name,
                count=count,
            )
            for name, count in closed.items()
        ] + [
            self.env._("%s is away, too.", heir.name)
            for heir in heirs & heirs._find_absent()
        ]

    def _count_closed_documents(self, heir):
        count = 0
        tasks = self.task_ids._origin
        companies = heir._get_company_ids()
        for model, of_model in tasks.filtered("res_model").grouped("res_model").items():
            documents = of_model._documents(model).with_user(heir)
            documents = documents.with_context(allowed_company_ids=companies)
            count += len(documents - documents._filtered_access("read"))
        return count

    # ---- who gets them

    @api.constrains("way", "heir_id", "heir_ids")
    def _check_heirs(self):
        for handover in self:
            name = NEEDED.get(handover.way)
            if name and not handover[name]:
                raise ValidationError(self.env._("Please choose who gets the tasks."))
            handover._check_are_colleagues()

    def _check_are_colleagues(self):
        heirs = self._chosen_heirs()
        if wrong := heirs & self._leaving():
            raise ValidationError(
                self.env._(
                    "%s can't get the tasks: they are to be handed over.",
                    ", ".join(wrong.mapped("name")),
                )
            )
        if wrong := heirs.filtered(lambda user: user.share or not user.active):
            raise ValidationError(
                self.env._(
                    "%s can't get tasks. Please choose a colleague who has an account.",
                    ", ".join(wrong.mapped("name")),
                )
            )

    def _chosen_heirs(self):
        name = NEEDED.get(self.way)
        return self[name] if name else self.env["res.users"]

    def _available_heirs(self):
        """Those chosen who can work on tasks now."""
        chosen = self._chosen_heirs().filtered(
            lambda user: user.active and not user.share
        )
        return chosen - self._leaving() - chosen._find_absent()

    def _distribute(self, tasks):
        """Who gets which of the tasks, which are in the order they are given.

        :return: ``{user: tasks}``; tasks of the empty user are those that nobody could
            get
        """
        self.ensure_one()
        heirs = self._available_heirs()
        # who was chosen may be gone meanwhile
        way = self.way if heirs else SALESPERSON
        return tasks._by_heir(getattr(self, f"_heirs_by_{way}")(tasks, heirs))

    def _heirs_by_salesperson(self, tasks, _heirs):
        # sudo: who is responsible for a document, to give him its tasks
        return tasks.sudo()._find_heirs(
            self._leaving() | self.env["res.users"]._all_absent()
        )

    def _heirs_by_one(self, tasks, heirs):
        return dict.fromkeys(tasks, heirs[:1])

    def _heirs_by_in_turn(self, tasks, heirs):
        start = self._given_so_far()
        return {
            task: heirs[number % len(heirs)] for number, task in enumerate(tasks, start)
        }

    def _heirs_by_least_busy(self, tasks, heirs):
        # sudo: how busy they are decides, and is told nobody
        counts = dict(
            self.env["mail.activity"]
            .sudo()
            ._read_group([("user_id", "in", heirs.ids)], ["user_id"], ["__count"])
        )
        queue = [
            (counts.get(heir.sudo(), 0), number) for number, heir in enumerate(heirs)
        ]
        heapq.heapify(queue)
        found = {}
        for task in tasks:
            count, number = queue[0]
            found[task] = heirs[number]
            heapq.heapreplace(queue, (count + 1, number))
        return found

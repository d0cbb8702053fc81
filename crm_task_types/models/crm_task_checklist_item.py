from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import checklist

_SYSTEM_FIELDS = {"done_uid", "done_date"}


class CrmTaskChecklistItem(models.Model):
    """One thing to be ticked on a task.

    Who may change the task may change its items; the person of an item may tick it,
    also where he only reads the task.
    """

    _name = "crm.task.checklist.item"
    _inherit = ["crm.task.part"]
    _description = "Checklist Item of a Task"
    _order = "mail_activity_id, sequence, id"

    sequence = fields.Integer()
    name = fields.Char(
        required=True, help="Several lines make several items, in their order."
    )
    is_required = fields.Boolean(
        "Required", help="The task can't be completed before the item is ticked."
    )
    user_id = fields.Many2one(
        "res.users",
        "Assigned to",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        ondelete="set null",
        help="Sees the task, and may tick the item. Empty: whoever works on the task.",
    )
    is_done = fields.Boolean("Done", copy=False)
    done_uid = fields.Many2one(
        "res.users",
        "Ticked by",
        compute="_compute_done",
        store=True,
        ondelete="set null",
    )
    done_date = fields.Datetime("Ticked on", compute="_compute_done", store=True)

    _name_not_blank = models.Constraint(
        "CHECK(TRIM(name) != '')", "Please say what has to be done."
    )

    @api.depends("is_done")
    def _compute_done(self):
        for item in self:
            if not item.is_done:
                item.done_uid = item.done_date = False
            elif not item.done_date:
                item.done_uid = self.env.user
                item.done_date = fields.Datetime.now()

    @api.onchange("user_id")
    def _onchange_user_id(self):
        """Say it now that the person can't open the document of the task."""
        document = self.mail_activity_id.document_ref
        if not self.user_id or not document or not document.has_access("read"):
            return None
        if warning := self.mail_activity_id._people_warning(self.user_id, document):
            title = self.env._("Document not open to everybody")
            return {"warning": {"title": title, "message": warning}}
        return None

    # ---- several lines make several items

    @api.model_create_multi
    def create(self, vals_list):
        """:return: one item for each of the values: the first one that they make"""
        self._add_sequences(vals_list)
        every, places = [], []
        for vals in vals_list:
            places.append(len(every))
            every += self._split_lines(vals)
        items = super().create([self._without_system_fields(vals) for vals in every])
        return self.browse().concat(*(items[place] for place in places))

    def write(self, vals):
        first, *others = self._split_lines(vals)
        result = super().write(self._without_system_fields(first))
        if others:
            self.create(
                [
                    {
                        **line,
                        "mail_activity_id": item.mail_activity_id.id,
                        "sequence": item.sequence,
                    }
                    for item in self
                    for line in others
                ]
            )
        return result

    @api.model
    def _split_lines(self, vals):
        """The values of the items that a name of several lines makes."""
        name = vals.get("name") or ""
        if name.splitlines() in ([], [name]):
            return [vals]
        required = vals.get("is_required")
        lines = checklist.parse(name)
        split = [
            {**vals, "name": line.name, "is_required": required or line.is_required}
            for line in lines
        ]
        return split or [{**vals, "name": ""}]

    @api.model
    def _add_sequences(self, vals_list):
        """Items without a place come last on their task."""
        bare = [vals for vals in vals_list if vals.get("sequence") is None]
        task_ids = {vals.get("mail_activity_id") for vals in bare}
        # sudo: only their places count; whether they may be added is checked after it
        last = dict(
            self.sudo()._read_group(
                [("mail_activity_id", "in", list(task_ids))],
                ["mail_activity_id"],
                ["sequence:max"],
            )
        )
        last = {task.id: sequence for task, sequence in last.items()}
        for vals in bare:
            task_id = vals.get("mail_activity_id")
            vals["sequence"] = last[task_id] = (last.get(task_id) or 0) + 1

    def _without_system_fields(self, vals):
        """Nobody says who ticked an item: it is known."""
        if self.env.su:
            return vals
        return {
            name: value for name, value in vals.items() if name not in _SYSTEM_FIELDS
        }

    @api.model
    def _prepare_values_of_text(self, text):
        """The values of the items of a text, one per line."""
        return [
            {"sequence": position, **line._asdict()}
            for position, line in enumerate(checklist.parse(text))
        ]

    # ---- ticking

    def action_tick(self, is_done=True):
        """Tick items, or take their ticks back. Ticking what is ticked changes nothing:
        two people who tick at once don't undo each other.

        :param bool is_done: False takes the ticks back
        :return: what browsers show of the checklists of their tasks, by task id
        :rtype: dict
        :raise UserError: when somebody has deleted an item
        :raise AccessError: for items of others on tasks that the user can't change
        """
        if len(self.exists()) < len(self):
            raise UserError(
                self.env._(
                    "Somebody has removed this item. Please reload the page to see "
                    "the checklist as it is now."
                )
            )
        self.check_access("read")
        (self - self._own_items()).check_access("write")
        # sudo: the person of an item ticks it, also where he only reads the task
        changed = self.sudo().filtered(lambda item: item.is_done != bool(is_done))
        changed.is_done = bool(is_done)
        tasks = self.mail_activity_id
        return {task.id: task._checklist_for_browser() for task in tasks}

    def _own_items(self):
        return self.filtered(lambda item: item.user_id == self.env.user)

    def _value_for_browser(self, can_write):
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "isDone": self.is_done,
            "isRequired": self.is_required,
            # sudo: who reads a task reads the names of its people
            "person": self.sudo().user_id.name or "",
            "doneBy": self.sudo().done_uid.name or "",
            "canTick": can_write or self.user_id == self.env.user,
        }

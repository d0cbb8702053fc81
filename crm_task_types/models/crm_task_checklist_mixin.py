"""What is said of one thing to be ticked, on a task and on what makes tasks."""

from odoo import api, fields, models

from ..tools import checklist


class CrmTaskChecklistMixin(models.AbstractModel):
    _name = "crm.task.checklist.mixin"
    _description = "Item of a Checklist"
    _order = "sequence, id"

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

    @api.model
    def _owner_names(self):
        """The fields that say whose checklist it is; an item has one of them."""
        return []

    # ---- several lines make several items

    @api.model_create_multi
    def create(self, vals_list):
        """:return: one item for each of the values: the first one that they make"""
        self._add_sequences(vals_list)
        every, places = [], []
        for vals in vals_list:
            places.append(len(every))
            every += self._split_lines(vals)
        items = super().create(every)
        return self.browse().concat(*(items[place] for place in places))

    def write(self, vals):
        first, *others = self._split_lines(vals)
        result = super().write(first)
        if others:
            self.create(
                [
                    {
                        **line,
                        **{name: item[name].id for name in self._owner_names()},
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
        """Items without a place come last on their checklist."""
        for name in self._owner_names():
            bare = [
                vals
                for vals in vals_list
                if vals.get("sequence") is None and vals.get(name)
            ]
            owners = {vals[name] for vals in bare}
            # sudo: only their places count; whether they may be added is checked later
            groups = self.sudo()._read_group(
                [(name, "in", list(owners))], [name], ["sequence:max"]
            )
            last = {owner.id: sequence for owner, sequence in groups}
            for vals in bare:
                vals["sequence"] = last[vals[name]] = (last.get(vals[name]) or 0) + 1

    @api.model
    def _prepare_values_of_text(self, text):
        """The values of the items of a text, one per line."""
        return [
            {"sequence": position, **line._asdict()}
            for position, line in enumerate(checklist.parse(text))
        ]

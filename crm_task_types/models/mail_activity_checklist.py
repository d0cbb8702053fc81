"""Checklists of tasks: where they come from, how far they are, and that a task isn't
completed before what is required is ticked."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store


class MailActivityType(models.Model):
    _name = "mail.activity.type"
    _inherit = ["mail.activity.type", "crm.task.checklist.owner"]

    checklist_line_ids = fields.One2many(
        "crm.task.checklist.line",
        "activity_type_id",
        "Checklist",
        copy=True,
        help="Every new task gets these items, unless it comes with items of its own.",
    )


class MailActivity(models.Model):
    _inherit = "mail.activity"

    checklist_item_ids = fields.One2many(
        "crm.task.checklist.item",
        "mail_activity_id",
        "Checklist",
        # who may read the task may read its items; saves a search over all tasks
        bypass_search_access=True,
        copy=True,
    )
    checklist_count = fields.Integer(
        "Checklist items", compute="_compute_checklist_progress"
    )
    checklist_done_count = fields.Integer(
        "Ticked items", compute="_compute_checklist_progress"
    )
    checklist_progress = fields.Char(
        "Progress",
        compute="_compute_checklist_progress",
        help="Ticked items of the checklist, and how many there are.",
    )

    @api.depends("checklist_item_ids.is_done")
    def _compute_checklist_progress(self):
        for task in self:
            items = task.checklist_item_ids
            done = len(items.filtered("is_done"))
            task.checklist_count = len(items)
            task.checklist_done_count = done
            task.checklist_progress = f"{done}/{len(items)}" if items else False

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._add_checklist_of_type()
        return tasks

    def write(self, vals):
        if "activity_type_id" not in vals:
            return super().write(vals)
        by_old_type = self.grouped("activity_type_id")
        result = super().write(vals)
        for old_type, tasks in by_old_type.items():
            tasks.filtered(
                lambda task, old_type=old_type: task.active
                and task.activity_type_id != old_type
            )._change_checklist(old_type)
        return result

    def _add_checklist_of_type(self):
        """Give each open task the items of its type, unless it came with items of its
        own."""
        listed = self.env["crm.task.checklist.line"]._types_with_items()
        by_type = self._by_type(lambda task_type: task_type.id in listed)
        self._create_items(
            [
                {"mail_activity_id": task.id, **vals}
                for task_type, tasks in by_type.items()
                for vals in task_type._prepare_checklist_values()
                for task in tasks
                if task.active and not task.checklist_item_ids
            ]
        )

    def _change_checklist(self, old_type):
        """The items of the old type that nobody has touched make room for those of the
        new type that aren't there."""
        if not self:
            return
        # sudo: who may change the type of a task changes its checklist with it
        tasks = self.sudo()
        old_type.checklist_line_ids._untouched(tasks.checklist_item_ids).unlink()
        lines = tasks.activity_type_id.checklist_line_ids
        names = lines._names_by_line()
        self._create_items(
            [
                {"mail_activity_id": task.id, **line._prepare_item_values()}
                for task in tasks
                for line in lines
                if names[line.id].isdisjoint(task.checklist_item_ids.mapped("name"))
            ]
        )

    @api.model
    def _create_items(self, values):
        if values:
            # sudo: who may plan the task gives it the checklist of its type
            self.env["crm.task.checklist.item"].sudo().create(values)

    # ---- completing

    def _check_completed(self):
        result = super()._check_completed()
        self._check_checklist()
        return result

    def _check_checklist(self):
        """Refuse tasks whose required items aren't all ticked.

        :raise ValidationError: naming the first such task and its open items
        """
        tasks = self._perhaps_with("checklist_item_ids")
        if not tasks:
            return
        # sudo: required items count for everybody who may complete the task
        Item = self.env["crm.task.checklist.item"].sudo()
        missing = Item.search(
            [
                ("mail_activity_id", "in", tasks.ids),
                ("is_required", "=", True),
                ("is_done", "=", False),
            ]
        )
        for task, items in missing.grouped("mail_activity_id").items():
            raise ValidationError(
                self.env._(
                    "To complete “%(task)s”, please tick first: %(items)s.",
                    task=task.display_name,
                    items=", ".join(items.mapped("name")),
                )
            )

    # ---- the people of items

    @api.model
    def _own_sql(self):
        """Who has an item on a task sees the task."""
        Item = self.env["crm.task.checklist.item"]
        Item.flush_model(["mail_activity_id", "user_id"])
        return SQL(
            "(%s OR %s IN (SELECT mail_activity_id FROM %s WHERE user_id = %s))",
            super()._own_sql(),
            SQL.identifier(self._table, "id"),
            SQL.identifier(Item._table),
            self.env.uid,
        )

    def _has_among(self, operation):
        return super()._has_among(operation) or (
            operation == "read" and self.env.user in self.checklist_item_ids.user_id
        )

    def _people_to_tell(self):
        users = self.sudo().checklist_item_ids.user_id  # sudo: reads names only
        return super()._people_to_tell() | users.filtered(
            lambda user: user.active and not user.share
        ).sudo(False)

    # ---- browsers

    def _to_store_defaults(self, target):
        return [
            *super()._to_store_defaults(target),
            Store.Attr("checklist", lambda task: task._checklist_for_browser()),
        ]

    def _checklist_for_browser(self):
        self.ensure_one()
        return [
            item._value_for_browser(self.can_write) for item in self.checklist_item_ids
        ]

from odoo import api, fields, models


class CrmTaskChecklistItem(models.Model):
    _name = "crm.task.checklist.item"
    _inherit = ["crm.task.part"]
    _description = "Checklist Item of a Task"
    _order = "mail_activity_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    is_done = fields.Boolean("Done")
    done_uid = fields.Many2one(
        "res.users",
        "Ticked by",
        compute="_compute_done",
        store=True,
        ondelete="set null",
    )
    done_date = fields.Datetime("Ticked on", compute="_compute_done", store=True)

    @api.depends("is_done")
    def _compute_done(self):
        for item in self:
            if not item.is_done:
                item.done_uid = item.done_date = False
            elif not item.done_date:
                item.done_uid = self.env.user
                item.done_date = fields.Datetime.now()


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    default_checklist = fields.Text(
        "Checklist", translate=True, help="One item per line; every new task gets them."
    )

    def _checklist_names(self):
        lines = (line.strip() for line in (self.default_checklist or "").splitlines())
        return [line for line in lines if line]


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
    checklist_count = fields.Integer(compute="_compute_checklist_progress")
    checklist_done_count = fields.Integer(compute="_compute_checklist_progress")

    @api.depends("checklist_item_ids.is_done")
    def _compute_checklist_progress(self):
        for task in self:
            task.checklist_count = len(task.checklist_item_ids)
            task.checklist_done_count = len(task.checklist_item_ids.filtered("is_done"))

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks.filtered(lambda task: task.active)._add_checklist_of_type()
        return tasks

    def _add_checklist_of_type(self):
        """Give each task the items of its type, unless it came with items of its
        own."""
        values = []
        for task_type, tasks in self.grouped("activity_type_id").items():
            names = task_type._checklist_names()
            bare = (
                tasks.filtered(lambda task: not task.checklist_item_ids)
                if names
                else ()
            )
            values += [
                {"mail_activity_id": task.id, "name": name, "sequence": position}
                for task in bare
                for position, name in enumerate(names)
            ]
        if values:
            # sudo: who may plan the task gives it the checklist of its type
            self.env["crm.task.checklist.item"].sudo().create(values)

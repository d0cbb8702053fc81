from odoo import api, fields, models
from odoo.exceptions import UserError

_SYSTEM_FIELDS = {"done_uid", "done_date"}


class CrmTaskChecklistItem(models.Model):
    """One thing to be ticked on a task.

    Who may change the task may change its items; the person of an item may tick it,
    also where he only reads the task.
    """

    _name = "crm.task.checklist.item"
    _inherit = ["crm.task.part", "crm.task.checklist.mixin"]
    _description = "Checklist Item of a Task"
    _order = "mail_activity_id, sequence, id"

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

    @api.model
    def _owner_names(self):
        return [*super()._owner_names(), "mail_activity_id"]

    # ---- who ticked it isn't said: it is known

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_system_fields(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._without_system_fields(vals))

    def _without_system_fields(self, vals):
        if self.env.su:
            return vals
        return {
            name: value for name, value in vals.items() if name not in _SYSTEM_FIELDS
        }

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

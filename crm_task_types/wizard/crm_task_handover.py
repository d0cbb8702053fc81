from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmTaskHandover(models.TransientModel):
    """Hand over the open tasks of users, and archive these if that is why."""

    _name = "crm.task.handover"
    _inherit = ["crm.task.handover.mixin", "crm.task.batches"]
    _description = "Hand over Tasks"

    user_ids = fields.Many2many(
        "res.users",
        "crm_task_handover_user_rel",
        string="Tasks of",
        required=True,
        domain="[('share', '=', False)]",
        default=lambda self: self._default_user_ids(),
    )
    archive = fields.Boolean("Archive the users")
    hidden_count = fields.Integer(
        "Tasks you can't see", compute="_compute_hidden_count"
    )

    def _default_user_ids(self):
        if self.env.context.get("active_model") == "res.users":
            return self.env.context.get("active_ids", [])
        return self.env.user

    def _leaving(self):
        return self.user_ids

    @api.depends("user_ids")
    @api.depends_context("uid")
    def _compute_task_ids(self):
        return super()._compute_task_ids()

    @api.depends("task_ids", "archive")
    @api.depends_context("uid")
    def _compute_hidden_count(self):
        """Only their number, and only for those who close the accounts: somebody has to
        know that there is more."""
        self.hidden_count = 0
        if self.env.user.has_group("base.group_erp_manager"):
            for handover in self.filtered("archive"):
                users = handover.user_ids._origin
                handover.hidden_count = users._count_open_tasks() - handover.task_count

    def action_hand_over(self):
        """Hand over the tasks that the user may change, then archive the users if
        asked: what is left goes to the salesperson of its document. Of very many tasks
        the first at once, the others in the background.

        :raise AccessError: when the user may not do so
        """
        self.ensure_one()
        self._check_may_hand_over()
        count = len(self._handed_tasks())
        if not count and not self.archive:
            raise UserError(self.env._("There are no open tasks to hand over."))
        return self._begin(count)

    def _check_may_hand_over(self):
        self.check_access("write")
        self.user_ids._check_may_hand_over()
        if self.archive:
            self.user_ids.check_access("write")

    def _say(self, env):
        if self.archive:
            return env._("The account of %s was closed", self._names())
        return env._("Handed over by %s", self.env.user.name)

    def _names(self):
        users = self.with_context(active_test=False).user_ids
        return ", ".join(users.mapped("name"))

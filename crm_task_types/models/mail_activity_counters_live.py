"""Open browsers count again when the tasks of their user change.

They are told only that something changed, not what.
"""

from odoo import api, models

COUNTED_FIELDS = {
    "active",
    "user_id",
    "co_executor_ids",
    "reviewer_id",
    "review_state",
    "date_start",
    "date_due",
    "duration_hours",
    "date_deadline",
    "date_overdue",
    "res_model_id",
}
RECOUNT = "crm_task/recount"
TOLD = "crm_task_recount"


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._counted_people()._let_recount_tasks()
        return tasks

    def write(self, vals):
        if COUNTED_FIELDS.isdisjoint(vals):
            return super().write(vals)
        people = self._counted_people()
        result = super().write(vals)
        (people | self._counted_people())._let_recount_tasks()
        return result

    def unlink(self):
        people = self._counted_people()
        result = super().unlink()
        people._let_recount_tasks()
        return result

    def _counted_people(self):
        """Those whose counters these tasks are in."""
        # sudo: who works on it doesn't depend on who changes it
        tasks = self.sudo().filtered("active")
        return tasks.user_id | tasks.co_executor_ids | tasks.reviewer_id


class ResUsers(models.Model):
    _inherit = "res.users"

    def _let_recount_tasks(self):
        """Tell the open browsers of these users, once in a transaction."""
        told = self.env.cr.precommit.data.setdefault(TOLD, set())
        users = self.filtered(lambda user: user.active and user.id not in told)
        users._bus_send(RECOUNT, {})
        told.update(users.ids)

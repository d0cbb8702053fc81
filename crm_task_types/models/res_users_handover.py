"""Open tasks outlive the account of their assignee: somebody else gets them."""

from odoo import api, models
from odoo.exceptions import AccessError

# who hands over the tasks of others; everybody else his own
HANDING_GROUPS = ("crm_task_types.group_task_admin", "base.group_erp_manager")


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_archive(self):
        # Odoo would delete the open tasks of the users
        self._close_task_accounts()
        return super().action_archive()

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self.filtered("active")._close_task_accounts()
        return super().write(vals)

    def unlink(self):
        self._close_task_accounts()
        return super().unlink()

    def action_hand_over_and_archive(self):
        """The dialog that hands over the open tasks of users and archives them.

        :return: its action; False when the users have no open tasks
        :raise AccessError: when the user may not archive them
        """
        self.check_access("write")
        if not self._count_open_tasks():
            return False
        return self.env["ir.actions.actions"]._for_xml_id(
            "crm_task_types.crm_task_handover_action"
        ) | {
            "name": self.env._("Archive and Hand Over Tasks"),
            "context": {"default_user_ids": self.ids, "default_archive": True},
        }

    def _count_open_tasks(self):
        # sudo: only their number, for who may archive the account
        return self.env["mail.activity"].sudo().search_count(self._open_tasks_domain())

    def _open_tasks_domain(self):
        return [("user_id", "in", self.ids)]

    def _close_task_accounts(self):
        self.check_access("write")
        # sudo: all that concerns their tasks, whoever archives them
        self.sudo()._forget_absences()
        self.sudo()._hand_over_tasks()

    def _forget_absences(self):
        """Hook: nobody comes back."""

    def _hand_over_tasks(self):
        """Give the open tasks of these users to others, see
        :meth:`mail.activity._hand_over`."""
        tasks = self.env["mail.activity"].search(self._open_tasks_domain())
        without = self | self._all_absent()
        for user, given in tasks.grouped("user_id").items():
            given._hand_over(user._say_account_closed, without=without)

    @api.model
    def _all_absent(self):
        """Hook: the users who are away just now."""
        return self.browse()

    def _find_absent(self):
        return self & self._all_absent()

    def _say_account_closed(self, env):
        return env._("The account of %s was closed", self.name)

    def _check_may_hand_over(self):
        """:raise AccessError: unless the current user may hand over the tasks of
        these users"""
        if others := self._closed_to_hand_over():
            raise AccessError(
                self.env._(
                    "You can hand over your own tasks, not those of %(users)s. Please "
                    "ask a sales manager.",
                    users=", ".join(others.mapped("name")),
                )
            )

    def _closed_to_hand_over(self):
        """Those of these users whose tasks the current user may not hand over."""
        if any(map(self.env.user.has_group, HANDING_GROUPS)):
            return self.browse()
        return self - self.env.user

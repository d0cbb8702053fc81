from odoo.tests import new_test_user

from odoo.addons.crm_task_types.tests.common import TaskCase

SECRET = "Zanzibar"  # stands in all texts of the task, nowhere else


class ShareCase(TaskCase):
    """The rep owns tasks; the colleague, who may not see the rep's leads, looks."""

    def share(self, level, owner=None, **values):
        """The rep (or ``owner``) shares with the colleague, unless said otherwise."""
        grantee = {"grantee_kind": "user", "grantee_id": self.colleague.id}
        return self.env["crm.task.share"].create(
            {
                "user_id": (owner or self.rep).id,
                "level": level,
                **(grantee if "grantee_kind" not in values else {}),
                **values,
            }
        )

    def seen(self, tasks, user=None):
        """Those of the tasks that the colleague (or ``user``) finds."""
        Task = self.env["mail.activity"].with_user(user or self.colleague)
        return Task.search([("id", "in", tasks.ids)])

    def all_leads_user(self, login="reads_all"):
        return new_test_user(
            self.env,
            login,
            groups="sales_team.group_sale_salesman_all_leads",
            tz="UTC",
        )

from odoo.addons.crm_task_types.tests.common import TaskCase, new_test_user


class ProjectCase(TaskCase):
    """A project of the client that only the member follows. The rep may open the lead,
    the member may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = new_test_user(
            cls.env, "member", groups="project.group_project_user", tz="UTC"
        )
        cls.project_manager = new_test_user(
            cls.env, "chief", groups="project.group_project_manager", tz="UTC"
        )
        cls.project = cls.env["project.project"].create(
            {
                "name": "New roof",
                "partner_id": cls.client.id,
                "privacy_visibility": "followers",
            }
        )
        cls.project.message_subscribe((cls.member | cls.project_manager).partner_id.ids)

    @classmethod
    def plan_in_project(cls, project=None, **values):
        """A task of the boss on the lead, in the project."""
        project = cls.project if project is None else project
        cls.project.message_subscribe(cls.boss.partner_id.ids)
        task = cls.plan(
            **{"user": cls.boss, "project_id": project.id, "summary": "Look"} | values
        )
        cls.project.message_unsubscribe(cls.boss.partner_id.ids)
        return task

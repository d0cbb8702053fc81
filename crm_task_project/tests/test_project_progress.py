"""A project shows how many of its tasks are done."""

from odoo.addons.crm_task_types.tests.common import tagged

from .common import ProjectCase


@tagged("post_install", "-at_install")
class TestProjectProgress(ProjectCase):
    def assertProgress(self, user, done, count, progress):
        self.env.invalidate_all()
        project = self.project.with_user(user)
        self.assertEqual(
            (project.crm_task_done_count, project.crm_task_count), (done, count)
        )
        self.assertAlmostEqual(project.crm_task_progress, progress)

    def test_done_of_all(self):
        self.assertProgress(self.member, 0, 0, 0)
        tasks = [self.plan_in_project() for _number in range(4)]
        self.assertProgress(self.member, 0, 4, 0)
        tasks[0].action_feedback()
        self.assertProgress(self.member, 1, 4, 25)
        tasks[1]._cancel("A mistake")
        self.assertProgress(self.member, 1, 3, 100 / 3)

    def test_on_the_project_itself_counts(self):
        self.plan(self.project, user=self.project_manager).action_feedback()
        self.assertProgress(self.member, 1, 1, 100)

    def test_queries_stay_flat(self):
        def make_many(count):
            projects = self.env["project.project"].create(
                [{"name": f"Project {number}"} for number in range(count)]
            )
            for project in projects:
                self.plan_in_project(project)
            return projects.with_user(self.member)

        def count(projects):
            self.assertEqual(sum(projects.mapped("crm_task_count")), len(projects))

        self.assertFlatQueries(make_many, count)

    def test_dashboard(self):
        def texts():
            self.env.invalidate_all()
            buttons = self.project.with_user(self.project_manager)._get_stat_buttons()
            return [(b["text"], b.get("number")) for b in buttons if b["show"]]

        self.assertNotIn("CRM Tasks", dict(texts()))
        self.plan_in_project().action_feedback()
        self.assertIn(("CRM Tasks", "1 / 1"), texts())

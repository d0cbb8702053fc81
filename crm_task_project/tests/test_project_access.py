"""The project of a task decides who sees it, beside its document."""

from odoo.exceptions import AccessError

from odoo.addons.crm_task_types.tests.common import new_test_user, tagged

from .common import ProjectCase


@tagged("post_install", "-at_install")
class TestProjectAccess(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = new_test_user(cls.env, "stranger", groups="base.group_user")
        cls.both = new_test_user(
            cls.env,
            "both",
            groups="sales_team.group_sale_salesman_all_leads,project.group_project_user",
        )
        cls.project.message_subscribe(cls.both.partner_id.ids)

    def assertAccess(self, task, user, *, read, write):
        Task = self.env["mail.activity"].with_user(user)
        self.env.invalidate_all()
        self.assertEqual(bool(Task.search([("id", "=", task.id)])), read)
        self.assertEqual(Task.search_count([("id", "=", task.id)]), int(read))
        self.assertEqual(Task.browse(task.id).has_access("read"), read)
        self.assertEqual(Task.browse(task.id).has_access("write"), write)
        self.assertEqual(Task.browse(task.id).has_access("unlink"), write)

    def test_document_or_project(self):
        task = self.plan_in_project()
        for user, read, write in (
            (self.boss, True, True),  # the assignee
            (self.rep, True, True),  # the document
            (self.member, True, False),  # the project
            (self.both, True, True),
            (self.colleague, False, False),  # a lead of somebody else
            (self.stranger, False, False),
        ):
            with self.subTest(user=user.login):
                self.assertAccess(task, user, read=read, write=write)

    def test_privacy_of_the_project(self):
        task = self.plan_in_project()
        for privacy, seen in (("followers", False), ("employees", True)):
            self.project.privacy_visibility = privacy
            with self.subTest(privacy=privacy):
                self.assertAccess(task, self.stranger, read=seen, write=False)

    def test_follower_comes_and_goes(self):
        task = self.plan_in_project()
        self.project.message_subscribe(self.stranger.partner_id.ids)
        self.assertAccess(task, self.stranger, read=True, write=False)
        self.project.message_unsubscribe(self.stranger.partner_id.ids)
        self.assertAccess(task, self.stranger, read=False, write=False)

    def test_archived_project(self):
        task = self.plan_in_project()
        self.project.active = False
        self.assertAccess(task, self.member, read=True, write=False)
        self.assertAccess(task, self.stranger, read=False, write=False)

    def test_other_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        project = self.env["project.project"].create(
            {
                "name": "Elsewhere",
                "company_id": elsewhere.id,
                "privacy_visibility": "employees",
            }
        )
        task = self.plan()
        task.sudo().project_id = project
        self.assertAccess(task, self.stranger, read=False, write=False)

    def test_without_project_as_before(self):
        task = self.plan(user=self.boss)
        self.assertAccess(task, self.rep, read=True, write=True)
        self.assertAccess(task, self.member, read=False, write=False)

    def test_on_the_project_itself(self):
        task = self.plan(self.project, user=self.project_manager)
        self.assertAccess(task, self.member, read=True, write=False)
        self.assertAccess(task, self.stranger, read=False, write=False)

    def test_portal_users_stay_out(self):
        portal = new_test_user(self.env, "visitor", groups="base.group_portal")
        self.project.privacy_visibility = "portal"
        self.project.message_subscribe(portal.partner_id.ids)
        task = self.plan_in_project()
        with self.assertRaises(AccessError):
            task.with_user(portal).read(["summary"])
        with self.assertRaises(AccessError):
            self.env["mail.activity"].with_user(portal).search([])
        self.assertEqual(self.project.with_user(portal).crm_task_count, 0)

    def test_parts_and_messages(self):
        task = self.plan_in_project(checklist_item_ids=[(0, 0, {"name": "Ladder"})])
        task.message_post(body="The ladder is broken", message_type="comment")
        self.env.invalidate_all()
        for user, seen in ((self.member, True), (self.stranger, False)):
            items = self.env["crm.task.checklist.item"].with_user(user)
            messages = self.env["mail.message"].with_user(user)
            domain = [("model", "=", "mail.activity"), ("res_id", "=", task.id)]
            with self.subTest(user=user.login):
                found = items.search([("mail_activity_id", "=", task.id)])
                self.assertEqual(bool(found), seen)
                self.assertEqual(bool(messages.search(domain)), seen)

    def test_the_document_stays_closed(self):
        task = self.plan_in_project()
        seen = task.with_user(self.member)
        with self.assertRaises(AccessError):
            self.lead.with_user(self.member).read(["name"])
        [values] = seen.web_read(
            {"document_ref": {"fields": {"display_name": {}}}, "summary": {}}
        )
        self.assertEqual(values["summary"], "Look")
        self.assertNotIn("Roof", str(values["document_ref"]))
        self.assertEqual(seen.action_open_document()["res_model"], "mail.activity")

    def test_nobody_puts_tasks_where_he_cannot_look(self):
        task = self.plan()
        for put in (
            lambda: task.write({"project_id": self.project.id}),
            lambda: self.plan(project_id=self.project.id),
        ):
            with self.assertRefused(AccessError, "ask the manager of the project"):
                put()
        self.project.privacy_visibility = "employees"
        task.project_id = self.project
        self.project.privacy_visibility = "followers"
        task.summary = "He may still change the task"

    def test_a_task_closed_to_its_planner(self):
        """Leaving a project doesn't stop somebody from working on his task."""
        self.visit.triggered_next_type_id = self.call
        task = self.plan_in_project().with_user(self.boss)
        task.write({"date_deadline": "2026-03-24"})
        task.action_feedback(feedback="Done")
        self.assertFalse(task.active)
        following = self.lead.activity_ids
        self.assertEqual(following.activity_type_id, self.call)
        self.assertFalse(following.project_id)

    def test_searching_stays_flat(self):
        Task = self.env["mail.activity"].with_user(self.member)

        def plan_many(count):
            return [self.plan_in_project() for _number in range(count)]

        def search(tasks):
            found = Task.search([])
            self.assertGreaterEqual(len(found), len(tasks))
            found.read(["summary"])

        self.assertFlatQueries(plan_many, search)

"""A task belongs to a project, beside the document on which it hangs."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from odoo.addons.crm_task_types.tests.common import tagged

from ..hooks import pre_init_hook
from .common import ProjectCase


@tagged("post_install", "-at_install")
class TestProject(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project.privacy_visibility = "employees"

    # ---- what belongs to it

    def test_hangs_on_it_so_belongs_to_it(self):
        task = self.plan(self.project, user=self.project_manager)
        self.assertEqual(task.project_id, self.project)
        other = self.project.copy({"name": "Other"})
        with self.assertRefused(ValidationError, "belongs to that project"):
            task.sudo().project_id = other
        with self.assertRefused(ValidationError, "belongs to that project"):
            self.plan(self.project, user=self.project_manager, project_id=other.id)

    def test_moved_to_another_document(self):
        task = self.plan(self.project, user=self.project_manager).sudo()
        task.document_ref = f"crm.lead,{self.lead.id}"
        self.assertEqual(task.project_id, self.project)
        other = self.project.copy({"name": "Other"})
        task.document_ref = f"project.project,{other.id}"
        self.assertEqual(task.project_id, other)

    def test_many_at_once(self):
        other = self.project.copy({"name": "Other"})
        tasks = self.env["mail.activity"].create(
            [
                {
                    "res_model_id": self.model_id(document._name),
                    "res_id": document.id,
                    "user_id": self.env.uid,
                    **values,
                }
                for document, values in (
                    (self.project, {}),
                    (other, {}),
                    (self.lead, {}),
                    (self.lead, {"project_id": other.id}),
                )
            ]
        )
        self.assertEqual(
            [task.project_id for task in tasks],
            [self.project, other, other.browse(), other],
        )

    def test_the_task_that_follows_by_itself(self):
        self.visit.triggered_next_type_id = self.call
        self.plan(project_id=self.project.id).action_feedback()
        following = self.lead.activity_ids
        self.assertEqual(following.activity_type_id, self.call)
        self.assertEqual(following.project_id, self.project)

    def test_tasks_that_a_press_makes_or_proposes(self):
        """Where the add-on of outcomes is."""
        Followup = self.env.get("crm.task.followup")
        if Followup is None:
            return
        for mode in ("create", "propose"):
            Followup.create(
                {
                    "activity_type_id": self.visit.id,
                    "next_type_id": self.call.id,
                    "mode": mode,
                }
            )
        task = self.plan(project_id=self.project.id)
        answer = task.action_outcome()
        self.assertEqual(self.lead.activity_ids.project_id, self.project)
        action = Followup._open_proposals(answer["proposals"])
        self.env[action["res_model"]].browse(action["res_id"]).action_accept()
        self.assertEqual(
            self.lead.activity_ids.mapped("project_id.id"), self.project.ids
        )
        self.assertEqual(len(self.lead.activity_ids), 2)

    def test_deleted_project(self):
        task = self.plan(project_id=self.project.id)
        self.project.unlink()
        self.assertTrue(task.exists())
        self.assertFalse(task.project_id)

    def test_history_keeps_it(self):
        task = self.plan()
        self.env.flush_all()
        self.env.cr.precommit.run()
        task.project_id = self.project
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = task.message_ids.sudo().tracking_value_ids
        self.assertIn("New roof", tracked.mapped("new_value_char"))

    def test_at_the_installation(self):
        on_project = self.plan(self.project, user=self.project_manager)
        on_lead = self.plan()
        self.env.flush_all()
        self.env.cr.execute("UPDATE mail_activity SET project_id = NULL")
        pre_init_hook(self.env)
        self.env.invalidate_all()
        self.assertEqual(on_project.project_id, self.project)
        self.assertFalse(on_lead.project_id)

    # ---- the client's projects

    def test_projects_of_the_client(self):
        other_client = self.env["res.partner"].create({"name": "Other client"})
        theirs = self.project.copy({"name": "Theirs", "partner_id": other_client.id})
        internal = self.project.copy({"name": "Internal", "partner_id": False})
        template = self.project.copy({"name": "Template", "is_template": True})
        task = self.plan()
        self.assertEqual(task.project_client_id, self.client)
        domain = [
            ("is_template", "=", False),
            "|",
            ("partner_id", "=", False),
            ("partner_id", "child_of", task.project_client_id.id),
        ]
        found = self.env["project.project"].search(domain)
        self.assertLessEqual(self.project | internal, found)
        self.assertFalse(found & (theirs | template))

    # ---- screens

    def test_form(self):
        task = self.plan()
        view = "crm_task_types.mail_activity_view_form_task"
        with Form(task, view) as form:
            self.assertFalse(form.can_open_project)
            form.project_id = self.project
        self.assertEqual(task.project_id, self.project)
        self.assertTrue(task.can_open_project)

    def test_from_the_task_to_the_project(self):
        task = self.plan(project_id=self.project.id)
        action = task.action_open_project()
        self.assertEqual(action["res_model"], "project.project")
        self.assertEqual(action["res_id"], self.project.id)
        self.project.privacy_visibility = "followers"
        self.env.invalidate_all()
        self.assertFalse(task.can_open_project)
        with self.assertRaises(AccessError):
            task.action_open_project()

    def test_from_the_project_to_its_tasks(self):
        task = self.plan(project_id=self.project.id)
        done = self.plan(project_id=self.project.id)
        done.action_feedback()
        self.plan()
        action = self.project.with_user(self.rep).action_view_crm_tasks()
        Task = self.env["mail.activity"].with_user(self.rep)
        found = Task.with_context(**action["context"]).search(action["domain"])
        self.assertEqual(found, task | done)

    def test_new_from_the_project_hangs_on_it(self):
        action = self.project.action_view_crm_tasks()
        Task = self.env["mail.activity"].with_user(self.project_manager)
        view = "crm_task_types.mail_activity_view_form_task"
        with Form(Task.with_context(**action["context"]), view) as form:
            form.activity_type_id = self.call
            form.summary = "Order the tiles"
        task = form.record
        self.assertEqual(task.project_id, self.project)
        self.assertEqual((task.res_model, task.res_id), (
            "project.project", self.project.id
        ))  # fmt: skip
        self.assertEqual(task.partner_id, self.client)

    def test_filter_and_group(self):
        task = self.plan(project_id=self.project.id)
        Task = self.env["mail.activity"].with_user(self.rep)
        among = [("id", "in", (task | self.plan()).ids)]
        self.assertEqual(Task.search([*among, ("project_id", "!=", False)]), task)
        self.assertEqual(Task.search([*among, ("project_id", "ilike", "roof")]), task)
        groups = Task.formatted_read_group(among, ["project_id"], ["__count"])
        self.assertEqual(
            [(group["project_id"] and group["project_id"][0], group["__count"])
             for group in groups],
            [(self.project.id, 1), (False, 1)],
        )  # fmt: skip

    def test_schedule_dialog(self):
        dialog = Form(
            self.env["mail.activity.schedule"]
            .with_user(self.rep)
            .with_context(active_model="crm.lead", active_ids=self.lead.ids)
        )
        self.assertEqual(dialog.project_client_id, self.client)
        dialog.project_id = self.project
        dialog.save().action_schedule_activities()
        self.assertEqual(self.lead.activity_ids.project_id, self.project)

    def test_required_by_the_card(self):
        self.visit.card_field_ids = [
            (0, 0, {"field_name": "project_id", "required_when": "planned"})
        ]
        with self.assertRefused(ValidationError, "Project"):
            self.plan()
        self.plan(project_id=self.project.id)

    # ---- templates, discussion, files

    def test_offered_in_the_list_of_projects(self):
        bindings = self.env["ir.actions.actions"].get_bindings("project.project")
        plan = self.env.ref("crm_task_project.project_project_action_plan_tasks")
        self.assertIn(plan.id, [action["id"] for action in bindings["action"]])
        action = plan.read(["binding_view_types", "res_model"])[0]
        self.assertEqual(action["binding_view_types"], "list")

    def test_template_on_a_project(self):
        self.project.user_id = self.project_manager
        plan = self.env["mail.activity.plan"].create(
            {
                "name": "Roof",
                "res_model": "project.project",
                "template_ids": [
                    (0, 0, {"activity_type_id": self.call.id, "summary": summary})
                    for summary in ("Measure", "Order")
                ],
            }
        )
        other = self.project.copy({"name": "Other"})
        dialog = Form(
            self.env["mail.activity.schedule"]
            .with_user(self.project_manager)
            .with_context(
                active_model="project.project", active_ids=(self.project | other).ids
            )
        )
        dialog.plan_id = plan
        dialog.plan_on_demand_user_id = self.member
        dialog.save().action_schedule_plan()
        for project in (self.project, other):
            tasks = self.env["mail.activity"].search([("project_id", "=", project.id)])
            self.assertEqual(set(tasks.mapped("summary")), {"Measure", "Order"})
            self.assertEqual(tasks.user_id, self.member)
            self.assertEqual(project.crm_task_count, 2)

    def test_discussion_and_files_are_those_of_the_project(self):
        """What happens to a task on the project is told there, and files that go with
        its completion are files of the project."""
        task = self.plan(self.project, user=self.project_manager, summary="Measure")
        task.message_post(body="The ladder is broken", message_type="comment")
        self.assertIn("The ladder is broken", self.project.message_ids[0].body)
        Attachment = self.env["ir.attachment"].with_user(self.project_manager)
        photo = Attachment.create({"name": "roof.jpg", "raw": b"x"})
        task.action_feedback(feedback="Done", attachment_ids=photo.ids)
        message = self.project.message_ids.filtered("attachment_ids")
        self.assertIn("Done", message.body)
        self.assertEqual(message.attachment_ids, photo)

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from odoo.addons.crm_task_types.tests.common import tagged

from ..wizard import mail_activity_schedule_batches as batches
from .template_batches_common import TemplateBatchesCase


@tagged("post_install", "-at_install")
class TestTemplateBatches(TemplateBatchesCase):
    # ---- all goes well

    def test_batch_after_batch(self):
        leads = self.more_leads(5)
        schedule, progress = self.start(self.by_salesperson(), leads)
        self.assertEqual((progress["done"], progress["total"]), (0, 5))
        answers = self.run_to_end(schedule)
        self.assertEqual([answer["done"] for answer in answers], [2, 4, 5])
        self.assertEqual([answer["task_count"] for answer in answers], [2, 4, 5])
        self.assertEqual(self.tasks_of(leads).mapped("res_id"), leads.ids)
        self.assertFalse(answers[-1]["failures"])

    def test_few_documents_at_once(self):
        leads = self.more_leads(2)
        form = self.dialog(self.by_salesperson(), leads)
        action = form.save().action_schedule_plan()
        self.assertEqual(action["domain"], [("id", "in", leads.ids)])
        self.assertEqual(len(self.tasks_of(leads)), 2)

    def test_assignees_are_told_once(self):
        leads = self.more_leads(5)
        schedule, _progress = self.start(self.by_salesperson(), leads)
        before = self.told(self.rep)
        self.run_to_end(schedule)
        message = self.told(self.rep) - before
        self.assertEqual(len(message), 1)
        self.assertIn("5 new tasks", message.subject)

    def test_in_turn_over_all_batches(self):
        leads = self.more_leads(6, user_id=False)
        template = self.template({"responsible_type": "round_robin"})
        self.run_to_end(self.start(template, leads)[0])
        self.assertEqual(self.tasks_of(leads).mapped("user_id.id"), self.members.ids)
        self.assertEqual(
            [task.user_id for task in self.tasks_of(leads)], [*self.members] * 2
        )

    def test_once_it_is_over(self):
        leads = self.more_leads(3)
        schedule, _progress = self.start(self.by_salesperson(), leads)
        before = self.told(self.rep)
        last = self.run_to_end(schedule)[-1]
        self.assertEqual(schedule.action_launch_batch(), last)
        self.assertEqual(schedule.action_launch_stop(), last)
        self.assertEqual(len(self.tasks_of(leads)), 3)
        self.assertEqual(len(self.told(self.rep) - before), 1)

    def test_over_the_api(self):
        """Without the dialog that says how far it is."""
        leads = self.more_leads(3)
        schedule = self.dialog(self.by_salesperson(), leads).save()
        self.assertEqual(self.run_to_end(schedule)[-1]["task_count"], 3)

    def test_asked_for_twice(self):
        leads = self.more_leads(3)
        schedule, _progress = self.start(self.by_salesperson(), leads)
        again = schedule.action_schedule_plan()["params"]["progress"]
        self.assertEqual(again["total"], 3)
        self.run_to_end(schedule)
        self.assertEqual(len(self.tasks_of(leads)), 3)

    def test_whose_launch_it_is(self):
        """Nobody else can look into it, work on it, or change what came of it."""
        schedule, _progress = self.start(self.by_salesperson(), self.more_leads(3))
        batches = schedule.sudo().launch_batch_ids
        for method in (
            "action_launch_batch",
            "action_launch_stop",
            "action_open_launched",
            "action_open_left_out",
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(schedule.with_user(self.rep), method)()
        for operation in ("read", "write"):
            with self.subTest(operation), self.assertRaises(AccessError):
                batches.with_user(self.boss).check_access(operation)

    def test_stopped(self):
        """What was done is kept, and told."""
        leads = self.more_leads(5)
        schedule, _progress = self.start(self.by_salesperson(), leads)
        before = self.told(self.rep)
        schedule.action_launch_batch()
        answer = schedule.action_launch_stop()
        self.assertEqual((answer["done"], answer["is_over"]), (2, True))
        schedule.action_launch_batch()
        self.assertEqual(len(self.tasks_of(leads)), 2)
        self.assertEqual(len(self.told(self.rep) - before), 1)
        action = schedule.action_open_launched()
        self.assertEqual(action["domain"], [("id", "in", leads[:2].ids)])

    # ---- documents that are left out

    def test_nobody_found(self):
        """The dialog warns of it, the launch says which."""
        leads = self.more_leads(5)
        leads[1].user_id = leads[4].user_id = False
        template = self.by_salesperson(assignee_fallback="error")
        form = self.dialog(template, leads)
        self.assertFalse(form.has_error)
        for text in ("2 of 5", "Nobody was found", "Lead 1"):
            self.assertIn(text, form.plan_left_out)
        schedule, _progress = self.start(template, leads)
        answer = self.run_to_end(schedule)[-1]
        self.assertEqual((answer["task_count"], answer["left_out"]), (3, 2))
        self.assertEqual(
            [failure["name"] for failure in answer["failures"]], ["Lead 1", "Lead 4"]
        )
        self.assertIn("Nobody was found", answer["failures"][0]["reason"])
        self.assertEqual(len(self.tasks_of(leads)), 3)
        action = schedule.action_open_left_out()
        self.assertEqual(action["domain"], [("id", "in", (leads[1] | leads[4]).ids)])
        action = schedule.action_open_launched()
        expected = (leads - leads[1] - leads[4]).ids
        self.assertEqual(action["domain"], [("id", "in", expected)])

    def test_failures_that_nobody_foresees(self):
        """Such as a rule that fails on one of the new tasks."""
        leads = self.more_leads(7)
        bad = leads[2] | leads[5]
        create = self.env.registry["mail.activity"].create
        reason = "No way"  # not a term to be translated

        def refuse_some(tasks, vals_list):
            if {vals["res_id"] for vals in vals_list} & set(bad.ids):
                raise UserError(reason)
            return create(tasks, vals_list)

        self.patch(batches, "BATCH_SIZE", 5)
        schedule, _progress = self.start(self.by_salesperson(), leads)
        with patch.object(self.env.registry["mail.activity"], "create", refuse_some):
            answer = self.run_to_end(schedule)[-1]
        self.assertEqual(
            [(failure["name"], failure["reason"]) for failure in answer["failures"]],
            [("Lead 2", reason), ("Lead 5", reason)],
        )
        self.assertEqual(self.tasks_of(leads).mapped("res_id"), (leads - bad).ids)
        for lead in leads:
            started = [m for m in lead.message_ids if "has been started" in m.body]
            self.assertEqual(len(started), 0 if lead in bad else 1)

    def test_deleted_meanwhile(self):
        leads = self.more_leads(3)
        schedule, _progress = self.start(self.by_salesperson(), leads)
        leads[1].unlink()
        answer = self.run_to_end(schedule)[-1]
        self.assertEqual((answer["task_count"], answer["left_out"]), (2, 1))
        self.assertIn("deleted", answer["failures"][0]["reason"])

    def test_only_the_first_failures_are_listed(self):
        self.patch(batches, "SHOWN_FAILURES", 1)
        leads = self.more_leads(4)
        leads[2:].user_id = False
        template = self.by_salesperson(assignee_fallback="error")
        answer = self.run_to_end(self.start(template, leads)[0])[-1]
        self.assertEqual((answer["left_out"], len(answer["failures"])), (2, 1))

    # ---- what is refused

    def test_problems_on_all_documents(self):
        template = self.by_salesperson(assignee_fallback="error")
        form = self.dialog(template, self.more_leads(3, user_id=False))
        self.assertTrue(form.has_error)
        self.assertIn("Nobody was found", form.error)

    def test_problems_of_the_template(self):
        kind = self.visit.copy({"name": "Old", "code": "old"})
        template = self.by_salesperson(activity_type_id=kind.id)
        self.plan(task_type=kind)
        kind.unlink()
        form = self.dialog(template, self.more_leads(3))
        self.assertTrue(form.has_error)
        self.assertIn("deleted", form.error)

    def test_single_tasks_on_so_many(self):
        self.patch(batches, "SINGLE_TASKS", 2)
        leads = self.more_leads(3)
        form = self.dialog(self.by_salesperson(), leads)
        self.assertFalse(form.has_error)
        form.activity_type_id = self.call
        self.assertIn("at most", form.error)
        with self.assertRaises(UserError):
            form.save()

    def test_more_than_odoo_takes(self):
        leads = self.more_leads(501)
        self.patch(batches, "BATCH_SIZE", 200)
        schedule, progress = self.start(self.by_salesperson(), leads)
        self.assertEqual(progress["total"], 501)
        answers = self.run_to_end(schedule)
        self.assertEqual([answer["done"] for answer in answers], [200, 400, 501])
        self.assertEqual(len(self.tasks_of(leads)), 501)

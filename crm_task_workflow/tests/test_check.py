from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.crm_task_types.tests.check_common import CheckMixin

from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestCheck(CheckMixin, ProcessCase):
    """Results and processes that don't go together with their tasks are found."""

    def damage(self, statement, *values):
        self.env.flush_all()
        self.env.cr.execute(statement, values)
        self.env.invalidate_all()

    def test_pressed_and_undone(self):
        task = self.plan(task_type=self.call)
        task.action_outcome()
        self.assertEqual(self.problems(), set())
        task.result_ids.action_undo()
        task.action_outcome()
        self.assertEqual(self.problems(), set())

    def test_completed_without_a_result(self):
        self.plan(task_type=self.call).action_outcome()
        task = self.plan(task_type=self.call)
        task.action_outcome()
        self.damage("DELETE FROM crm_task_result WHERE mail_activity_id = %s", task.id)
        self.damage("UPDATE mail_activity SET date_done = date_done + 1")
        self.assertIn(
            "Completed task with outcomes, but without a result", self.problems()
        )

    def test_closed_by_what_did_not_complete_it(self):
        self.plan(task_type=self.call).action_outcome()
        tasks = self.plan(task_type=self.call) | self.plan(task_type=self.call)
        missed, undone = tasks
        missed.action_outcome("no_answer")
        undone.action_outcome()
        undone.result_ids.action_undo()
        self.damage(
            "UPDATE mail_activity SET active = false, date_done = %s WHERE id IN %s",
            fields.Date.today() + timedelta(days=1),
            tasks._ids,
        )
        self.assertEqual(
            self.problems(), {"Completed task with outcomes, but without a result"}
        )

    def test_completed_where_a_process_goes_on(self):
        self.start(self.call_process())
        self.tasks().with_user(self.rep).action_outcome("no_answer")
        self.damage("UPDATE mail_activity SET date_done = date_done + 1")
        self.assertEqual(self.problems(), set())

    def test_completed_twice(self):
        task = self.plan(task_type=self.call)
        task.action_outcome()
        task.result_ids.sudo().copy()
        self.assertIn("Task completed twice within a minute", self.problems())

    def test_completed_again(self):
        """Who reopens a task may complete it at once; two who press at once may not."""
        task = self.plan(task_type=self.call)
        for press in (task.action_outcome, task.action_unarchive, task.action_outcome):
            press()
            self.env.flush_all()
            self.env.cr.precommit.run()  # writes what was tracked
        self.assertEqual(self.problems(), set())
        first, last = task.result_ids.sorted("id")
        ago = "UPDATE {} SET create_date = create_date - interval '{} seconds'"
        self.damage(ago.format("crm_task_result", 3) + " WHERE id = %s", first.id)
        self.damage(ago.format("mail_message", 2))
        self.damage(ago.format("crm_task_result", 1) + " WHERE id = %s", last.id)
        self.assertEqual(self.problems(), set())
        last.sudo().copy()
        self.assertEqual(self.problems(), {"Task completed twice within a minute"})

    def test_process_that_waits_for_nothing(self):
        process = self.env.ref("crm_task_workflow.crm_task_process_first_call")
        process.action_publish()
        process.action_start(self.lead.ids)
        token = self.env["crm.task.process.token"].search(
            [("run_id.res_id", "=", self.lead.id)]
        )
        self.assertEqual(self.problems(), set())
        self.damage(
            "UPDATE mail_activity SET active = false WHERE id = %s", token.task_id.id
        )
        self.assertIn("Place in a process that waits for no open task", self.problems())
        self.damage("DELETE FROM crm_task_process_token WHERE id = %s", token.id)
        self.assertIn("Process under way that stands nowhere", self.problems())

    def test_ended_process_that_stands_somewhere(self):
        process = self.env.ref("crm_task_workflow.crm_task_process_first_call")
        process.action_publish()
        process.action_start(self.lead.ids)
        self.damage(
            "UPDATE crm_task_process_run SET state = 'done' WHERE res_id = %s",
            self.lead.id,
        )
        self.assertIn("Ended process that still stands somewhere", self.problems())

    def start_process(self):
        """:return: the place at which it waits"""
        process = self.env.ref("crm_task_workflow.crm_task_process_first_call")
        process.action_publish()
        process.action_start(self.lead.ids)
        return self.env["crm.task.process.token"].search(
            [("run_id.res_id", "=", self.lead.id)]
        )

    def test_process_that_waits_until_a_time_for_a_closed_task(self):
        token = self.start_process()
        token.sudo().date_due = fields.Datetime.now() + timedelta(days=1)
        self.assertEqual(self.problems(), set())
        self.damage(
            "UPDATE mail_activity SET active = false WHERE id = %s", token.task_id.id
        )
        self.assertIn("Place in a process that waits for no open task", self.problems())

    def test_two_places_with_one_task(self):
        token = self.start_process()
        token.sudo().copy({"state": token.state, "task_id": token.task_id.id})
        self.assertEqual(
            self.problems(), {"Task for which processes wait at two places"}
        )

    def test_process_that_waits_for_one_that_is_over(self):
        token = self.start_process()
        child = token.run_id.sudo().copy({"state": "done"})
        token.sudo().write({"child_run_id": child.id, "task_id": False})
        self.assertEqual(
            self.problems(),
            {"Place in a process that waits for a process that is over"},
        )

    def test_process_without_its_document(self):
        run = self.start_process().run_id
        self.damage(
            "UPDATE crm_task_process_run SET res_id = 2147483647 WHERE id = %s", run.id
        )
        self.assertEqual(self.problems(), {"Process without its document (crm.lead)"})

    def test_template_line_used_twice(self):
        first, second = self.plan(), self.plan()
        line = (
            self.env["mail.activity.plan"]
            .create(
                {
                    "name": "Two calls",
                    "res_model": "crm.lead",
                    "template_ids": [
                        Command.create({"activity_type_id": self.call.id}),
                    ],
                }
            )
            .template_ids
        )
        values = {"line_id": line.id, "res_model": "crm.lead", "res_id": self.lead.id}
        Wait = self.env["crm.task.template.wait"].sudo()
        wait = Wait.create(values | {"previous_task_id": first.id})
        Wait.create(values | {"previous_task_id": second.id})
        self.assertEqual(self.problems(), set())
        again = wait.copy()
        problem = {"Template line that was used twice"}
        self.assertEqual(self.problems(), problem)
        again.unlink()
        Wait.create(values | {"task_id": second.id, "state": "created"})
        self.assertEqual(self.problems(), set())
        wait.write({"task_id": second.id, "state": "created"})
        self.assertEqual(self.problems(), problem)

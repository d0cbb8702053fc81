from odoo.exceptions import UserError

from odoo.addons.crm_task_types.tests.common import tagged
from odoo.addons.crm_task_types.tools.inside import INSIDE

from .template_common import BERLIN, TemplateCase

AFTER = {"delay_from": "previous_completion"}


@tagged("post_install", "-at_install")
class TestTemplateWait(TemplateCase):
    """Lines that come after the completion of the line before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waits = cls.env["crm.task.template.wait"]
        cls.older = cls.waits.search([])

    def complete(self, tasks, by=None):
        """Complete tasks.

        :return: the tasks that were made by it
        """
        before = self.tasks_of(self.env["crm.lead"].search([]))
        tasks.with_user(by or self.rep).action_done()
        self.env.flush_all()
        return self.tasks_of(self.env["crm.lead"].search([])) - before

    def new_waits(self):
        return self.waits.search([]) - self.older

    def cancel(self, tasks):
        tasks._cancel("No")

    def summaries(self, document=None):
        return self.tasks_of(document).mapped("summary")

    def test_one_after_the_other(self):
        self.launch(self.template({}, AFTER, AFTER))
        self.assertEqual(self.summaries(), ["1"])
        self.complete(self.tasks_of())
        self.assertEqual(self.summaries(), ["2"])
        self.complete(self.tasks_of())
        self.assertEqual(self.summaries(), ["3"])
        self.assertFalse(self.complete(self.tasks_of()))

    def test_delay_counts_from_the_completion(self):
        self.rep.tz = BERLIN
        self.launch(
            self.template(
                {"delay_count": 10},
                AFTER | {"delay_unit": "hours", "delay_count": 2, "duration_hours": 1},
            )
        )
        self.set_clock("2026-03-28 23:30:00")  # in the night in which clocks change
        task = self.complete(self.tasks_of())
        self.assertWhen(task, "2026-03-29 01:30", "2026-03-29 02:30", "2026-03-29")

    def test_day_of_the_completion(self):
        self.rep.tz = BERLIN
        self.launch(self.template({}, AFTER | {"delay_count": 1}))
        self.set_clock("2026-03-28 23:30:00")
        self.assertWhen(self.complete(self.tasks_of()), None, None, "2026-03-30")

    def test_lines_in_between(self):
        """A line that counts from the start doesn't wait; one that counts from the
        deadline of a line that waits does."""
        self.launch(
            self.template(
                {},
                AFTER | {"delay_count": 1},
                {"delay_from": "previous_deadline", "delay_count": 2},
                {"delay_count": 5},
            )
        )
        self.assertEqual(self.summaries(), ["1", "4"])
        second, third = self.complete(self.tasks_of()[0])
        self.assertWhen(second, None, None, "2026-03-19")
        self.assertWhen(third, None, None, "2026-03-21")

    def test_only_those_of_the_completed_task(self):
        leads = self.more_leads(2)
        first, _second = self.launch(self.template({}, AFTER), leads)
        made = self.complete(first)
        self.assertEqual(made.mapped("res_id"), leads[0].ids)

    def test_the_same_template_twice(self):
        template = self.template({}, AFTER)
        tasks = self.launch(template) | self.launch(template)
        self.assertEqual(len(self.complete(tasks)), 2)

    def test_condition_is_looked_at_when_the_turn_comes(self):
        self.launch(
            self.template(
                {},
                AFTER | {"domain": "[('priority', '=', '3')]"},
                AFTER,
            )
        )
        self.complete(self.tasks_of())
        self.assertEqual(self.summaries(), ["3"])
        self.launch(self.template({}, AFTER | {"domain": "[('priority', '=', '3')]"}))
        self.lead.priority = "3"
        self.assertEqual(self.complete(self.tasks_of()[1:]).summary, "2")

    def test_deadline_of_the_one_before_if_a_line_is_left_out(self):
        self.launch(
            self.template(
                {"delay_count": 10},
                AFTER | {"domain": "[('priority', '=', '3')]"},
                {"delay_from": "previous_deadline", "delay_count": 1},
            )
        )
        self.assertWhen(self.complete(self.tasks_of()), None, None, "2026-03-29")

    def test_assignee(self):
        """The one who was asked for; by a rule, found when the turn comes."""
        self.launch(self.template({}, AFTER), by=self.boss, user=self.rep)
        task = self.complete(self.tasks_of(), by=self.boss)
        self.assertEqual(task.user_id, self.rep)
        task.unlink()
        self.launch(self.template({}, AFTER | {"responsible_type": "salesperson"}))
        self.lead.user_id = self.colleague
        task = self.complete(self.tasks_of(), by=self.boss)
        self.assertEqual(task.user_id, self.colleague)

    def test_fallback(self):
        """Nobody is there to be told: the fallback of the line counts."""
        line = AFTER | {"responsible_type": "salesperson"}
        self.launch(self.template({}, line))
        self.lead.user_id = False
        task = self.complete(self.tasks_of(), by=self.boss)
        self.assertTrue(task and not task.user_id)
        task.unlink()
        self.launch(self.template({}, line | {"assignee_fallback": "error"}))
        with self.assertRefused(UserError, self.lead.name):
            self.complete(self.tasks_of(), by=self.boss)

    def test_asked_without_an_answer(self):
        with self.assertRefused(UserError, "2"):
            self.launch(self.template({"responsible_type": "leader"}, AFTER), user=None)

    def test_cancelled(self):
        self.launch(self.template({}, AFTER, AFTER))
        self.cancel(self.tasks_of())
        self.assertFalse(self.summaries())
        self.assertEqual(set(self.new_waits().mapped("state")), {"dropped"})

    def test_deleted(self):
        self.launch(self.template({}, AFTER, AFTER))
        self.tasks_of().unlink()
        self.assertFalse(self.new_waits())

    def test_deleted_type(self):
        """It doesn't keep anybody from completing the task before."""
        kind = self.visit.copy({"name": "Old", "code": "old"})
        self.launch(self.template({}, AFTER | {"activity_type_id": kind.id}, AFTER))
        self.plan(task_type=kind).unlink()
        kind.unlink()
        task = self.tasks_of()
        self.assertEqual(self.complete(task).mapped("summary"), ["3"])
        self.assertEqual(self.new_waits().mapped("state"), ["skipped", "created"])

    def test_deleted_document(self):
        lead = self.more_leads(1)
        self.launch(self.template({}, AFTER), lead)
        lead.unlink()
        self.assertFalse(self.new_waits())

    def test_deleted_line(self):
        template = self.template({}, AFTER)
        self.launch(template)
        template.template_ids[1].unlink()
        self.assertFalse(self.complete(self.tasks_of()))

    def test_meeting_waits_again(self):
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        line = {"activity_type_id": meeting.id, "at_hour": 9}
        first = self.launch(self.template({}, AFTER | line))
        event = self.complete(first).calendar_event_id
        self.assertTrue(event)
        first.action_unarchive()
        self.assertFalse(self.summaries()[1:] or event.exists())

    def test_reopened(self):
        """What followed waits again, and comes again."""
        first = self.launch(
            self.template({}, AFTER, {"delay_from": "previous_deadline"}, AFTER)
        )
        self.complete(first)
        self.assertEqual(self.summaries(), ["2", "3"])
        first.action_unarchive()
        self.assertEqual(self.summaries(), ["1"])
        self.complete(first)
        self.assertEqual(self.summaries(), ["2", "3"])
        self.complete(self.tasks_of()[1])
        self.assertEqual(self.summaries(), ["2", "4"])

    def test_reopened_when_something_was_built_on_it(self):
        first = self.launch(self.template({}, AFTER))
        second = self.complete(first)
        self.complete(second)
        first.action_unarchive()
        self.assertEqual(self.waits._task_reopened(first), second)

    def test_cancelled_and_reopened(self):
        first = self.launch(self.template({}, AFTER))
        self.cancel(first)
        first.action_unarchive()
        self.complete(first)
        self.assertEqual(self.summaries(), ["2"])

    def test_by_whom_it_may_be_completed(self):
        """Also by somebody who sees nothing of templates and may not change the
        document."""
        self.lead.user_id = self.colleague
        first = self.launch(
            self.template(
                {"responsible_type": "salesperson"},
                AFTER | {"responsible_type": "salesperson"},
            )
        )
        self.lead.user_id = self.third
        second = self.complete(first, by=self.colleague)
        self.assertEqual(second.user_id, self.third)

    def test_told(self):
        """Who gets the next task is told, and the document."""
        self.launch(self.template({}, AFTER | {"responsible_type": "leader"}))
        self.complete(self.tasks_of())
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.boss.partner_id.ids), ("model", "=", False)]
        )
        self.assertEqual(message.subject, "New task for you: 2")
        self.lead.invalidate_recordset()
        line = self.lead.message_ids.filtered(lambda m: "goes on" in m.body)
        self.assertIn("2, assigned to", line.body)

    def test_queries_are_flat(self):
        def complete(count):
            tasks = self.launch(template, self.more_leads(count), by=self.rep)
            tasks.sudo().with_context(crm_task_completing=INSIDE).write(
                {"active": False}
            )
            return tasks.with_user(self.rep)

        def go_on(tasks):
            made = self.waits.with_user(self.rep)._task_done(tasks)
            self.assertEqual(len(made), len(tasks))

        template = self.template({}, AFTER, AFTER)
        self.assertFlatQueries(complete, go_on, many=40)

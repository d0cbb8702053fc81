"""The press that completes a reviewed task waits, with all that was said."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.crm_task_types.tests.race_common import RaceCase

from .common import NOON, WorkflowCase
from .process_common import ProcessCase


class ReviewedCallCase(WorkflowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mate = new_test_user(
            cls.env, "mate", groups="sales_team.group_sale_salesman", tz="UTC"
        )

    def plan_reviewed(self, **values):
        return self.plan_call(reviewer_id=self.mate.id, **values)

    def accept(self, task):
        task.with_user(self.mate).action_accept_review()


@tagged("post_install", "-at_install")
class TestReviewedPress(ReviewedCallCase):
    def test_everything_waits_until_it_is_accepted(self):
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        self.env["crm.task.followup"].create(
            {
                "activity_type_id": self.call.id,
                "mode": "create",
                "next_type_id": self.visit.id,
                "title": "Ask again",
            }
        )
        task = self.plan_reviewed()
        answer = task.action_outcome(
            "close_deal", comment="They said no", lost_reason_id=reason.id
        )
        self.assertEqual(
            answer, {"result_ids": [], "proposals": [], "to_review_ids": task.ids}
        )
        self.assertTrue(task.active)
        self.assertEqual(task.review_state, "waiting")
        self.assertEqual(task.held_outcome_id, self.close_deal)
        self.assertTrue(self.lead.active)
        self.assertFalse(self.results(task))
        self.assertEqual(self.lead.activity_ids, task)
        self.assertFalse(task.outcome_buttons)

        self.set_clock(datetime(2026, 3, 19, 9, 30))
        self.accept(task)
        self.assertFalse(task.active)
        self.assertEqual((self.lead.active, self.lead.lost_reason_id), (False, reason))
        result = self.results(task)
        self.assertEqual(
            (result.user_id, result.date, result.hour, result.comment),
            (self.rep, NOON, 12, "They said no"),
        )
        self.assertEqual(
            (result.accepted_uid, result.accepted_date),
            (self.mate, datetime(2026, 3, 19, 9, 30)),
        )
        follower = self.env["mail.activity"].search([("summary", "=", "Ask again")])
        self.assertEqual(follower.create_uid, self.rep)
        self.assertFalse(task.held_outcome_id)

    def test_the_times_that_were_said(self):
        outcome = self.add_outcome(
            self.call,
            "Later",
            {"kind": "reschedule", "is_asked": True},
            {"kind": "complete"},
        )
        task = self.plan_reviewed()
        start = NOON + timedelta(days=2)
        task.action_outcome(
            outcome, date_start=start, date_due=start + timedelta(hours=3), reason="Ill"
        )
        self.assertFalse(task.date_start)
        self.accept(task)
        self.assertEqual((task.date_start, task.duration_hours), (start, 3))
        self.assertEqual(task.reschedule_reason, "Ill")

    def test_what_does_not_complete_needs_no_review(self):
        task = self.plan_reviewed()
        task.action_outcome("no_answer")
        self.assertFalse(task.review_state)
        self.assertEqual(task.attempt_count, 1)

    def test_the_last_attempt_completes(self):
        task = self.plan_reviewed()
        for _attempt in range(3):
            task.action_outcome("no_answer")
        self.assertEqual(task.review_state, "waiting")
        self.accept(task)
        self.assertFalse(task.active)
        self.assertEqual(self.results(task)[-1].outcome_id, self.done)

    def test_the_reviewer_presses_himself(self):
        task = self.plan_reviewed(co_executor_ids=[Command.set(self.mate.ids)])
        task.with_user(self.mate).action_outcome("done")
        result = self.results(task)
        self.assertFalse(task.active)
        self.assertEqual((result.user_id, result.accepted_uid), (self.mate, self.mate))

    def test_ways_to_press(self):
        spoofed = {"crm_task_completing": True, "crm_task_pressed_ids": [1]}
        for name, press in {
            "done": lambda task: task.action_done(),
            "outcome": lambda task: task.action_outcome(),
            "button": lambda task: task.action_press(self.done.id),
            "dialog": lambda task: task.action_press(self.done.id, {"comment": "Done"}),
            "archive": lambda task: task.action_archive(),
            "context": lambda task: task.with_context(**spoofed).action_done(),
            "context archive": lambda task: task.with_context(**spoofed).write(
                {"active": False, "summary": "Done"}
            ),
        }.items():
            with self.subTest(way=name):
                task = self.plan_reviewed()
                press(task)
                self.assertEqual((task.active, task.review_state), (True, "waiting"))
                self.assertFalse(self.results(task))
                self.accept(task)
                self.assertFalse(task.active)
                self.assertEqual(self.results(task).outcome_id, self.done)

    def test_no_press_while_it_waits(self):
        task = self.plan_reviewed()
        task.action_outcome("done")
        for code in ("done", "no_answer", "change"):
            with self.assertRefused(UserError, "waits for review by mate"):
                task.action_outcome(code)

    def test_undo(self):
        task = self.plan_reviewed()
        task.action_outcome("done")
        with self.assertRefused(UserError, "nothing to undo"):
            task.action_undo_last()
        self.accept(task)
        with self.assertRefused(UserError, "can't be undone"):
            task.action_undo_last()

    def test_a_stale_outcome(self):
        outcome = self.add_outcome(self.call, "Sold", {"kind": "complete"})
        for spoil in (outcome.action_archive, outcome.unlink):
            task = self.plan_reviewed()
            outcome.active = True
            task.action_outcome(outcome)
            spoil()
            with self.assertRefused(UserError, "doesn't exist any more", "return"):
                self.accept(task)
            self.assertEqual(task.review_state, "waiting")
            task.with_user(self.mate).action_return_review("Press another one")
            task.action_outcome("done")

    def test_with_the_rights_of_who_pressed(self):
        """The reviewer may not even open the deal that is lost by accepting."""
        self.assertFalse(self.lead.with_user(self.mate).has_access("read"))
        task = self.plan_reviewed(co_executor_ids=[Command.set(self.colleague.ids)])
        task.with_user(self.colleague).action_outcome("done")
        task.co_executor_ids = False
        with self.assertRefused(UserError, "said can't be done any more"):
            self.accept(task)
        self.assertTrue(task.active)

    def test_won_deals_leave_it_to_the_reviewer(self):
        self.call.won_policy = "complete"
        waiting, open_task = self.plan_reviewed(), self.plan_reviewed()
        waiting.action_outcome("done", comment="Sold")
        self.lead.with_user(self.rep).action_set_won()
        for task in (waiting, open_task):
            self.assertEqual((task.active, task.review_state), (True, "waiting"))
        self.assertEqual(waiting.held_comment, "Sold")

    def test_bulk_accept_has_flat_queries(self):
        self.call.write({"review_rule": "user", "review_user_id": self.mate.id})
        counts = []
        for number in (2, 50):
            leads = self.env["crm.lead"].create(
                [
                    {"name": f"Lead {position}", "user_id": self.rep.id}
                    for position in range(number)
                ]
            )
            Task = self.env["mail.activity"].with_user(self.rep)
            tasks = Task.create(
                [
                    {
                        "activity_type_id": self.call.id,
                        "res_model_id": self.model_id("crm.lead"),
                        "res_id": lead.id,
                        "user_id": self.rep.id,
                    }
                    for lead in leads
                ]
            )
            held = self.count_queries(lambda tasks=tasks: tasks.action_outcome("done"))
            accepted = self.count_queries(lambda tasks=tasks: self.accept(tasks))
            self.assertEqual(len(self.results(tasks)), number)
            counts.append((held, accepted))
        for few, many in zip(*counts, strict=True):
            self.assertLessEqual(many, few + 3)

    def test_template_line(self):
        plan = self.env["mail.activity.plan"].create(
            {
                "name": "After sales",
                "res_model": "crm.lead",
                "template_ids": [
                    Command.create(
                        {
                            "activity_type_id": self.call.id,
                            "summary": title,
                            "responsible_type": "other",
                            "responsible_id": self.rep.id,
                            **rule,
                        }
                    )
                    for title, rule in (
                        ("by type", {}),
                        ("nobody", {"review_rule": "nobody"}),
                        (
                            "person",
                            {"review_rule": "user", "review_user_id": self.mate.id},
                        ),
                        ("salesperson", {"review_rule": "salesperson"}),
                    )
                ],
            }
        )
        self.call.write({"review_rule": "user", "review_user_id": self.boss.id})
        tasks = plan.with_user(self.boss)._launch(self.lead)
        self.assertEqual(
            {task.summary: task.reviewer_id.login for task in tasks},
            {
                "by type": "boss",
                "nobody": False,
                "person": "mate",
                "salesperson": "rep",
            },
        )

    def test_automation_waits(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Rename",
                "model_id": self.model_id("crm.lead"),
                "state": "code",
                "code": "record.write({'name': 'Called'})",
            }
        )
        self.env["base.automation"].create(
            {
                "name": "Rename after a call",
                "model_id": self.model_id("crm.lead"),
                "trigger": "on_task_outcome",
                "action_server_ids": [Command.set(action.ids)],
            }
        )
        task = self.plan_reviewed()
        task.action_outcome("done")
        self.assertEqual(self.lead.name, "Roof for Acme")
        self.accept(task)
        self.assertEqual(self.lead.name, "Called")

    def test_a_server_action_does_not_come_past_the_reviewer(self):
        task = self.plan_reviewed()
        action = self.env["ir.actions.server"].create(
            {
                "name": "Complete",
                "model_id": self.model_id("mail.activity"),
                "state": "code",
                "code": "record.action_done()",
            }
        )
        action.with_context(
            active_model="mail.activity", active_id=task.id, active_ids=task.ids
        ).run()
        self.assertEqual((task.active, task.review_state), (True, "waiting"))
        self.accept(task)
        self.assertFalse(task.active)


@tagged("post_install", "-at_install")
class TestReviewedProcess(ProcessCase):
    def test_a_token_waits(self):
        mate = new_test_user(
            self.env, "mate", groups="sales_team.group_sale_salesman", tz="UTC"
        )
        self.call.write({"review_rule": "user", "review_user_id": mate.id})
        run = self.start(self.call_process())
        task = self.tasks()
        self.assertEqual(task.reviewer_id, mate)
        task.with_user(self.rep).action_outcome("done")
        self.assertStands(run, "call")
        task.with_user(mate).action_return_review("Ask for the budget")
        self.assertStands(run, "call")
        task.with_user(self.rep).action_outcome("done", comment="20000")
        task.with_user(mate).action_accept_review()
        self.assertStands(run, state="done")
        with self.assertRaises(AccessError):
            self.lead.with_user(mate).check_access("read")


@tagged("post_install", "-at_install")
class TestDecidedTwice(RaceCase):
    """A reviewer accepts while his stand-in returns: two real connections."""

    def setUp(self):
        super().setUp()
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            lead = env["crm.lead"].create({"name": "Twice", "type": "opportunity"})
            reviewer = env["res.users"].create({"name": "Twice", "login": "twice"})
            task = env["mail.activity"].create(
                {
                    "activity_type_id": env.ref("mail.mail_activity_data_call").id,
                    "res_model_id": env["ir.model"]._get_id("crm.lead"),
                    "res_id": lead.id,
                    "user_id": env.ref("base.user_admin").id,
                    "reviewer_id": reviewer.id,
                }
            )
            task.action_done()
            self.task_id, self.reviewer_id = task.id, reviewer.id

    def tearDown(self):
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            Task = env["mail.activity"].with_context(active_test=False)
            task = Task.search([("id", "=", self.task_id)])
            cr.execute(
                "DELETE FROM crm_task_result WHERE mail_activity_id = %s",
                [self.task_id],
            )
            lead = env["crm.lead"].browse(task.res_id)
            task.unlink()
            lead.unlink()
            env["res.users"].browse(self.reviewer_id).action_archive()
            cr.execute(
                "UPDATE res_users SET login = 'twice' || id WHERE id = %s",
                [self.reviewer_id],
            )
        super().tearDown()

    def task(self, cr):
        return self.env_of(cr, self.reviewer_id)["mail.activity"].browse(self.task_id)

    def accept(self, cr):
        task = self.task(cr)
        task.action_accept_review()
        task.env.flush_all()

    def send_back(self, cr):
        self.task(cr).action_return_review("Not yet")

    def hear_that_it_is_accepted(self, cr):
        with self.assertRaisesRegex(UserError, "accepted already"):
            self.send_back(cr)
        cr.rollback()

    def test_one_wins_and_the_other_is_told(self):
        self.at_the_same_moment(
            self.accept, self.send_back, self.hear_that_it_is_accepted
        )
        with self.connection.cursor() as cr:
            task = self.task(cr).sudo()
            self.assertEqual((task.active, task.review_state), (False, "accepted"))
            self.assertEqual(len(task.result_ids), 1)

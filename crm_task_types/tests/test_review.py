"""A task that somebody reviews is done when he has accepted it."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user

from .common import NOON, TaskCase


class ReviewCase(TaskCase):
    """The boss reviews what the rep does; the colleague works beside him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mate = new_test_user(
            cls.env, "mate", groups="sales_team.group_sale_salesman", tz="UTC"
        )

    def plan_reviewed(self, reviewer=None, **values):
        reviewer = reviewer or self.mate
        return self.plan(**{"reviewer_id": reviewer.id, **values})

    def completed(self, reviewer=None, feedback="Measured", **values):
        """A task that waits for its reviewer."""
        task = self.plan_reviewed(reviewer, **values)
        task.action_feedback(feedback=feedback)
        self.assertEqual(task.review_state, "waiting")
        return task

    def assertWaits(self, task):
        self.assertTrue(task.active)
        self.assertEqual(task.review_state, "waiting")

    def assertAccepted(self, task, user):
        self.assertFalse(task.active)
        self.assertEqual((task.review_state, task.decided_uid), ("accepted", user))


class TestReview(ReviewCase):
    def test_completing_waits(self):
        before = self.lead.message_ids
        task = self.completed()
        self.assertWaits(task)
        self.assertEqual(
            (task.held_uid, task.held_date, task.held_comment),
            (self.rep, NOON, "Measured"),
        )
        self.assertFalse(task.date_done)
        [line] = (self.lead.message_ids - before).mapped("body")
        self.assertIn("waits for review by mate", line)
        self.assertIn("waits for review", task.message_ids[:1].body)
        self.assertIn("waits for review by mate", task.review_text)

    def test_accepting_completes(self):
        task = self.completed()
        self.set_clock(datetime(2026, 3, 19, 9, 0))
        task.with_user(self.mate).action_accept_review()
        self.assertAccepted(task, self.mate)
        self.assertEqual(str(task.date_done), "2026-03-19")
        done = self.lead.message_ids.filtered("mail_activity_type_id")
        self.assertEqual(done.author_id, self.rep.partner_id)
        self.assertIn("Measured", done.body)
        self.assertEqual(task.feedback, "Measured")
        self.assertIn("Accepted", " ".join(task.message_ids.mapped("body")))
        self.assertFalse(task.held_uid)

    def test_returning_opens_again(self):
        task = self.completed()
        seen = task.with_user(self.mate)
        with self.assertRefused(UserError, "say why"):
            seen.action_return_review("  ")
        seen.action_return_review("No photos", date_due=datetime(2026, 3, 20, 10, 0))
        self.assertTrue(task.active)
        self.assertEqual(
            (task.review_state, task.return_count, task.review_comment),
            ("returned", 1, "No photos"),
        )
        self.assertEqual(task.date_due, datetime(2026, 3, 20, 10, 0))
        self.assertFalse(task.held_comment)
        self.assertIn("No photos", " ".join(task.message_ids.mapped("body")))
        self.assertIn("No photos", " ".join(self.lead.message_ids.mapped("body")))
        self.assertIn("No photos", task.review_text)
        task.action_feedback(feedback="With photos")
        self.assertWaits(task)
        seen.action_return_review("Too dark", date_deadline="2026-03-25")
        self.assertEqual(task.return_count, 2)
        self.assertEqual(str(task.date_deadline), "2026-03-25")

    def test_return_dialog(self):
        task = self.completed()
        action = task.with_user(self.mate).action_open_return()
        dialog = Form(
            self.env[action["res_model"]]
            .with_user(self.mate)
            .with_context(**action["context"])
        )
        dialog.comment = "No photos"
        dialog.date_due = datetime(2026, 3, 20, 10, 0)
        dialog.save().action_return()
        self.assertEqual(task.review_state, "returned")
        self.assertEqual(task.date_due, datetime(2026, 3, 20, 10, 0))

    def test_people_are_told(self):
        (self.rep | self.mate | self.colleague).notification_type = "inbox"
        task = self.completed(observer_ids=[(6, 0, self.colleague.ids)])
        self.env.cr.precommit.run()
        inbox = self.env["mail.notification"].search
        told = inbox([("res_partner_id", "=", self.mate.partner_id.id)])
        self.assertIn("To review", told.mail_message_id[:1].subject)
        task.with_user(self.mate).action_return_review("No photos")
        self.env.cr.precommit.run()
        for user in (self.rep, self.colleague):
            told = inbox([("res_partner_id", "=", user.partner_id.id)])
            returned = told.mail_message_id.filtered(
                lambda message: message.subject == f"Returned: {task.display_name}"
            )
            self.assertIn("No photos", returned.body)

    def test_the_reviewer_completes_himself(self):
        task = self.plan_reviewed(co_executor_ids=[(6, 0, self.mate.ids)])
        task.with_user(self.mate).action_feedback(feedback="Did it myself")
        self.assertAccepted(task, self.mate)
        mine = self.plan_reviewed(self.rep)
        mine.action_done()
        self.assertAccepted(mine, self.rep)

    def test_taken_back(self):
        task = self.completed()
        task.action_withdraw_review()
        self.assertEqual((task.active, task.review_state), (True, False))
        with self.assertRefused(UserError, "doesn't wait"):
            task.with_user(self.mate).action_accept_review()
        task.action_feedback(feedback="Now")
        task.with_user(self.mate).action_return_review("No photos")
        task.action_feedback(feedback="Now")
        task.action_withdraw_review()
        self.assertEqual(task.review_state, "returned")

    def test_opened_again_it_is_reviewed_again(self):
        task = self.completed()
        task.with_user(self.mate).action_accept_review()
        task.action_unarchive()
        self.assertFalse(task.review_state)
        task.action_done()
        self.assertWaits(task)

    def test_a_reviewer_who_can_not_open_the_document(self):
        form = Form(self.plan(), "crm_task_types.mail_activity_view_form_task")
        with self.assertLogs("odoo.tests.form.onchange") as warned:
            form.review_rule = "user"
            form.reviewer_id = self.mate
        self.assertIn("mate", "".join(warned.output))
        task = form.save()
        task.action_feedback(feedback="Measured")
        seen = task.with_user(self.mate)
        seen.read()
        seen.web_read({"review_text": {}, "message_ids": {"fields": {"body": {}}}})
        seen.message_post(body="Fine", message_type="comment")
        Form(seen, "crm_task_types.mail_activity_view_form_task")
        seen.action_accept_review()
        self.assertAccepted(task, self.mate)

    def test_nothing_is_wrong_with_the_tasks(self):
        self.completed()
        self.completed().with_user(self.mate).action_return_review("No photos")
        done = self.completed()
        done.with_user(self.mate).action_accept_review()
        problems = self.env["crm.task.check"]._find_problems()
        self.assertFalse([line for line in problems if "review" in line])
        self.env.cr.execute(
            "UPDATE mail_activity SET review_state = 'waiting' WHERE id = %s", [done.id]
        )
        problems = self.env["crm.task.check"]._find_problems()
        self.assertTrue([line for line in problems if str(done.id) in line])

    def test_cancelled_while_waiting(self):
        task = self.completed()
        task._cancel("The client is bankrupt")
        self.assertEqual((task.active, task.review_state), (False, False))

    def test_attachments_come_along(self):
        task = self.plan_reviewed()
        photo = (
            self.env["ir.attachment"]
            .with_user(self.rep)
            .create({"name": "roof.png", "raw": b"roof"})
        )
        task.action_feedback(feedback="See photo", attachment_ids=photo.ids)
        self.assertTrue(photo.with_user(self.mate).has_access("read"))
        task.with_user(self.mate).action_accept_review()
        done = self.lead.message_ids.filtered("mail_activity_type_id")
        self.assertEqual(done.attachment_ids, photo)

    def test_nobody_attaches_what_isnt_his(self):
        foreign = self.env["ir.attachment"].create({"name": "pay.txt", "raw": b"1"})
        task = self.plan_reviewed()
        with self.assertRaises(AccessError):
            task.action_feedback(attachment_ids=foreign.ids)

    def test_what_is_missing_is_said_when_completing(self):
        self.visit.card_field_ids.filtered(
            lambda line: line.field_name == "note"
        ).required_when = "completed"
        task = self.plan_reviewed()
        with self.assertRaises(ValidationError):
            task.action_feedback(feedback="Done")
        self.assertFalse(task.review_state)


class TestDecide(ReviewCase):
    def test_only_the_reviewer_decides(self):
        task = self.completed(co_executor_ids=[(6, 0, self.colleague.ids)])
        for user in (self.rep, self.colleague, self.boss):
            seen = task.with_user(user)
            self.assertFalse(seen.can_review)
            with self.assertRefused(AccessError, "mate"):
                seen.action_accept_review()
            with self.assertRefused(AccessError, "mate"):
                seen.action_return_review("No")
        self.assertTrue(task.with_user(self.mate).can_review)

    def test_who_can_not_see_it_does_not_learn_of_it(self):
        task = self.completed(summary="Secret")
        with self.assertRaises(AccessError) as error:
            task.with_user(self.colleague).action_accept_review()
        self.assertNotIn("Secret", str(error.exception))

    def test_decided_once(self):
        task = self.completed()
        seen = task.with_user(self.mate)
        seen.action_return_review("No photos")
        with self.assertRefused(UserError, "returned already", "mate"):
            seen.action_accept_review()
        task.action_done()
        seen.action_accept_review()
        with self.assertRefused(UserError, "accepted already", "mate"):
            seen.action_return_review("No photos")

    def test_completing_twice(self):
        task = self.completed()
        with self.assertRefused(UserError, "waits for review by mate"):
            task.action_feedback(feedback="Again")
        self.assertEqual(task.held_comment, "Measured")

    def test_a_manager_stands_in(self):
        task = self.completed()
        self.mate.action_archive()
        self.assertEqual(task.reviewer_id, self.mate)
        self.assertWaits(task)
        with self.assertRefused(AccessError, "A sales manager"):
            task.action_accept_review()
        boss = task.with_user(self.boss)
        self.assertTrue(boss.can_review)
        self.assertIn(task, boss.search([("can_review", "=", True)]))
        boss.action_accept_review()
        self.assertAccepted(task, self.boss)

    def test_the_leader_of_the_team_stands_in(self):
        self.env["crm.team"].create(
            {
                "name": "North",
                "user_id": self.colleague.id,
                "member_ids": [(6, 0, self.rep.ids)],
            }
        )
        task = self.completed(observer_ids=[(6, 0, self.colleague.ids)])
        self.mate.unlink()
        self.assertFalse(task.reviewer_id)
        self.assertWaits(task)
        leader = task.with_user(self.colleague)
        self.assertIn(task, leader.search([("can_review", "=", True)]))
        leader.action_accept_review()
        self.assertAccepted(task, self.colleague)

    def test_nobody_stands_in_for_himself(self):
        task = self.plan_reviewed(user=self.boss)
        task.action_done()
        self.assertWaits(task)
        self.mate.action_archive()
        with self.assertRefused(AccessError, "not who completed it"):
            task.action_accept_review()
        self.assertNotIn(task, task.search([("can_review", "=", True)]))

    def test_who_completed_it_has_left(self):
        task = self.completed().sudo()
        self.lead.user_id = self.colleague
        self.rep.action_archive()
        self.assertEqual(task.user_id, self.colleague)
        self.assertWaits(task)
        with self.assertRefused(UserError, "return the task"):
            task.with_user(self.mate).action_accept_review()
        task.with_user(self.mate).action_return_review("Please do it again")
        task.with_user(self.colleague).action_done()
        task.with_user(self.mate).action_accept_review()
        self.assertAccepted(task, self.mate)

    def test_after_the_reviewer_left_completing_still_waits(self):
        task = self.plan_reviewed()
        self.mate.action_archive()
        task.action_done()
        self.assertWaits(task)

    def test_search_and_display_agree(self):
        tasks = self.completed() | self.completed(self.boss) | self.plan_reviewed()
        returned = self.completed()
        returned.with_user(self.mate).action_return_review("No")
        tasks |= returned
        for user in (self.rep, self.mate, self.boss):
            seen = tasks.with_user(user)
            for value in (True, False):
                found = seen.search(
                    [("id", "in", tasks.ids), ("can_review", "=", value)]
                )
                self.assertEqual(
                    found._filtered_access("read"),
                    seen._filtered_access("read").filtered(
                        lambda task: task.can_review == value  # noqa: B023
                    ),
                )

    def test_bulk_has_flat_queries(self):
        self.visit.write({"review_rule": "user", "review_user_id": self.mate.id})
        counts = []
        for number in (2, 50):
            leads = self.lead
            for _number in range(number - 1):
                leads |= self.lead.copy()
            planned, tasks = self._count(lambda leads=leads: self._plan_on(leads))
            held, _result = self._count(tasks.action_done)
            accepted, _result = self._count(
                tasks.with_user(self.mate).action_accept_review
            )
            self.assertFalse(any(tasks.mapped("active")))
            counts.append((planned, held, accepted))
        for few, many in zip(*counts, strict=True):
            self.assertLessEqual(many, few + 3)

    def _plan_on(self, leads):
        Task = self.env["mail.activity"].with_user(self.rep)
        return Task.create(
            [
                {
                    "activity_type_id": self.visit.id,
                    "res_model_id": self.model_id("crm.lead"),
                    "res_id": lead.id,
                    "user_id": self.rep.id,
                }
                for lead in leads
            ]
        )

    def _count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before, result


class TestNotOverdue(ReviewCase):
    def test_waiting_is_not_overdue(self):
        day = "2026-03-16"
        late = self.plan(date_deadline=day)
        waiting = self.completed(date_deadline=day)
        tasks = late | waiting
        self.assertEqual(tasks.mapped("state"), ["overdue", "planned"])
        self.assertEqual(tasks.mapped("deadline_bucket"), ["overdue", "later"])
        for name in ("state", "deadline_bucket"):
            for task in tasks:
                found = tasks.search([("id", "in", tasks.ids), (name, "=", task[name])])
                self.assertEqual(found, task)
            groups = dict(
                tasks._read_group([("id", "in", tasks.ids)], [name], ["id:recordset"])
            )
            self.assertEqual(groups, {late[name]: late, waiting[name]: waiting})
        waiting.with_user(self.mate).action_return_review("No photos")
        self.assertEqual(waiting.state, "overdue")

    def test_observers_are_not_told(self):
        task = self.completed(
            date_deadline="2026-03-19", observer_ids=[(6, 0, self.colleague.ids)]
        )
        self.assertFalse(task.tell_overdue_at)
        task.action_withdraw_review()
        self.assertTrue(task.tell_overdue_at)


class TestRule(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["crm.team"].create(
            {
                "name": "North",
                "user_id": cls.colleague.id,
                "member_ids": [(6, 0, cls.rep.ids)],
            }
        )
        cls.lead.write({"team_id": cls.team.id, "user_id": cls.mate.id})

    def plan_for_rep(self, **values):
        return self.plan(user=self.boss, **{"user_id": self.rep.id, **values})

    def test_rules_of_the_type(self):
        nobody = self.env["res.users"]
        for rule, reviewer in (
            ("creator", self.boss),
            ("leader", self.colleague),
            ("salesperson", self.mate),
            ("nobody", nobody),
            (False, nobody),
        ):
            with self.subTest(rule=rule):
                self.visit.review_rule = rule
                task = self.plan_for_rep()
                self.assertEqual(task.reviewer_id, reviewer)
                task.with_user(self.rep).action_feedback(feedback="Done")
                self.assertEqual(task.active, bool(reviewer))

    def test_a_person(self):
        with self.assertRefused(ValidationError, "choose who reviews"):
            self.visit.review_rule = "user"
        self.visit.write({"review_rule": "user", "review_user_id": self.boss.id})
        self.assertEqual(self.plan_for_rep().reviewer_id, self.boss)

    def test_the_leader_of_the_assignee(self):
        self.visit.review_rule = "leader"
        task = self.plan_for_rep(document=self.client)
        self.assertEqual(task.reviewer_id, self.colleague)

    def test_nobody_is_found(self):
        """A manager decides then: what is to be reviewed doesn't slip through."""
        self.visit.review_rule = "salesperson"
        for user in (self.env["res.users"], self.mate):
            self.lead.user_id = user
            user.active = False
            task = self.plan_for_rep()
            self.assertFalse(task.reviewer_id)
            task.with_user(self.rep).action_done()
            self.assertWaits(task)
            task.with_user(self.boss).action_accept_review()
            self.assertAccepted(task, self.boss)

    def test_said_on_the_task(self):
        self.visit.review_rule = "leader"
        self.assertEqual(
            self.plan_for_rep(reviewer_id=self.boss.id).reviewer_id, self.boss
        )
        task = self.plan_for_rep(review_rule="salesperson")
        self.assertEqual(task.reviewer_id, self.mate)
        task.review_rule = "creator"
        self.assertEqual(task.reviewer_id, self.boss)
        task.reviewer_id = self.colleague
        self.assertEqual(task.review_rule, "user")
        task.reviewer_id = False
        self.assertEqual(task.review_rule, "nobody")
        spared = self.plan_for_rep(review_rule="nobody")
        spared.with_user(self.rep).action_done()
        self.assertFalse(spared.active)

    def test_another_type(self):
        task = self.plan_for_rep()
        self.assertFalse(task.reviewer_id)
        self.call.review_rule = "leader"
        task.activity_type_id = self.call
        self.assertEqual(task.reviewer_id, self.colleague)

    def test_in_the_form(self):
        view = "crm_task_types.mail_activity_view_form_task"
        task = self.plan_for_rep(reviewer_id=self.mate.id)
        with (
            Form(task.with_user(self.boss), view) as form,
            self.assertLogs("odoo.tests.form.onchange"),  # can't open the document
        ):
            form.reviewer_id = self.colleague
        self.assertEqual(task.reviewer_id, self.colleague)
        with Form(task.with_user(self.rep), view) as form:
            with self.assertRaises(AssertionError):  # read-only
                form.reviewer_id = self.rep


class TestBypass(ReviewCase):
    """Nobody comes past the reviewer, by whatever way."""

    def test_ways_to_complete(self):
        closing = self.env["crm.task.status"].search(
            [("is_closing", "=", True)], limit=1
        )
        spoofed = {"crm_task_completing": True, "crm_task_reviewer_found": True}
        for name, complete in {
            "action_done": lambda task: task.action_done(),
            "feedback": lambda task: task.action_feedback(feedback="Done"),
            "next": lambda task: task.action_feedback_schedule_next(),
            "redirect": lambda task: task.action_done_redirect_to_other(),
            "document": lambda task: self.lead.with_user(self.rep).activity_feedback(
                ["mail.mail_activity_data_todo"], only_automated=False
            ),
            "archive": lambda task: task.action_archive(),
            "write": lambda task: task.write({"active": False}),
            "import": lambda task: task.load([".id", "active"], [[str(task.id), "0"]]),
            "status": lambda task: task.write({"status_id": closing.id}),
            "context": lambda task: task.with_context(**spoofed).write(
                {"active": False}
            ),
            "context done": lambda task: task.with_context(**spoofed).action_done(),
            "lead": lambda task: self.lead.with_user(self.rep).write(
                {"activity_ids": [(1, task.id, {"active": False})]}
            ),
            "superuser": lambda task: task.sudo().action_done(),
        }.items():
            task = self.plan_reviewed(
                task_type=self.env.ref("mail.mail_activity_data_todo")
            )
            with self.subTest(way=name):
                complete(task)
                self.assertWaits(task)
                self.assertFalse(task.status_id.is_closing)
                self.assertEqual(task.held_uid, self.rep)
                self.assertFalse(
                    self.lead.message_ids.filtered(
                        lambda message: (
                            message.mail_activity_type_id
                            and message.mail_activity_id == task  # noqa: B023
                        )
                    )
                )
                task.with_user(self.mate).action_accept_review()
                self.assertAccepted(task, self.mate)

    def test_nobody_writes_decisions(self):
        task = self.completed()
        for values in (
            {"review_state": "accepted"},
            {"review_state": False},
            {"return_count": 0},
            {"held_uid": self.mate.id},
            {"held_values": {"su": True}},
            {"held_comment": "Better"},
            {"decided_uid": self.mate.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                task.write(values)
        for values in (
            {"review_state": "accepted"},
            {"decided_uid": self.mate.id},
            {"held_values": {"su": True}},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.plan_reviewed(**values)
            defaults = {f"default_{name}": value for name, value in values.items()}
            Task = self.env["mail.activity"].with_user(self.rep)
            with self.subTest(defaults=values), self.assertRaises(AccessError):
                Task.with_context(**defaults).create({"user_id": self.rep.id})

    def test_who_works_on_it_keeps_the_reviewer(self):
        task = self.plan_reviewed(co_executor_ids=[(6, 0, self.colleague.ids)])
        for user in (self.rep, self.colleague):
            for values in (
                {"reviewer_id": False},
                {"reviewer_id": user.id},
                {"review_rule": "nobody"},
                {"review_rule": "creator"},
            ):
                with self.subTest(user=user.login, values=values):
                    with self.assertRefused(AccessError, "mate"):
                        task.with_user(user).write(values)

    def test_who_may_change_the_reviewer(self):
        planned = self.plan(
            user=self.boss, user_id=self.rep.id, reviewer_id=self.mate.id
        )
        planned.reviewer_id = self.colleague
        planned.with_user(self.boss).reviewer_id = self.mate
        planned.with_user(self.boss).review_rule = "nobody"
        own = self.plan()
        own.reviewer_id = self.mate  # who works on it may ask for a review
        self.assertEqual(own.review_rule, "user")
        own.co_executor_ids = self.mate
        with self.assertRaises(AccessError):
            own.reviewer_id = self.colleague
        own.with_user(self.mate).reviewer_id = self.colleague

    def test_not_dropped_while_it_waits(self):
        task = self.plan(user=self.boss, user_id=self.rep.id, reviewer_id=self.mate.id)
        task.with_user(self.rep).action_done()
        with self.assertRefused(UserError, "accept or return"):
            task.reviewer_id = False
        task.reviewer_id = self.colleague
        task.with_user(self.colleague).action_accept_review()
        self.assertAccepted(task, self.colleague)

    def test_nobody_spares_himself_the_review(self):
        self.visit.write({"review_rule": "user", "review_user_id": self.mate.id})
        for values in (
            {"reviewer_id": self.rep.id},
            {"review_rule": "nobody"},
            {"review_rule": "creator"},
        ):
            for first in (self.rep, self.colleague):
                with self.subTest(values=values, first=first.login):
                    task = self.plan(**values, user_id=first.id)
                    task.user_id = self.rep
                    task.action_done()
                    self.assertWaits(task)
                    self.assertEqual(task.reviewer_id, self.mate)

    def test_not_created_as_done(self):
        with self.assertRefused(UserError, "leave it open"):
            self.plan_reviewed(active=False)
        cancelled = self.plan_reviewed(active=False, is_cancelled=True)
        with self.assertRefused(UserError, "leave it open"):
            cancelled.is_cancelled = False
        # the history of another system is brought in by administrators
        self.assertTrue(self.plan_reviewed(user=self.boss, active=False))

    def test_done_by_handing_it_to_the_reviewer(self):
        task = self.plan_reviewed(co_executor_ids=[(6, 0, self.rep.ids)])
        task.user_id = self.mate
        task.with_user(self.rep).action_done()
        self.assertWaits(task)

    def test_status_stays(self):
        doing = self.env["crm.task.status"].create({"name": "Doing", "sequence": 5})
        closing = self.visit._closing_status()
        task = self.plan_reviewed(status_id=doing.id)
        task.status_id = closing
        self.assertWaits(task)
        self.assertEqual(task.status_id, doing)

from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOON, WorkflowCase


@tagged("post_install", "-at_install")
class TestOutcome(WorkflowCase):
    # ---- what is shipped

    def test_shipped(self):
        for code, names in {
            "call": ["Done", "Change", "No answer", "Close deal"],
            "meeting": ["Held", "Change", "Not held"],
            "webinar": ["Held", "Change", "Not held"],
            "online_meeting": ["Held", "Change", "Not held"],
            "email": ["Sent", "Answered", "Change"],
            "offer": ["Sent", "Answered", "Change"],
            "todo": ["Done", "Change"],
        }.items():
            task_type = self.env["mail.activity.type"].search([("code", "=", code)])
            with self.subTest(code=code):
                self.assertEqual(task_type.outcome_ids.mapped("name"), names)
                self.assertEqual(len(task_type.outcome_ids.filtered("is_default")), 1)

    def test_own_type_starts_with_done_and_change(self):
        self.assertEqual(self.visit.outcome_ids.mapped("name"), ["Done", "Change"])

    # ---- what can't be configured

    def test_code(self):
        with self.assertRefused(ValidationError, "can't be changed"):
            self.done.code = "other"
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.add_outcome(self.call, "Again", code="done")
        self.assertEqual(self.add_outcome(self.call, "Done").code, "done_2")
        with self.assertRaises(ValidationError):
            self.add_outcome(self.call, "Bad", code="Not good")

    def test_one_default(self):
        with self.assertRefused(ValidationError, "exactly one default"):
            self.done.is_default = False
        with self.assertRefused(ValidationError, "exactly one default"):
            self.done.unlink()
        with self.assertRefused(ValidationError, "must complete"):
            self.change.is_default = True

    def test_another_default(self):
        """Marking one takes it from the other: by RPC, by import, on the type."""
        fine = self.add_outcome(self.call, "Fine", {"kind": "complete"})

        def default():
            return self.call.outcome_ids.filtered("is_default")

        fine.is_default = True
        self.assertEqual(default(), fine)
        answer = self.done.load([".id", "is_default"], [[str(self.done.id), "1"]])
        self.assertFalse(answer["messages"])
        self.assertEqual(default(), self.done)
        self.call.outcome_ids = [
            Command.update(self.done.id, {"is_default": False}),
            Command.update(fine.id, {"is_default": True}),
        ]
        self.assertEqual(default(), fine)
        new = self.add_outcome(self.call, "New", {"kind": "complete"}, is_default=True)
        self.assertEqual(default(), new)
        self.assertFalse(new.copy().is_default)
        self.call.outcome_ids = [
            Command.delete(new.id),
            Command.update(self.done.id, {"is_default": True}),
        ]
        self.assertEqual(default(), self.done)

    def test_copied_type(self):
        """Its buttons lead to its own, and what follows waits for its own."""
        self.env["crm.task.followup"].create(
            {
                "activity_type_id": self.call.id,
                "outcome_ids": [Command.set(self.no_answer.ids)],
                "next_type_id": self.visit.id,
            }
        )
        copied = self.call.copy()
        last = self.outcome(copied, "no_answer").effect_ids.ending_outcome_id
        self.assertEqual(last, self.outcome(copied, "done"))
        self.assertEqual(
            copied.followup_ids.outcome_ids, self.outcome(copied, "no_answer")
        )
        self.assertEqual(self.call.followup_ids.outcome_ids, self.no_answer)

    def test_bad_condition(self):
        for domain in ("[(", "[('no_such')]", "1 + 1"):
            with self.assertRefused(ValidationError, "Done"):
                self.done.domain = domain

    def test_loops_are_refused(self):
        """A at its maximum → B → A."""
        other = self.add_outcome(
            self.call,
            "Busy",
            {
                "kind": "attempt",
                "max_attempts": 2,
                "ending_outcome_id": self.no_answer.id,
                "delay_count": 1,
            },
        )
        with self.assertRefused(ValidationError, "Busy", "No answer"):
            self.no_answer.effect_ids.ending_outcome_id = other
        with self.assertRefused(ValidationError, "No answer"):
            self.no_answer.effect_ids.ending_outcome_id = self.no_answer

    def test_incomplete_effects(self):
        for effect in (
            {"kind": "attempt"},
            {"kind": "reschedule"},
            {"kind": "stage"},
            {"kind": "next_task"},
            {"kind": "server_action"},
            {"kind": "mail"},
            {"kind": "set_field"},
        ):
            with self.subTest(effect=effect), self.assertRaises(ValidationError):
                self.add_outcome(self.call, "Bad", effect)

    def test_negative_delay_and_maximum(self):
        for values in ({"delay_count": -1}, {"max_attempts": 0}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self.no_answer.effect_ids.write(values)
                self.env.flush_all()

    def test_used_outcomes_stay(self):
        self.plan_call().action_outcome("done")
        with self.assertRefused(UserError, "Done"):
            self.done.unlink()

    # ---- pressing

    def test_done(self):
        task = self.plan_call(date_start="2026-03-18 11:00:00")
        answer = task.action_outcome("done", comment="They have 20,000")
        self.assertFalse(task.active)
        self.assertEqual(task.feedback, "They have 20,000")
        result = self.env["crm.task.result"].browse(answer["result_ids"])
        self.assertEqual(
            (
                result.user_id,
                result.outcome_id,
                result.activity_type_id,
                result.comment,
                result.date,
            ),
            (self.rep, self.done, self.call, "They have 20,000", NOON),
        )
        self.assertEqual(
            (result.lead_id, result.partner_id, result.hour),
            (self.lead, self.client, 12),
        )
        self.assertTrue(result.is_completing)
        self.assertIn("They have 20,000", self.lead.message_ids[0].preview)

    def test_by_code_id_and_record(self):
        for outcome in ("done", self.done.id, self.done, False):
            task = self.plan_call()
            task.action_outcome(outcome)
            self.assertEqual(self.results(task).outcome_id, self.done)

    def test_unknown_outcome(self):
        for outcome in ("no_such", self.outcome(self.visit, "done").id, 10**9):
            with self.assertRefused(UserError, "Call", "No answer"):
                self.plan_call().action_outcome(outcome)
        with self.assertRefused(UserError, "nonsense"):
            self.plan_call().action_outcome("done", nonsense=1)

    def test_odoos_own_ways_arrive_here(self):
        closing = self.env.ref("crm_task_types.crm_task_status_done")
        for way in (
            lambda task: task.action_done(),
            lambda task: task.action_feedback(feedback="Fine"),
            lambda task: task.action_feedback_schedule_next(),
            lambda task: task.write({"status_id": closing.id}),
            lambda task: task.action_archive(),
            lambda task: self.lead.with_user(self.rep).activity_feedback(
                ["mail.mail_activity_data_call"], only_automated=False
            ),
        ):
            task = self.plan_call()
            way(task)
            self.assertFalse(task.active)
            self.assertEqual(self.results(task).outcome_id, self.done)

    def test_document_is_gone(self):
        """Odoo deletes such a task when it is marked done; the others go on."""
        task, other = self.plan_call(), self.plan(self.client, self.call, self.boss)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [self.lead.id])
        self.env.invalidate_all()
        (task | other).sudo().action_feedback(feedback="Fine")
        self.assertFalse(task.exists())
        self.assertEqual(self.results(other).comment, "Fine")

    def test_mark_done_gives_what_odoo_gives(self):
        task = self.plan_call()
        message_id = task.action_feedback(feedback="Fine")
        self.assertEqual(self.env["mail.message"].browse(message_id).model, "crm.lead")
        self.call.triggered_next_type_id = self.visit
        task = self.plan_call()
        _messages, following = task._action_done()
        self.assertEqual(following.activity_type_id, self.visit)

    def test_closed_by_somebody_else(self):
        task = self.plan_call()
        task.action_outcome("done")
        with self.assertRefused(UserError, "Done", self.rep.name, "Ask for the budget"):
            task.with_user(self.boss).action_outcome(
                "change", date_deadline="2026-03-20"
            )

    def test_rights(self):
        with self.assertRaises(AccessError):
            self.plan_call().with_user(self.colleague).action_outcome("done")

    def test_comment_and_fields_required(self):
        self.done.requires_comment = True
        task = self.plan_call()
        with self.assertRefused(ValidationError, "comment"):
            task.action_outcome("done")
        field = self.env["crm.task.custom.field"].create(
            {"activity_type_id": self.call.id, "name": "Budget"}
        )
        self.done.required_custom_field_ids = field
        self.done.required_field_ids = self.call.card_field_ids.filtered(
            lambda f: f.field_name == "note"
        )
        self.call.default_note = False
        with self.assertRefused(ValidationError, "Budget", "Description"):
            task.action_outcome("done", comment="Fine")
        task.action_outcome(
            "done",
            comment="Fine",
            values={"note": "<p>Asked</p>", "task_properties": {field.key: "20,000"}},
        )
        self.assertFalse(task.active)

    def test_only_when_the_document_matches(self):
        self.close_deal.domain = "[('expected_revenue', '>', 1000)]"
        task = self.plan_call()
        self.assertNotIn(
            "Close deal", [button["name"] for button in task.outcome_buttons]
        )
        with self.assertRefused(UserError, "Close deal"):
            task.action_outcome("close_deal")
        self.lead.expected_revenue = 5000
        task.invalidate_recordset()
        self.assertIn("Close deal", [button["name"] for button in task.outcome_buttons])

    def test_buttons(self):
        task = self.plan_call()
        self.assertEqual(
            [
                (button["name"], button["digit"], button["asks"])
                for button in task.outcome_buttons
            ],
            [
                ("Done", "1", False),
                ("Change", "2", True),
                ("No answer", "3", False),
                ("Close deal", "4", True),
            ],
        )
        task.action_outcome("done")
        self.assertFalse(task.outcome_buttons)

    def test_all_or_nothing(self):
        tasks = self.plan_call() | self.plan_call()
        self.done.requires_comment = True
        self.done.domain = f"[('id', '!=', {self.lead.id})]"
        with self.assertRaises(UserError):
            tasks.action_outcome("done", comment="Fine")
        self.assertEqual(tasks.mapped("active"), [True, True])
        self.assertFalse(self.results(tasks))

    def test_several_types_in_one_press(self):
        tasks = self.plan_call() | self.plan()
        tasks.action_outcome(False)
        self.assertEqual(
            self.results(tasks).outcome_id, self.done | self.outcome(self.visit, "done")
        )

    def test_in_bulk_from_the_list(self):
        tasks = self.plan_call() | self.plan_call()
        action = tasks.action_choose_outcome()
        dialog = self.env["crm.task.press.dialog"].with_user(self.rep)
        dialog = dialog.with_context(**action["context"]).create(
            {"outcome_id": self.done.id}
        )
        self.assertFalse(dialog.is_chosen)
        dialog.action_press()
        self.assertEqual(self.results(tasks).outcome_id, self.done)
        self.assertFalse(any(tasks.mapped("active")))
        with self.assertRefused(UserError, "one type"):
            (self.plan_call() | self.plan()).action_choose_outcome()

    # ---- effects

    def test_change_asks_for_the_time(self):
        task = self.plan_call(date_start="2026-03-18 11:00:00")
        action = task.action_press(self.change.id)
        self.assertEqual(action["res_model"], "crm.task.press.dialog")
        dialog = (
            self.env["crm.task.press.dialog"]
            .with_user(self.rep)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(dialog.date_start, datetime(2026, 3, 18, 11))
        dialog.write(
            {"date_start": "2026-03-20 11:00:00", "reason": "The client is ill"}
        )
        dialog.action_press()
        self.assertWhen(task, "2026-03-20 11:00", "2026-03-20 11:15", "2026-03-20")
        self.assertEqual(
            (task.reschedule_count, task.reschedule_reason), (1, "The client is ill")
        )
        result = self.results(task)
        self.assertEqual(
            (result.old_date_due, result.new_date_due),
            (datetime(2026, 3, 18, 11, 15), datetime(2026, 3, 20, 11, 15)),
        )
        with self.assertRefused(UserError, "when"):
            task.action_outcome("change")

    def test_attempts_and_what_the_maximum_says(self):
        self.no_answer.effect_ids.attempt_delay_ids = [
            Command.create({"delay_count": 15, "delay_unit": "minutes"}),
            Command.create({"delay_count": 2, "delay_unit": "hours"}),
        ]
        task = self.plan_call(date_start="2026-03-18 11:00:00")
        task.action_outcome("no_answer")
        self.assertEqual(
            (task.attempt_count, task.date_start), (1, NOON + timedelta(minutes=15))
        )
        task.action_outcome("no_answer")
        self.assertEqual(
            (task.attempt_count, task.date_start), (2, NOON + timedelta(hours=2))
        )
        task.action_outcome("no_answer", comment="Nobody there")
        self.assertFalse(task.active)
        self.assertEqual(self.results(task).mapped("attempt"), [1, 2, 3])
        self.assertEqual(self.results(task).outcome_id, self.no_answer | self.done)
        self.assertEqual(self.lead.missed_attempt_count, 2)

    def test_close_deal(self):
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        task = self.plan_call()
        with self.assertRefused(UserError, "lost"):
            task.action_outcome("close_deal")
        task.action_outcome("close_deal", lost_reason_id=reason.id)
        self.assertFalse(task.active)
        self.assertEqual(
            (self.lead.active, self.lead.lost_reason_id, self.lead.probability),
            (False, reason, 0),
        )

    def test_win_stage_and_field(self):
        stage = self.env["crm.stage"].create({"name": "Agreed"})
        outcome = self.add_outcome(
            self.call,
            "Agreed",
            {"kind": "stage", "stage_id": stage.id},
            {
                "kind": "set_field",
                "field_id": self.env["ir.model.fields"]
                ._get("crm.lead", "expected_revenue")
                .id,
                "field_value": "5000",
            },
        )
        task = self.plan_call()
        task.action_outcome(outcome)
        self.assertEqual(
            (self.lead.stage_id, self.lead.expected_revenue), (stage, 5000)
        )
        self.assertTrue(task.active)
        won = self.add_outcome(self.call, "Won", {"kind": "win"}, {"kind": "complete"})
        task.action_outcome(won)
        self.assertTrue(self.lead.stage_id.is_won)

    def test_cancel_others(self):
        outcome = self.add_outcome(
            self.call, "Refused", {"kind": "complete"}, {"kind": "cancel_others"}
        )
        task, other = self.plan_call(), self.plan()
        elsewhere = self.plan(self.client, user=self.boss)
        task.action_outcome(outcome)
        self.assertEqual(
            (other.active, other.is_cancelled, other.cancel_reason),
            (False, True, "Refused"),
        )
        self.assertFalse(task.is_cancelled)
        self.assertTrue(elsewhere.active)

    def test_next_task(self):
        outcome = self.add_outcome(
            self.call,
            "Interested",
            {"kind": "complete"},
            {
                "kind": "next_task",
                "next_type_id": self.visit.id,
                "delay_count": 2,
                "delay_unit": "days",
                "assignee_rule": "salesperson",
                "next_title": "Measure",
            },
        )
        self.plan_call(user=self.boss).action_outcome(outcome)
        task = self.lead.activity_ids
        self.assertEqual(
            (task.activity_type_id, task.user_id, task.summary),
            (self.visit, self.rep, "Measure"),
        )
        self.assertEqual(str(task.date_deadline), "2026-03-20")

    def test_server_action(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Praise",
                "model_id": self.model_id("crm.lead"),
                "state": "code",
                "code": "record.write({'description': 'Well done'})",
            }
        )
        outcome = self.add_outcome(
            self.call,
            "Praise",
            {"kind": "server_action", "action_server_id": action.id},
        )
        task = self.plan_call()
        task.action_outcome(outcome)
        self.assertIn("Well done", self.lead.description)
        action.code = "raise UserError('Broken')"
        with self.assertRefused(UserError, "Praise", "Broken"):
            task.action_outcome(outcome)
        self.assertEqual(len(self.results(task)), 1)

    def test_mail(self):
        template = self.env["mail.template"].create(
            {
                "name": "Thanks",
                "model_id": self.model_id("crm.lead"),
                "subject": "Thanks",
                "body_html": "<p>Thank you</p>",
            }
        )
        outcome = self.add_outcome(
            self.call, "Thank", {"kind": "mail", "mail_template_id": template.id}
        )
        self.plan_call().action_outcome(outcome)
        self.assertIn("Thank you", str(self.lead.message_ids.mapped("body")))

    def test_effects_need_the_pressers_rights(self):
        """The assignee may do the task, but not change somebody else's deal."""
        self.lead.user_id = self.colleague
        task = self.plan(
            user=self.boss, task_type=self.call, user_id=self.rep.id
        ).with_user(self.rep)
        stage = self.env["crm.stage"].create({"name": "Agreed"})
        outcome = self.add_outcome(
            self.call,
            "Agreed",
            {"kind": "complete"},
            {"kind": "stage", "stage_id": stage.id},
        )
        with self.assertRefused(AccessError, "may not change"):
            task.action_outcome(outcome)
        self.assertTrue(task.active)
        self.assertNotEqual(self.lead.stage_id, stage)

    # ---- results

    def test_share_of_won_deals(self):
        lead = self.lead.copy({"user_id": self.rep.id})
        for document in (self.lead, lead):
            self.plan(document, self.call).action_outcome("done")
        self.lead.action_set_won()
        Result = self.env["crm.task.result"]
        domain = [("lead_id", "in", (self.lead | lead).ids)]
        groups = Result._read_group(domain, ["outcome_id"], ["won_share:avg"])
        self.assertEqual(groups, [(self.done, 0.5)])

    def test_results_are_history(self):
        task = self.plan_call()
        task.action_outcome("done")
        result = self.results(task)
        for user in (self.rep, self.boss, self.env.user):
            for change in (
                lambda r: r.write({"comment": "Other"}),
                lambda r: r.unlink(),
            ):
                with self.assertRaises(UserError):
                    change(result.with_user(user))
        with self.assertRaises(AccessError):
            result.with_user(self.rep).create(
                {"mail_activity_id": task.id, "user_id": self.rep.id}
            )

    def test_results_for_those_who_see_the_task(self):
        task = self.plan_call()
        task.action_outcome("done")
        result = self.results(task)
        Result = self.env["crm.task.result"]
        self.assertFalse(
            Result.with_user(self.colleague).search([("id", "=", result.id)])
        )
        with self.assertRaises(AccessError):
            result.with_user(self.colleague).read(["comment"])
        self.assertEqual(
            Result.with_user(self.rep).search([("id", "=", result.id)]), result
        )

    def _queries(self, count, outcome, **values):
        leads = self.env["crm.lead"].create(
            [{"name": str(n), "user_id": self.rep.id} for n in range(count)]
        )
        tasks = self.env["mail.activity"].browse()
        for lead in leads:
            tasks |= self.plan(lead, self.call)
        return self.count_queries(lambda: tasks.action_outcome(outcome, **values))

    def assertFlat(self, *press, **values):
        """As many queries for fifty tasks as for two."""
        self._queries(2, *press, **values)
        few, many = (self._queries(n, *press, **values) for n in (2, 50))
        self.assertLessEqual(many, few)

    def test_completing_many_is_flat(self):
        self.assertFlat("done", comment="All fine")

    def test_moving_many_is_flat(self):
        self.assertFlat("change", date_deadline="2026-03-25", reason="On holiday")

    def test_attempts_of_many_are_flat(self):
        self.assertFlat("no_answer")

    def test_closing_many_deals_is_flat(self):
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        self.assertFlat("close_deal", lost_reason_id=reason.id)

    def test_values_that_close_the_task(self):
        """It is pressed once, not once more behind its back."""
        task = self.plan_call()
        with self.assertRefused(UserError, "closed already"), self.env.cr.savepoint():
            task.action_outcome("no_answer", values={"active": False})
        self.assertTrue(task.active)
        self.assertFalse(self.results(task))


@tagged("post_install", "-at_install")
class TestUndo(WorkflowCase):
    def undo(self, task):
        return task.action_undo_last()

    def test_done(self):
        task = self.plan_call()
        task.action_outcome("done", comment="Oops")
        self.undo(task)
        self.assertTrue(task.active)
        self.assertFalse(task.feedback)
        first, second = self.results(task)
        self.assertEqual(second.undo_of_id, first)
        self.assertTrue(first.is_undone)

    def test_attempt_and_move(self):
        task = self.plan_call(date_start="2026-03-18 11:00:00")
        task.action_outcome("no_answer")
        self.undo(task)
        self.assertEqual((task.attempt_count, task.reschedule_count), (0, 0))
        self.assertWhen(task, "2026-03-18 11:00", "2026-03-18 11:15", "2026-03-18")

    def test_status(self):
        self.use_statuses()
        status = self.env["crm.task.status"].create({"name": "On hold"})
        task = self.plan_call(status_id=status.id)
        task.action_outcome("done")
        self.undo(task)
        self.assertEqual((task.active, task.status_id), (True, status))

    def test_deleted_stage(self):
        old, new = self.env["crm.stage"].create([{"name": "Old"}, {"name": "New"}])
        outcome = self.add_outcome(
            self.call, "Go on", {"kind": "stage", "stage_id": new.id}
        )
        self.lead.stage_id = old
        task = self.plan_call()
        task.action_outcome(outcome)
        old.unlink()
        self.assertIn("Set the stage", self.undo(task)["params"]["message"])

    def test_move_to_the_same_time(self):
        task = self.plan_call(date_start="2026-03-18 14:00:00")
        task.action_outcome("change", date_start="2026-03-18 14:00:00", reason="None")
        self.undo(task)
        self.assertEqual(task.reschedule_count, 0)

    def test_last_attempt(self):
        task = self.plan_call(date_start="2026-03-18 11:00:00")
        for _attempt in range(3):
            task.action_outcome("no_answer")
        self.assertFalse(task.active)
        self.undo(task)
        self.assertEqual((task.active, task.attempt_count), (True, 2))
        task.action_outcome("no_answer")
        self.assertEqual(task.attempt_count, 3)

    def test_effect_of_another_module(self):
        """It is taken back by a method of its own, as in the readme."""
        template = self.env["mail.template"].create(
            {"name": "Thanks", "model_id": self.model_id("crm.lead")}
        )
        outcome = self.add_outcome(
            self.call,
            "Thank",
            {"kind": "complete"},
            {"kind": "mail", "mail_template_id": template.id},
        )
        Effect = self.env.registry["crm.task.outcome.effect"]
        undo = patch.object(
            Effect,
            "_undo_mail",
            lambda _effect, task, entry: ["the praise"],
            create=True,
        )
        task = self.plan_call()
        task.action_outcome(outcome)
        with undo:
            self.assertIn("the praise", self.undo(task)["params"]["message"])

    def test_close_deal(self):
        task = self.plan_call()
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        task.action_outcome("close_deal", lost_reason_id=reason.id)
        self.undo(task)
        self.assertTrue(self.lead.active)
        self.assertFalse(self.lead.lost_reason_id)
        self.assertTrue(task.active)

    def test_next_task_disappears(self):
        outcome = self.add_outcome(
            self.call,
            "Go on",
            {"kind": "complete"},
            {"kind": "next_task", "next_type_id": self.visit.id},
        )
        task = self.plan_call()
        task.action_outcome(outcome)
        self.undo(task)
        self.assertEqual(self.lead.activity_ids, task)

    def test_not_when_something_was_built_on_it(self):
        outcome = self.add_outcome(
            self.call,
            "Go on",
            {"kind": "complete"},
            {"kind": "next_task", "next_type_id": self.visit.id},
        )
        task = self.plan_call()
        task.action_outcome(outcome)
        self.lead.activity_ids.with_user(self.rep).action_outcome("done")
        with self.assertRefused(UserError, "worked on"):
            self.undo(task)

    def _after_sales(self):
        """An outcome that applies a template of two lines, the second one waiting."""
        plan = self.env["mail.activity.plan"].create(
            {
                "name": "After sales",
                "res_model": "crm.lead",
                "template_ids": [
                    (0, 0, {"activity_type_id": self.call.id, "summary": "Thank"}),
                    (
                        0,
                        0,
                        {
                            "activity_type_id": self.call.id,
                            "summary": "Ask",
                            "sequence": 20,
                            "delay_from": "previous_completion",
                        },
                    ),
                ],
            }
        )
        return self.add_outcome(
            self.call,
            "Sold",
            {"kind": "complete"},
            {"kind": "template", "plan_id": plan.id},
        )

    def test_template_disappears(self):
        task = self.plan_call()
        task.action_outcome(self._after_sales())
        made = self.lead.activity_ids.filtered(lambda other: other.summary == "Thank")
        waiting = self.env["crm.task.template.wait"].search(
            [("previous_task_id", "=", made.id)]
        )
        self.assertEqual((len(made), len(waiting)), (1, 1))
        self.undo(task)
        self.assertTrue(task.active)
        self.assertFalse(made.exists())
        self.assertFalse(waiting.exists())

    def test_template_on_which_somebody_worked(self):
        task = self.plan_call()
        task.action_outcome(self._after_sales())
        made = self.lead.activity_ids.filtered(lambda other: other.summary == "Thank")
        made.action_feedback()
        with self.assertRefused(UserError, "Thank"):
            self.undo(task)

    def test_one_line_on_the_document(self):
        task = self.plan_call(date_start="2026-03-18 11:00:00")
        task.action_outcome("no_answer")
        self.undo(task)
        self.assertIn("No answer undone", self.lead.message_ids[0].preview)

    def test_only_for_some_minutes(self):
        task = self.plan_call()
        task.action_outcome("done")
        self.set_clock(NOON + timedelta(minutes=11))
        with self.assertRefused(UserError, "Done"):
            self.undo(task)

    def test_only_by_who_pressed_and_once(self):
        task = self.plan_call()
        task.action_outcome("done")
        with self.assertRaises(UserError):
            self.undo(task.with_user(self.boss))
        self.undo(task)
        with self.assertRaises(UserError):
            self.undo(task)

    def test_says_what_it_cannot_reverse(self):
        template = self.env["mail.template"].create(
            {
                "name": "Thanks",
                "model_id": self.model_id("crm.lead"),
                "subject": "Thanks",
            }
        )
        outcome = self.add_outcome(
            self.call,
            "Thank",
            {"kind": "complete"},
            {"kind": "mail", "mail_template_id": template.id},
        )
        task = self.plan_call()
        task.action_outcome(outcome)
        self.assertIn("Send an e-mail", self.undo(task)["params"]["message"])
        self.assertTrue(task.active)


@tagged("post_install", "-at_install")
class TestFollowup(WorkflowCase):
    def follow(self, **values):
        return self.env["crm.task.followup"].create(
            {
                "activity_type_id": self.call.id,
                "next_type_id": self.visit.id,
                "delay_count": 2,
                "delay_unit": "days",
                **values,
            }
        )

    def propose(self, action):
        self.assertEqual(action["res_model"], "crm.task.proposal")
        return self.env["crm.task.proposal"].browse(action["res_id"])

    def test_proposed_and_accepted(self):
        self.follow(title="Measure")
        action = self.plan_call(date_start="2026-03-18 11:00:00").action_press(
            self.done.id
        )
        proposal = self.propose(action)
        line = proposal.line_ids
        self.assertEqual(
            (line.activity_type_id, line.summary, line.user_id),
            (self.visit, "Measure", self.rep),
        )
        self.assertEqual(line.date_start, NOON + timedelta(days=2))
        self.assertFalse(self.lead.activity_ids)
        line.date_start = "2026-03-21 08:00:00"
        proposal.with_user(self.rep).action_accept()
        self.assertWhen(
            self.lead.activity_ids, "2026-03-21 08:00", "2026-03-21 10:00", "2026-03-21"
        )

    def test_deleted_type(self):
        """It goes on with those that are left, also where tasks have used it."""
        rule = self.follow(mode="create")
        outcome = self.add_outcome(
            self.call,
            "Go on",
            {"kind": "complete"},
            {"kind": "next_task", "next_type_id": self.visit.id},
        )
        self.plan()
        self.visit.unlink()
        self.assertTrue(self.visit.retired)
        self.assertFalse(rule.exists())
        for pressed in (self.done, outcome):
            task = self.plan_call()
            task.action_outcome(pressed)
            self.assertFalse(task.active)

    def test_named_after_what_follows(self):
        self.assertEqual(self.follow().display_name, "Site visit")
        self.assertFalse(self.env["crm.task.followup"].new().display_name)

    def test_type_for_other_documents(self):
        self.follow(mode="create")
        self.visit.model_ids = self.env["ir.model"]._get("res.partner")
        task = self.plan_call()
        task.action_outcome("done")
        self.assertFalse(self.lead.activity_ids)

    def test_condition_on_a_field_that_others_lack(self):
        """Tasks of contacts are shown and completed all the same."""
        condition = "[('expected_revenue', '>', 5)]"
        self.follow(mode="create", domain=condition)
        rich = self.add_outcome(
            self.call, "Rich", {"kind": "complete"}, domain=condition
        )
        self.lead.expected_revenue = 10
        on_lead, on_client = self.plan_call(), self.plan_call(document=self.client)
        self.assertIn("Rich", [b["name"] for b in on_lead.outcome_buttons])
        self.assertNotIn("Rich", [b["name"] for b in on_client.outcome_buttons])
        with self.assertRefused(UserError, "doesn't match"):
            on_client.action_outcome(rich)
        on_client.action_outcome("done")
        self.assertFalse(on_client.active or self.client.activity_ids)

    def test_condition_on_a_field_that_nothing_has(self):
        with self.assertRefused(ValidationError, "Call", "can't be read"):
            self.follow(domain="[('no_field', '=', 5)]")
        with self.assertRefused(ValidationError, "Rich", "can't be read"):
            self.add_outcome(self.call, "Rich", domain="[('no_field', '=', 5)]")

    def test_day_of_who_has_no_time_zone(self):
        """That of the task, as for all of its times."""
        self.rep.tz = False
        self.follow(mode="create", delay_count=1)
        self.set_clock(datetime(2026, 3, 18, 23, 30))  # the 19th in Warsaw
        task = self.plan_call().with_context(tz="Europe/Warsaw")
        task.action_outcome("done")
        self.assertEqual(str(self.lead.activity_ids.date_deadline), "2026-03-20")

    def test_accepted_twice(self):
        """As by two clicks, or in two tabs."""
        self.follow()
        proposal = self.propose(self.plan_call().action_press(self.done.id))
        for _click in range(2):
            proposal.with_user(self.rep).action_accept()
        self.assertEqual(len(self.lead.activity_ids), 1)

    def test_skipped(self):
        self.follow()
        proposal = self.propose(self.plan_call().action_press(self.done.id))
        proposal.line_ids.is_accepted = False
        proposal.with_user(self.rep).action_accept()
        self.assertFalse(self.lead.activity_ids)

    def test_created_by_itself(self):
        self.follow(mode="create")
        self.assertFalse(self.plan_call().action_press(self.done.id))
        self.assertEqual(self.lead.activity_ids.activity_type_id, self.visit)

    def test_only_with_the_outcome(self):
        self.follow(outcome_ids=self.no_answer.ids)
        self.assertFalse(self.plan_call().action_press(self.done.id))
        self.assertTrue(self.plan_call().action_press(self.no_answer.id))

    def test_only_when_completed(self):
        self.follow(mode="create")
        task = self.plan_call()
        task.action_outcome("no_answer")
        self.assertEqual(self.lead.activity_ids, task)

    def test_condition(self):
        self.follow(domain="[('expected_revenue', '>', 1000)]")
        self.assertFalse(self.plan_call().action_press(self.done.id))
        self.lead.expected_revenue = 5000
        self.assertTrue(self.plan_call().action_press(self.done.id))

    def test_from_the_old_due(self):
        self.follow(mode="create", delay_from="due")
        self.plan_call(date_start="2026-03-10 11:00:00").action_outcome("done")
        self.assertWhen(
            self.lead.activity_ids, "2026-03-12 11:15", "2026-03-12 13:15", "2026-03-12"
        )

    def test_warns_of_a_taken_slot(self):
        self.follow()
        self.plan(
            self.client,
            user=self.boss,
            user_id=self.rep.id,
            date_start="2026-03-20 11:00:00",
        )
        proposal = self.propose(
            self.plan_call(date_start="2026-03-18 11:00:00").action_press(self.done.id)
        )
        self.assertIn("Site visit", proposal.line_ids.with_user(self.rep).warning)

    def test_no_warning_of_a_free_slot(self):
        self.follow()
        proposal = self.propose(
            self.plan_call(date_start="2026-03-18 11:00:00").action_press(self.done.id)
        )
        self.assertFalse(proposal.line_ids.warning)

    def test_chaining_of_odoo_is_not_doubled(self):
        self.call.triggered_next_type_id = self.visit
        self.plan_call().action_outcome("done")
        self.assertEqual(len(self.lead.activity_ids), 1)

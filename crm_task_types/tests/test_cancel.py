"""Cancelled tasks are kept: by whom, when and why; and they can be counted."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..models.mail_activity_cancel import ASK_REASON
from .common import NOON, TaskCase


class TestCancel(TaskCase):
    def ask(self, asked=True):
        self.env["ir.config_parameter"].set_param(ASK_REASON, asked)

    def assertCancelled(self, task, user, reason):
        self.assertTrue(task.exists(), "It is kept")
        self.assertEqual(
            (task.active, task.is_cancelled, task.cancel_uid, task.cancel_reason),
            (False, True, user, reason),
        )
        self.assertEqual(task.date_cancelled, NOON)

    # ---- every way keeps it

    def test_the_button(self):
        task = self.plan()
        self.assertFalse(task.action_cancel())
        self.assertCancelled(task, self.rep, False)
        self.assertIn("cancelled", "".join(task.message_ids.mapped("body")))
        self.assertIn("cancelled", self.lead.message_ids[0].body)

    def test_with_a_reason(self):
        task = self.plan()
        task.action_cancel("Bought elsewhere")
        self.assertCancelled(task, self.rep, "Bought elsewhere")
        self.assertIn("Bought elsewhere", self.lead.message_ids[0].body)

    def test_deleting(self):
        task = self.plan()
        task.unlink()
        self.assertCancelled(task, self.rep, False)

    def test_deleting_what_is_closed_deletes(self):
        task = self.plan()
        task.action_cancel()
        task.unlink()
        self.assertFalse(task.exists())

    def test_writing(self):
        task = self.plan()
        task.write({"active": False, "is_cancelled": True})
        self.assertCancelled(task, self.rep, False)

    def test_who_cancelled_is_not_written_by_hand(self):
        task = self.plan()
        forged = {"cancel_uid": self.boss.id, "date_cancelled": "2020-01-01 00:00:00"}
        task.write({"active": False, "is_cancelled": True, **forged})
        self.assertCancelled(task, self.rep, False)
        task.write(forged)
        self.assertCancelled(task, self.rep, False)

    def test_cancelled_and_open_is_not_written(self):
        task = self.plan()
        task.write({"is_cancelled": True})
        self.assertFalse(task.is_cancelled)
        self.assertFalse(self.plan(is_cancelled=True).is_cancelled)

    def test_cancelled_does_not_come_to_count_as_done(self):
        task = self.plan()
        task.action_cancel()
        task.write({"active": False, "is_cancelled": False})
        self.assertCancelled(task, self.rep, False)

    def test_copy_of_a_closed_task_is_open(self):
        cancelled, done = self.plan(), self.plan(reviewer_id=self.colleague.id)
        cancelled.action_cancel()
        done.sudo().write({"review_state": "accepted", "active": False})
        done.sudo().feedback = "It went well"
        for task in (cancelled, done):
            copy = task.copy()
            self.assertTrue(copy.active)
            self.assertFalse(copy.is_cancelled or copy.date_done or copy.feedback)
            self.assertFalse(copy.status_id.is_closing)

    def test_the_document_takes_them_along(self):
        task = self.plan()
        self.lead.unlink()
        self.assertFalse(task.exists())

    def test_an_application_withdraws_its_own(self):
        task = self.plan(task_type=self.call)
        lead = self.lead.with_user(self.rep)
        lead.activity_unlink(["mail.mail_activity_data_call"], only_automated=False)
        self.assertFalse(task.exists())

    def test_twice(self):
        task = self.plan()
        task.action_cancel("First")
        task.with_user(self.boss).action_cancel("Second")
        self.assertCancelled(task, self.rep, "First")

    def test_reopened(self):
        task = self.plan()
        task.action_cancel("By mistake")
        task.action_unarchive()
        self.assertEqual(
            (task.is_cancelled, task.cancel_reason, task.cancel_uid.id),
            (False, False, False),
        )
        self.assertFalse(task.date_cancelled)

    def test_by_who_may(self):
        stranger_lead = self.env["crm.lead"].create(
            {"name": "Not theirs", "user_id": self.colleague.id}
        )
        task = self.plan(stranger_lead, user=self.colleague)
        with mute_logger("odoo.addons.base.models.ir_rule"):
            for way in ("action_cancel", "unlink"):
                with self.assertRaises(AccessError):
                    getattr(task.with_user(self.rep), way)()
        self.assertTrue(task.active)

    def test_flat(self):
        def plan_many(count):
            leads = self.lead.concat(*(self.lead.copy() for _ in range(count)))
            return self.env["mail.activity"].concat(*map(self.plan, leads))

        self.assertFlatQueries(plan_many, lambda tasks: tasks.action_cancel("All"))

    def test_no_button_deletes(self):
        for view in ("tree", "kanban_open_target"):
            view = self.env.ref(f"mail.mail_activity_view_{view}")
            arch = self.env["mail.activity"].get_view(view.id)["arch"]
            self.assertIn('name="action_cancel"', arch)
            self.assertNotIn('name="unlink"', arch)

    # ---- the reason

    def test_asked_when_settings_say_so(self):
        task = self.plan()
        self.ask()
        action = task.action_cancel()
        self.assertEqual(action["res_model"], "crm.task.cancel")
        self.assertTrue(task.active)
        dialog = Form(
            self.env["crm.task.cancel"]
            .with_user(self.rep)
            .with_context(**action["context"])
        )
        with self.assertRaises(AssertionError):  # it is required
            dialog.save()
        dialog.reason = "Bought elsewhere"
        dialog.save().action_cancel_tasks()
        self.assertCancelled(task, self.rep, "Bought elsewhere")

    def test_usual_reasons(self):
        usual = self.env["crm.task.cancel.reason"].create({"name": "No budget"})
        task = self.plan()
        wizard = (
            self.env["crm.task.cancel"]
            .with_user(self.rep)
            .create({"task_ids": task.ids, "reason_id": usual.id})
        )
        wizard.action_cancel_tasks()
        self.assertCancelled(task, self.rep, "No budget")

    def test_usual_reasons_in_ones_language(self):
        """The task keeps the words that were read; counted they are one reason."""
        self.env["res.lang"]._activate_lang("pl_PL")
        usual = self.env["crm.task.cancel.reason"].create({"name": "No budget"})
        usual.update_field_translations("name", {"pl_PL": "Brak budżetu"})
        words = {"pl_PL": "Brak budżetu", "en_US": "No budget"}
        for lang, reason in words.items():
            self.rep.lang = lang
            task = self.plan().with_context(lang=lang)
            dialog = Form(
                self.env["crm.task.cancel"]
                .with_user(self.rep)
                .with_context(lang=lang, default_task_ids=task.ids)
            )
            dialog.reason_id = usual
            self.assertEqual(dialog.reason, reason)
            dialog.save().action_cancel_tasks()
            self.assertCancelled(task, self.rep, reason)
        Task = self.env["mail.activity"].with_user(self.rep)
        groups = Task.with_context(active_test=False)._read_group(
            [("cancel_reason_id", "!=", False)], ["cancel_reason_id"], ["__count"]
        )
        self.assertEqual(groups, [(usual.with_user(self.rep), 2)])
        usual.unlink()
        self.assertEqual(task.cancel_reason, "No budget")

    def test_a_reason_of_ones_own(self):
        usual = self.env["crm.task.cancel.reason"].create({"name": "No budget"})
        task = self.plan()
        Dialog = self.env["crm.task.cancel"].with_user(self.rep)
        with Form(Dialog.with_context(default_task_ids=task.ids)) as dialog:
            dialog.reason_id = usual
            dialog.reason = "No budget before May"
        dialog.record.action_cancel_tasks()
        self.assertCancelled(task, self.rep, "No budget before May")
        self.assertFalse(task.cancel_reason_id)
        task.action_unarchive()
        task.action_cancel("No budget", usual.id)
        self.assertEqual(task.cancel_reason_id, usual)
        task.action_unarchive()
        self.assertFalse(task.cancel_reason_id)

    def test_usual_reasons_are_there_once(self):
        Reason = self.env["crm.task.cancel.reason"]
        self.env["res.lang"]._activate_lang("pl_PL")
        usual = Reason.create({"name": "No budget"})
        usual.update_field_translations("name", {"pl_PL": "Brak budżetu"})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            Reason.create({"name": "No budget"})

    def test_usual_reasons_are_the_administrators(self):
        Reason = self.env["crm.task.cancel.reason"]
        with self.assertRaises(AccessError):
            Reason.with_user(self.rep).create({"name": "Mine"})
        Reason.with_user(self.boss).create({"name": "Ours"})

    def test_the_setting(self):
        settings = self.env["res.config.settings"].create({"ask_cancel_reason": True})
        settings.execute()
        self.assertTrue(self.env["mail.activity"]._asks_cancel_reason())

    def test_the_browser_knows(self):
        for asked in (True, False):
            self.ask(asked)
            store = self.env["mail.activity"].with_user(self.rep)
            self.assertEqual(store._asks_cancel_reason(), asked)

    # ---- counting

    def test_counted_by_reason_and_user(self):
        for reason in ("No budget", "No budget", "Duplicate"):
            self.plan().action_cancel(reason)
        self.plan().action_feedback()
        groups = (
            self.env["mail.activity"]
            .with_user(self.rep)
            .with_context(active_test=False)
            .formatted_read_group(
                [("is_cancelled", "=", True), ("res_id", "=", self.lead.id)],
                ["cancel_reason", "cancel_uid"],
                ["__count"],
            )
        )
        self.assertEqual(
            {group["cancel_reason"]: group["__count"] for group in groups},
            {"No budget": 2, "Duplicate": 1},
        )

    def test_not_among_the_done(self):
        done, cancelled = self.plan(), self.plan()
        done.action_feedback()
        cancelled.action_cancel()
        data = self.env["mail.activity"].get_activity_data(
            "crm.lead", [("id", "=", self.lead.id)], fetch_done=True
        )
        cell = data["grouped_activities"][self.lead.id][self.visit.id]
        self.assertEqual((cell["ids"], cell["count_by_state"]), (done.ids, {"done": 1}))
        done.sudo().unlink()
        data = self.env["mail.activity"].get_activity_data(
            "crm.lead", [("id", "=", self.lead.id)], fetch_done=True
        )
        self.assertFalse(data["grouped_activities"] or data["activity_res_ids"])

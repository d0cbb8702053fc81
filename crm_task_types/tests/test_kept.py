"""Configuration is read from memory, and nothing that changes it is missed."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_task_types.models.crm_task_cached import CHANGED
from odoo.addons.crm_task_types.models.crm_task_kept import CHANGED_KEPT

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestKept(TaskCase):
    def setUp(self):
        super().setUp()
        self.kept = self.call.sudo()
        self.forget()
        self.read_again()

    def forget(self):
        """As in a transaction that has changed nothing."""
        self.forget_changed()
        self.env.registry.clear_cache()

    def forget_changed(self):
        """As in the next transaction."""
        self.env.flush_all()
        for changed in (CHANGED, CHANGED_KEPT):
            self.env.cr.postcommit.data.pop(changed, None)

    def read_again(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.kept.name, self.kept.card_field_ids, self.kept.alarm_ids

    def test_reading_asks_nothing(self):
        before = self.env.cr.sql_log_count
        self.read_again()
        self.kept.card_field_ids.mapped("field_name")
        first = self.env.cr.sql_log_count - before
        before = self.env.cr.sql_log_count
        self.read_again()
        self.kept.card_field_ids.mapped("field_name")
        self.assertEqual(self.env.cr.sql_log_count, before)
        self.assertTrue(first)  # the fields of the card were new to it

    def test_changes_are_seen(self):
        self.kept.name = "Ring"
        self.assertEqual(self.read_again()[0], "Ring")
        self.forget()
        self.assertEqual(self.read_again()[0], "Ring")
        card = self.kept.card_field_ids
        card[0].unlink()
        self.assertEqual(self.read_again()[1], card[1:])
        self.forget()
        self.assertEqual(self.read_again()[1], card[1:])

    def test_what_is_taken_back_is_not_kept(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.kept.name = "Ring"
            self.read_again()
            raise ZeroDivisionError
        self.assertEqual(self.read_again()[0], "Call")
        self.forget_changed()
        self.assertEqual(self.read_again()[0], "Call")

    def test_statuses_that_are_taken_back(self):
        """Also what follows from records isn't kept of what didn't come to be."""
        Status = self.env["crm.task.status"]
        before = Status._in_use()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            new = Status.create({"name": "Before all", "sequence": -1})
            self.assertEqual(Status._in_use(), new | before)
            raise ZeroDivisionError
        self.assertEqual(Status._in_use(), before)
        self.assertIn(self.plan().status_id, before)

    def test_a_transaction_that_is_undone(self):
        """Others never hear of it, neither before its end nor after."""
        Status = self.env["crm.task.status"]
        before = Status._in_use()
        with self.env.registry.cursor() as cursor:
            other = self.env(cr=cursor)["crm.task.status"]
            other.create({"name": "Before all", "sequence": -1})
            self.assertEqual(len(other._in_use()), len(before) + 1)
            self.assertEqual(Status._in_use_ids(), before._ids)
            cursor.rollback()
        self.assertEqual(Status._in_use_ids(), before._ids)

    def test_other_processes_are_told_after_the_commit(self):
        registry = self.env.registry
        self.patch(registry, "cache_sequences", dict(registry.cache_sequences))
        self.env.cr.postcommit.clear()
        self.kept.name = "Ring"
        registry.signal_changes()  # as a scheduled action does, before it commits
        before = registry.cache_sequences["default"]
        self.env["crm.task.status"]._in_use_ids()
        self.env.cr.postcommit.run()
        self.assertGreater(registry.cache_sequences["default"], before)
        self.assertFalse(registry.cache_invalidated)

    def test_who_changes_something_else(self):
        """Users and sharing are no reason to read types again."""
        self.env["crm.task.checklist.line"].create(
            {"name": "Ladder", "activity_type_id": self.visit.id}
        )
        self.read_again()
        before = self.env.cr.sql_log_count
        self.read_again()
        self.assertEqual(self.env.cr.sql_log_count, before)

    def test_what_the_database_deletes(self):
        """Who deletes a reminder takes it from the types, by a foreign key."""
        alarm = self.env["calendar.alarm"].create(
            {"name": "Soon", "alarm_type": "notification", "duration": 5}
        )
        self.kept.alarm_ids = alarm
        self.forget()
        self.assertEqual(self.read_again()[2], alarm)
        alarm.unlink()
        self.assertFalse(self.read_again()[2])

    def test_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.kept.with_context(lang="fr_FR").name = "Appel"
        self.forget()
        for _time in range(2):
            self.assertEqual(self.read_again()[0], "Call")
            self.assertEqual(self.kept.with_context(lang="fr_FR").name, "Appel")

    def test_the_dialog_of_translations(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        status = self.env.ref("crm_task_types.crm_task_status_todo").sudo()
        in_french = status.with_context(lang="fr_FR")
        status.name = "To be done"
        self.forget()
        self.env.invalidate_all()
        self.assertEqual(in_french.name, "To be done")
        status.update_field_translations("name", {"fr_FR": "À faire"})
        self.forget_changed()
        self.env.invalidate_all()
        self.assertEqual(in_french.name, "À faire")

    def test_rights_are_checked(self):
        portal = self.env["res.users"].create(
            {
                "name": "Guest",
                "login": "kept-guest",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        field = self.kept.card_field_ids[0]
        self.forget()
        self.assertTrue(field.field_name)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            field.with_user(portal).mapped("field_name")

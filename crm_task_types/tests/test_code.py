from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestCode(TaskCase):
    def test_odoo_types_have_their_codes(self):
        for name in ("call", "email", "meeting", "todo", "upload_document", "warning"):
            with self.subTest(name=name):
                self.assertEqual(
                    self.env.ref(f"mail.mail_activity_data_{name}").code, name
                )

    def test_promised_types_exist_once(self):
        Type = self.env["mail.activity.type"].with_context(active_test=False)
        for code in (
            "call",
            "meeting",
            "webinar",
            "email",
            "offer",
            "project",
            "online_meeting",
        ):
            with self.subTest(code=code):
                self.assertEqual(Type.search_count([("code", "=", code)]), 1)
        for name in ("Call", "Meeting", "Email"):
            with self.subTest(name=name):
                self.assertEqual(Type.search_count([("name", "=", name)]), 1)

    def test_generated_from_the_name(self):
        Type = self.env["mail.activity.type"]
        for name, code in [
            ("Site Visit!", "site_visit_2"),
            ("Dégustation à la ferme", "degustation_a_la_ferme"),
            ("2nd call", "type_2nd_call"),
            ("Звонок", "type"),
            ("Встреча", "type_2"),
        ]:
            with self.subTest(name=name):
                self.assertEqual(Type.create({"name": name}).code, code)

    def test_generated_codes_of_one_batch_differ(self):
        types = self.env["mail.activity.type"].create(
            [{"name": "Tasting"}, {"name": "Tasting"}, {"name": "tasting"}]
        )
        self.assertEqual(types.mapped("code"), ["tasting", "tasting_2", "tasting_3"])

    def test_taken_by_an_archived_type(self):
        self.visit.active = False
        self.assertEqual(
            self.env["mail.activity.type"].create({"name": "Site visit"}).code,
            "site_visit_2",
        )

    def test_copy_gets_a_code_of_its_own(self):
        self.assertNotEqual(self.visit.copy().code, self.visit.code)

    def test_pattern(self):
        for code in (
            "Visit",
            "1visit",
            "site visit",
            "site-visit",
            "визит",
            "_visit",
            "visit\n",
            "",
        ):
            with (
                self.subTest(code=code),
                self.cr.savepoint(flush=False),
                self.assertRaises(ValidationError),
            ):
                created = self.env["mail.activity.type"].create(
                    {"name": "Nonsense", "code": code or "é"}
                )
                created.flush_recordset()

    def test_unique(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["mail.activity.type"].create(
                {"name": "Other", "code": "site_visit"}
            )

    def test_never_changes(self):
        for user in (self.boss, self.env.ref("base.user_admin"), self.env.user):
            with (
                self.subTest(user=user.login),
                self.assertRefused(ValidationError, "site_visit"),
            ):
                self.visit.with_user(user).write({"code": "other"})
        for value in (False, "", "Site_visit"):
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self.visit.sudo().write({"code": value})
        self.visit.with_user(self.boss).write(
            {"code": "site_visit", "name": "Visit on site"}
        )
        self.assertEqual(
            (self.visit.code, self.visit.name), ("site_visit", "Visit on site")
        )

    def test_never_changes_by_import(self):
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "visit",
                "model": "mail.activity.type",
                "res_id": self.visit.id,
            }
        )
        result = (
            self.env["mail.activity.type"]
            .with_user(self.boss)
            .load(["id", "name", "code"], [["__import__.visit", "Visit", "other_code"]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("can't be changed", result["messages"][0]["message"])
        self.assertEqual(self.visit.code, "site_visit")

    def test_only_task_administrators_configure(self):
        values = {"name": "Mine"}
        for model in ("mail.activity.type", "crm.task.status"):
            with self.subTest(model=model):
                self.assertTrue(self.env[model].with_user(self.boss).create(values))
                self.assertTrue(
                    self.env[model].with_user(self.rep).search([]).mapped("name")
                )
                with self.assertRaises(AccessError):
                    self.env[model].with_user(self.rep).create(values)
        with self.assertRaises(AccessError):
            self.visit.with_user(self.rep).name = "Mine"
        with self.assertRaises(AccessError):
            self.visit.with_user(self.rep).card_field_ids[0].is_shown = False

    def test_names_are_translated(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.visit.with_context(lang="pl_PL").name = "Wizyta"
        self.assertEqual(self.visit.with_context(lang="pl_PL").name, "Wizyta")
        self.assertEqual(self.visit.with_context(lang="en_US").name, "Site visit")

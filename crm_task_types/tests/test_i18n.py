"""Russian and Polish: complete, intact, and in use."""

import re
from collections import Counter
from io import BytesIO

import polib

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_open
from odoo.tools.translate import code_translations, trans_export

from .common import TaskCase

MODULE = "crm_task_types"
LANGUAGES = {"ru_RU": "ru.po", "pl_PL": "pl.po"}
KEPT = re.compile(r"%(?:\(\w+\))?[sdf]|<[^>]+>")  # placeholders and HTML tags
IN_USE = {
    "ru_RU": (
        {
            "label": "Клиент",
            "choice": "На следующей неделе",
            "menu": "Мои задачи",
            "record": "В работе",
            "browser": "просрочено",
        },
        "Задачу нельзя перенести в прошлое",
    ),
    "pl_PL": (
        {
            "label": "Klient",
            "choice": "W przyszłym tygodniu",
            "menu": "Moje zadania",
            "record": "W toku",
            "browser": "po terminie",
        },
        "Nie można przełożyć zadania",
    ),
}


@tagged("post_install", "-at_install")
class TestI18n(TaskCase):
    maxDiff = None

    @staticmethod
    def _read(name):
        with file_open(f"{MODULE}/i18n/{name}") as file:
            return polib.pofile(file.read())

    def test_template_has_the_terms_of_the_code(self):
        """Otherwise: export the template again, and translate what is new."""
        buffer = BytesIO()
        trans_export(None, [MODULE], buffer, "po", self.env)
        exported = polib.pofile(buffer.getvalue().decode())
        now = {entry.msgid for entry in exported}
        before = {entry.msgid for entry in self._read(f"{MODULE}.pot")}
        self.assertEqual(sorted(now - before), [], "missing in the template")
        if self.env["ir.module.module"]._get(MODULE).demo:
            self.assertEqual(sorted(before - now), [], "no longer in the code")

    def test_every_term_is_translated(self):
        """A fuzzy translation is none."""
        template = {entry.msgid for entry in self._read(f"{MODULE}.pot")}
        for name in LANGUAGES.values():
            entries = self._read(name)
            done = {entry.msgid for entry in entries.translated_entries()}
            with self.subTest(name=name):
                self.assertEqual(sorted(template - done), [], "to be translated")
                self.assertEqual(sorted(done - template), [], "not in the template")

    def test_placeholders_and_tags_are_kept(self):
        for name in LANGUAGES.values():
            for entry in self._read(name):
                with self.subTest(name=name, term=entry.msgid):
                    self.assertEqual(
                        Counter(KEPT.findall(entry.msgstr)),
                        Counter(KEPT.findall(entry.msgid)),
                    )

    def test_translations_are_in_use(self):
        task = self.plan(date_deadline="2026-03-20")
        for lang, (expected, refusal) in IN_USE.items():
            self.env["res.lang"]._activate_lang(lang)
            self.env["ir.module.module"]._get(MODULE)._update_translations([lang])
            translated = self.env(context={**self.env.context, "lang": lang})
            fields = translated["mail.activity"].fields_get()
            messages = code_translations.get_web_translations(MODULE, lang)["messages"]
            found = {
                "label": fields["partner_id"]["string"],
                "choice": dict(fields["deadline_bucket"]["selection"])["next_week"],
                "menu": translated.ref(f"{MODULE}.mail_activity_menu_my").name,
                "record": translated.ref(f"{MODULE}.crm_task_status_progress").name,
                "browser": {term["id"]: term["string"] for term in messages}["overdue"],
            }
            with self.subTest(lang=lang):
                self.assertEqual(found, expected)
                with self.assertRefused(UserError, refusal):
                    task.with_env(translated).deadline_bucket = "overdue"

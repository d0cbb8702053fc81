"""Russian and Polish: complete, intact, and in use."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.translate import code_translations

from .common import TaskCase
from .i18n import I18nChecks

MODULE = "crm_task_types"
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
class TestI18n(I18nChecks, TaskCase):
    module = MODULE

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

"""The buttons that come with the add-on speak the languages of the database."""

from odoo.tests import tagged

from .common import WorkflowCase


@tagged("post_install", "-at_install")
class TestShipped(WorkflowCase):
    def _new_type(self):
        return self.env["mail.activity.type"].create({"name": "Tasting"})

    def _names(self, task_type, language):
        return task_type.with_context(lang=language).outcome_ids.mapped("name")

    def test_new_types(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        for language in ("en_US", "pl_PL"):  # whoever makes the type
            task_type = self._new_type().with_context(lang=language)
            self.assertEqual(self._names(task_type, "en_US"), ["Done", "Change"])
            self.assertEqual(self._names(task_type, "pl_PL"), ["Zrobione", "Przełóż"])

    def test_languages_added_later(self):
        task_type = self._new_type()
        done, change = task_type.outcome_ids
        change.name = "Move"
        self.env["base.language.install"].create(
            {"lang_ids": [(6, 0, self.env.ref("base.lang_pl").ids)]}
        ).lang_install()
        self.assertEqual(done.with_context(lang="pl_PL").name, "Zrobione")
        self.assertEqual(done.with_context(lang="en_US").name, "Done")
        self.assertEqual(change.with_context(lang="pl_PL").name, "Move")

    def test_own_translations_stay(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        done = self._new_type().outcome_ids[0]
        done.with_context(lang="pl_PL").name = "Gotowe"
        done._translate_shipped(["pl_PL"])
        self.assertEqual(done.with_context(lang="pl_PL").name, "Gotowe")

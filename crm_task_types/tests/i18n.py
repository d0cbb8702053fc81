"""What the translations of each add-on have to be."""

import re
from collections import Counter
from io import BytesIO

import polib

from odoo.tools import file_open
from odoo.tools.translate import TRANSLATED_ATTRS, trans_export

LANGUAGES = {"ru_RU": "ru.po", "pl_PL": "pl.po"}
# of Python and of inline templates
PLACEHOLDERS = re.compile(r"%(?:\(\w+\))?[sdf]|\{\{.*?\}\}")
TAGS = re.compile(r"<[^>]+>")
# what a tag says to people is translated with it
SAID = re.compile(rf'(?<=\s)({"|".join(TRANSLATED_ATTRS)})="[^"]*"')


def kept(text):
    """What a translation of the text has to keep, and how often."""
    return Counter(PLACEHOLDERS.findall(text) + TAGS.findall(SAID.sub(r"\1", text)))


class I18nChecks:
    """Tests for a test case, of the add-on in ``module``: Russian and Polish are
    complete and intact."""

    module = ""
    maxDiff = None

    def _read(self, name):
        with file_open(f"{self.module}/i18n/{name}") as file:
            return polib.pofile(file.read())

    def _template_terms(self):
        return {entry.msgid for entry in self._read(f"{self.module}.pot")}

    def test_template_has_the_terms_of_the_code(self):
        """Otherwise: export the template again, and translate what is new."""
        buffer = BytesIO()
        trans_export(None, [self.module], buffer, "po", self.env)
        exported = polib.pofile(buffer.getvalue().decode())
        now = {entry.msgid for entry in exported}
        before = self._template_terms()
        new = now - before - self._foreign_terms()
        self.assertEqual(sorted(new), [], "missing in the template")
        if self.env["ir.module.module"]._get(self.module).demo:
            self.assertEqual(sorted(before - now), [], "no longer in the code")

    def _foreign_terms(self):
        """Of fields that add-ons bring on which this one doesn't depend, such as the
        ratings that Project brings to whatever is discussed."""
        own = self.env["ir.module.module"]._get(self.module)
        upstream = own.upstream_dependencies(exclude_states=("none",)).mapped("name")
        known = {self.module, "base", *upstream}
        return {
            text
            for model in self.env.registry.values()
            for field in model._fields.values()
            if field._modules and known.isdisjoint(field._modules)
            for text in (field.string, field.help)
        }

    def test_every_term_is_translated(self):
        """A fuzzy translation is none."""
        template = self._template_terms()
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
                    self.assertEqual(kept(entry.msgstr), kept(entry.msgid))

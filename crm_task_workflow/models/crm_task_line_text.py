"""Titles and notes with placeholders: Odoo's inline templates, in its sandbox.

``{{ object.partner_id.name }}`` is replaced on each document, with dates and numbers as
the assignee reads them.
"""

import html
import logging

from markupsafe import Markup, escape

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.rendering_tools import parse_inline_template

from odoo.addons.mail.models.mail_render_mixin import format_datetime, format_time

_logger = logging.getLogger(__name__)

OPEN, CLOSE = "{{", "}}"
RENDER_ERRORS = (
    UserError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    SyntaxError,
)


class CrmTaskLine(models.AbstractModel):
    _inherit = "crm.task.line"

    def _fill_texts(self, slots):
        """Give each slot its title and its note, in the language of its assignee.

        Where a placeholder breaks, the slot gets the plain text and a remark.
        """
        title = self._line("title") or ""
        note = self._line("note") or Markup()
        groups = {}
        for slot in slots:
            slot.summary, slot.note = title, note
            groups.setdefault((slot.user.lang, slot.user.tz), []).append(slot)
        for (lang, tz), group in groups.items():
            line = self.with_context(lang=lang or self.env.lang, tz=tz or "UTC")
            for name, template in (("summary", title), ("note", note)):
                if OPEN in template:
                    line._fill_text(name, template, group)

    def _fill_text(self, name, template, slots):
        is_html = isinstance(template, Markup)
        source = self._escaped_template(template) if is_html else template
        texts = self._render_documents(source, slots)
        plain = self._plain_text(template)
        for slot in slots:
            text = texts.get(slot.document.id)
            if text is None:
                slot.remarks.append(self._broken_text_remark())
                text = plain
            setattr(slot, name, Markup(text) if is_html else text.strip())

    def _render_documents(self, template, slots):
        """:return: ``{document id: text}``, without those on which it breaks"""
        model = slots[0].document._name
        res_ids = list({slot.document.id for slot in slots})
        texts = self._render(template, model, res_ids)
        if texts is None:  # which of the documents is it?
            texts = {}
            for res_id in res_ids:
                texts |= self._render(template, model, [res_id]) or {}
        return texts

    def _render(self, template, model, res_ids):
        """:return: ``{document id: text}``; None when it breaks on one of them"""
        # mail.template may evaluate what editors wrote, with the rights of the user
        Renderer = self.env["mail.template"]
        try:
            with self.env.cr.savepoint(flush=False):
                return Renderer._render_template(
                    template, model, res_ids, add_context=self._text_functions()
                )
        except RENDER_ERRORS as error:
            _logger.info(
                "Title or note %r of %s breaks on %s %s: %s",
                template,
                self,
                model,
                res_ids,
                error,
            )
            return None

    def _text_functions(self):
        """Functions that show times in the zone of the context instead of the
        user's, and values inside HTML."""
        zone = self.env.context["tz"]

        def as_datetime(dt, tz=False, dt_format=False, lang_code=False):
            return format_datetime(self.env, dt, tz or zone, dt_format, lang_code)

        def as_time(time, tz=False, time_format=False, lang_code=False):
            return format_time(self.env, time, tz or zone, time_format, lang_code)

        return {
            "format_datetime": as_datetime,
            "format_time": as_time,
            "as_html": lambda value: escape(value) if value else "",
        }

    @api.model
    def _escaped_template(self, template):
        """The template of a note, so that values appear in it as they are."""
        parts = []
        for literal, expression, default in parse_inline_template(str(template)):
            parts.append(literal)
            if expression:
                value = f"as_html({html.unescape(expression)})"
                parts.append(f"{OPEN} {value} ||| {default}{CLOSE}")
        return "".join(parts)

    @api.model
    def _plain_text(self, template):
        """The text without its placeholders, or with what they say instead."""
        parts = parse_inline_template(str(template))
        text = "".join(literal + default for literal, _expression, default in parts)
        return text if isinstance(template, Markup) else " ".join(text.split())

    def _broken_text_remark(self):
        return self.env._(
            "The placeholders of “%s” could not be filled in on this document.",
            self._plain_text(self._line_label()) or self._line("task_type").name,
        )

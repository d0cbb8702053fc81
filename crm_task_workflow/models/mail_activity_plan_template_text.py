"""Titles and notes with placeholders: Odoo's inline templates, in its sandbox.

``{{ object.partner_id.name }}`` is replaced on each document, with dates and numbers as
the assignee reads them.
"""

import logging

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.rendering_tools import parse_inline_template
from odoo.tools.safe_eval import (
    _SAFE_OPCODES,
    assert_valid_codeobj,
    compile_codeobj,
)

from odoo.addons.mail.models.mail_render_mixin import format_datetime, format_time

from ..tools.inline_template import attribute_paths, free_names

_logger = logging.getLogger(__name__)

OPEN, CLOSE = "{{", "}}"
# what every expression may use besides the names that the sandbox knows
_BUILTINS = {"True", "False", "None", "bool", "int", "float", "list", "dict", "set"}
_BUILTINS |= {"tuple", "sorted", "enumerate", "range", "zip", "any", "all", "repr"}


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    # ---- saving

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_template_rights()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not {"summary", "note", "activity_type_id"}.isdisjoint(vals):
            self._check_template_rights()
        return result

    def _check_template_rights(self):
        """Not a constraint: those are checked as superuser.

        :raise AccessError: when only template editors may write such texts
        """
        if self.env.su or self.env.user.has_group("mail.group_mail_template_editor"):
            return
        Renderer = self.env["mail.render.mixin"]
        for line in self:
            for text in line._templates():
                if Renderer._has_unsafe_expression_template_inline_template(
                    text, line.plan_id.res_model
                ):
                    raise AccessError(
                        self.env._(
                            "“%s”: only mail template editors may write such "
                            "placeholders.",
                            line._get_title(),
                        )
                    )

    @api.constrains("summary", "note", "plan_id")
    def _check_templates(self):
        """Refuse what can't work on any document."""
        for line in self:
            for text in line._templates():
                line._check_template(text)

    def _templates(self):
        """The texts with placeholders."""
        self.ensure_one()
        texts = (str(self.summary or ""), str(self.note or ""))
        return [text for text in texts if OPEN in text or CLOSE in text]

    def _check_template(self, text):
        """:raise ValidationError: saying what is wrong"""
        self.ensure_one()
        model = self.plan_id.res_model
        for literal, expression, _default in parse_inline_template(text):
            if OPEN in literal or CLOSE in literal:
                raise ValidationError(
                    self.env._(
                        "“%s”: a placeholder must be written as {{ … }}.",
                        self._get_title(),
                    )
                )
            if expression:
                self._check_expression(expression, model)

    def _check_expression(self, expression, model):
        try:
            code = compile_codeobj(expression, mode="eval")
            assert_valid_codeobj(_SAFE_OPCODES, code, expression)
            known = self.env["mail.render.mixin"]._render_eval_context()
            unknown = free_names(expression) - known.keys() - _BUILTINS - {"object"}
            for path in attribute_paths(expression, "object"):
                unknown |= self._unknown_fields(path, model)
        except Exception as error:  # whatever the parser or the sandbox dislikes
            raise self._broken_error(expression, error) from error
        if unknown:
            names = ", ".join(sorted(unknown))
            raise self._broken_error(expression, self.env._("unknown: %s", names))

    def _broken_error(self, expression, reason):
        return ValidationError(
            self.env._(
                "“%(line)s”: the placeholder {{ %(expression)s }} can't be read: "
                "%(reason)s",
                line=self._get_title(),
                expression=expression,
                reason=reason,
            )
        )

    @api.model
    def _unknown_fields(self, path, model):
        """Names along ``object.a.b`` that the models don't have."""
        records = self.env[model]
        for name in path:
            field = records._fields.get(name)
            if not field:
                return set() if hasattr(type(records), name) else {name}
            if not field.relational:
                return set()
            records = self.env[field.comodel_name]
        return set()

    # ---- making tasks

    def _fill_texts(self, slots):
        """Give each slot its title and its note, in the language of its assignee."""
        groups = {}
        for slot in slots:
            slot.summary, slot.note = self.summary or "", self.note or ""
            groups.setdefault((slot.user.lang, slot.user.tz), []).append(slot)
        for (lang, tz), group in groups.items():
            context = {"lang": lang or self.env.lang, "tz": tz or "UTC"}
            for name in ("summary", "note"):
                if OPEN in (self[name] or ""):
                    self.with_context(**context)._fill_text(name, group)

    def _fill_text(self, name, slots):
        template, model = str(self[name]), slots[0].document._name
        res_ids = list({slot.document.id for slot in slots})
        texts = self._render(template, model, res_ids)
        if texts is None:  # which of the documents is it?
            texts = {
                res_id: (self._render(template, model, [res_id]) or {}).get(res_id)
                for res_id in res_ids
            }
        plain = self._plain_text(template)
        for slot in slots:
            text = texts[slot.document.id]
            if text is None:
                slot.remarks.append(self._fallback_remark())
            setattr(slot, name, plain if text is None else text.strip())

    def _render(self, template, model, res_ids):
        """:return: ``{document id: text}``; None when it breaks on one of them"""
        # mail.template may evaluate what editors wrote, with the rights of the user
        Renderer = self.env["mail.template"]
        try:
            with self.env.cr.savepoint(flush=False):
                return Renderer._render_template(
                    template, model, res_ids, add_context=self._formats()
                )
        except (UserError, ValueError, TypeError, LookupError, AttributeError) as error:
            _logger.info(
                "Title or note %r of template line %s breaks on %s %s: %s",
                template,
                self.id,
                model,
                res_ids,
                error,
            )
            return None

    def _formats(self):
        """Functions that show times in the zone of the context instead of the
        user's."""
        zone = self.env.context["tz"]

        def as_datetime(dt, tz=False, dt_format=False, lang_code=False):
            return format_datetime(self.env, dt, tz or zone, dt_format, lang_code)

        def as_time(time, tz=False, time_format=False, lang_code=False):
            return format_time(self.env, time, tz or zone, time_format, lang_code)

        return {"format_datetime": as_datetime, "format_time": as_time}

    @api.model
    def _plain_text(self, template):
        """The text without its placeholders, or with what they say instead."""
        parts = parse_inline_template(template)
        text = "".join(literal + default for literal, _expression, default in parts)
        return " ".join(text.split())

    def _fallback_remark(self):
        return self.env._(
            "The placeholders of “%s” could not be filled in on this document.",
            self._plain_text(self._get_title()) or self.activity_type_id.name,
        )

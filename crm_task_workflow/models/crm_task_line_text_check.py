"""Placeholders that can't work on any document, or that only few may write, are refused
when a line is saved."""

import html

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools.rendering_tools import parse_inline_template
from odoo.tools.safe_eval import (
    _SAFE_OPCODES,
    assert_valid_codeobj,
    compile_codeobj,
)

from ..tools.inline_template import attribute_paths, free_names
from .crm_task_line_text import CLOSE, OPEN

# what every expression may use besides the names that the sandbox knows
_BUILTINS = {"True", "False", "None", "bool", "int", "float", "list", "dict", "set"}
_BUILTINS |= {"tuple", "sorted", "enumerate", "range", "zip", "any", "all", "repr"}


class CrmTaskLine(models.AbstractModel):
    _inherit = "crm.task.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_text_rights()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not set(self._text_sources()).isdisjoint(vals):
            self._check_text_rights()
        return result

    @api.model
    def _text_sources(self):
        """The fields on which it depends whether the texts can work."""
        return [
            *self._line_names("title", "note", "task_type"),
            *self._line_sources(),
        ]

    def _check_text_rights(self):
        """Not a constraint: those are checked as superuser.

        :raise AccessError: when only template editors may write such texts
        """
        if self.env.su or self.env.user.has_group("mail.group_mail_template_editor"):
            return
        Renderer = self.env["mail.render.mixin"]
        for line in self._lines():
            for text in line._templates():
                if Renderer._has_unsafe_expression_template_inline_template(
                    line._text_for_rights(text), line._document_model()
                ):
                    raise self._template_rights_error(line)

    def _text_for_rights(self, text):
        """The text without those placeholders that everybody may write."""
        return text

    @api.model
    def _template_rights_error(self, line):
        return AccessError(
            self.env._(
                "“%s”: only mail template editors may write such placeholders.",
                line._line_label(),
            )
        )

    @api.constrains(lambda self: self._text_sources())
    def _check_texts(self):
        for line in self._lines():
            for text in line._templates():
                line._check_text(text)

    def _templates(self):
        """The texts with placeholders; expressions are as in Python, not in HTML."""
        self.ensure_one()
        title, note = str(self._line("title") or ""), str(self._line("note") or "")
        texts = (title, html.unescape(note))
        return [text for text in texts if OPEN in text or CLOSE in text]

    def _check_text(self, text):
        """:raise ValidationError: saying what is wrong"""
        for literal, expression, _default in parse_inline_template(text):
            if OPEN in literal or CLOSE in literal:
                raise ValidationError(
                    self.env._(
                        "“%s”: a placeholder must be written as {{ … }}.",
                        self._line_label(),
                    )
                )
            if expression:
                self._check_expression(expression)

    def _check_expression(self, expression):
        try:
            unknown = self._unknown_names(expression)
        except Exception as error:  # whatever the parser or the sandbox dislikes
            raise self._broken_text_error(expression, error) from error
        if unknown:
            names = ", ".join(sorted(unknown))
            raise self._broken_text_error(expression, self.env._("unknown: %s", names))

    def _unknown_names(self, expression):
        code = compile_codeobj(expression, mode="eval")
        assert_valid_codeobj(_SAFE_OPCODES, code, expression)
        known = self.env["mail.render.mixin"]._render_eval_context()
        unknown = free_names(expression) - known.keys() - _BUILTINS - self._text_names()
        for path in attribute_paths(expression, "object"):
            unknown |= self._unknown_fields(path)
        return unknown

    def _text_names(self):
        """Names that placeholders may use besides those of all of Odoo's templates."""
        return {"object"}

    def _unknown_fields(self, path):
        """Names along ``object.a.b`` that the models don't have."""
        records = self.env[self._document_model()]
        for name in path:
            field = records._fields.get(name)
            if not field:
                return set() if hasattr(type(records), name) else {name}
            if not field.relational:
                return set()
            records = self.env[field.comodel_name]
        return set()

    def _broken_text_error(self, expression, reason):
        return ValidationError(
            self.env._(
                "“%(line)s”: the placeholder {{ %(expression)s }} can't be read: "
                "%(reason)s",
                line=self._line_label(),
                expression=expression,
                reason=reason,
            )
        )

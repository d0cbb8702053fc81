"""Setting values: of variables, of documents, of tasks."""

from types import SimpleNamespace

from odoo import fields, models
from odoo.exceptions import UserError

from .crm_task_line_text import OPEN, RENDER_ERRORS
from .crm_task_process_step_task import BEFORE
from .crm_task_process_value import (
    FROM_CHILD,
    FROM_FIELD,
    FROM_VARIABLE,
    MOMENT,
    TO_CHILD,
    TO_CUSTOM,
    TO_FIELD,
    TO_VARIABLE,
)


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _run_assign(self, tokens):
        """Each value sees what those before it have set."""
        self.value_ids._assign(tokens, tokens._documents())

    def _task_values(self, token, document):
        """The values that the step says for the task of a token."""
        found, custom = {}, {}
        for value in self.value_ids:
            result = value._resolve(token, document)
            if value.target == TO_VARIABLE:
                value._set_variables({token: result})
            elif value.target == TO_CUSTOM:
                custom[value.custom_field_id.key] = result
            else:
                found[value._field_name()] = result
        return found | ({"task_properties": custom} if custom else {})


class CrmTaskProcessValue(models.Model):
    _inherit = "crm.task.process.value"

    def _assign(self, tokens, documents):
        """Set these values one after the other, each of them for all tokens at once."""
        for value in self:
            found = {token: value._resolve(token, documents[token]) for token in tokens}
            if value.target == TO_VARIABLE:
                value._set_variables(found)
            else:
                value._set_fields(found, documents)

    def _resolve(self, token, document):
        """The value for a token, in the form that the target takes.

        :raise UserError: when it can't be worked out, or doesn't fit
        """
        value = self._shift(self._source_value(token, document), token)
        if self.target == TO_VARIABLE:
            return self.variable_id._to_plain(self._as_plain(value))
        if self.target == TO_FIELD:
            return self._for_field(value)
        if self.target == TO_CHILD:
            return self._as_plain(value)
        return self._as_plain(value) or False

    def _source_value(self, token, document):
        run = token.run_id
        if self.source == FROM_FIELD:
            return self.step_id._follow(document, self.source_field)
        if self.source == FROM_VARIABLE:
            return run._typed_variables().get(self.source_variable_id.code)
        if self.source == FROM_CHILD:
            return token.child_run_id._typed_variables().get(self.child_code)
        if self.source == MOMENT:
            return run._now()
        text = self.text or ""
        return self._render_text(text, run, document) if OPEN in text else text

    def _render_text(self, text, run, document):
        # mail.template may evaluate what editors wrote; who wrote it was checked
        Renderer = self.env["mail.template"]
        typed = {
            code: "" if value is None else value
            for code, value in run._typed_variables().items()
        }
        try:
            with self.env.cr.savepoint(flush=False):
                return Renderer._render_template(
                    text,
                    document._name,
                    document.ids,
                    add_context={"variables": SimpleNamespace(**typed)},
                )[document.id]
        except RENDER_ERRORS as error:
            raise UserError(
                self.env._(
                    "“%(text)s” could not be filled in on “%(document)s”.",
                    text=text,
                    document=document.display_name,
                )
            ) from error

    def _shift(self, value, token):
        if not self.shift_count or not value:
            return value
        step, count = self.step_id, self.shift_count
        tz = step._zone(token)
        if isinstance(value, str):
            value = fields.Datetime.to_datetime(value)
        is_day = not hasattr(value, "hour")
        moment = self.env["crm.task.delay"]._add_delay(
            step._as_moment(value, tz),
            -count if self.shift_direction == BEFORE else count,
            self.shift_unit,
            step.delay_calendar_id,
            tz,
        )
        return (
            fields.Datetime.context_timestamp(
                self.with_context(tz=tz or "UTC"), moment
            ).date()
            if is_day
            else moment
        )

    def _as_plain(self, value):
        return value.id if isinstance(value, models.BaseModel) else value

    def _for_field(self, value):
        if isinstance(value, str):
            return self._parse_for(self.field_id, value)
        # sudo: names and kinds of fields are no secret
        definition = self.field_id.sudo()
        field = self.env[definition.model]._fields[definition.name]
        if isinstance(value, models.BaseModel):
            fits = field.comodel_name == value._name
            if field.type == "many2one" and (fits or not value):
                return value.id
            if not fits:
                return value.display_name
            return [fields.Command.set(value.ids)]
        return False if value is None else value

    def _field_name(self):
        if not self.field_id.exists():
            raise UserError(
                self.env._("A field that “%s” sets was deleted.", self.step_id.name)
            )
        return self.field_id.sudo().name  # sudo: names of fields are no secret

    # ---- writing them

    def _set_variables(self, found):
        """:param dict found: ``{token: plain value}``"""
        for token, value in found.items():
            known = token.run_id.variables or {}
            token.run_id.variables = {**known, self.variable_id.code: value}

    def _set_fields(self, found, documents):
        """Documents that get the same value are written together."""
        name = self._field_name()
        groups = {}
        for token, value in found.items():
            groups.setdefault(repr(value), (value, []))[1].append(documents[token])
        for value, group in groups.values():
            group[0].union(*group).write({name: value})

"""Running the server actions on tasks: all records in one go."""

import html
import logging
from datetime import datetime, time

from markupsafe import Markup, escape

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.rendering_tools import parse_inline_template

from odoo.addons.crm_task_types.tools import clock

from .ir_actions_server_task import (
    AT_HOUR,
    CLOSE,
    ERROR,
    FALLBACK_USER,
    OPEN,
    WHOLE_DAY,
)

_logger = logging.getLogger(__name__)

RENDER_ERRORS = (
    UserError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    SyntaxError,
)


def _as_html(value):
    """A value for use inside HTML; empty for none."""
    return escape(value) if value else ""


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    def _run_action_create_task_multi(self, eval_context=None):
        """Create a task on each record, all of them or none."""
        records = self._get_task_documents()
        if not records or self._is_recompute():
            return False
        assignees = self._find_task_assignees(records)
        titles, notes, failed = self._render_task_texts(assignees)
        values = self._prepare_task_values(assignees)
        for record in records:
            values[record].update(
                summary=titles[record] or False, note=notes[record] or False
            )
        self._create_task_batch(list(values.values()))
        self._tell_failed_texts(failed)
        return False

    def _create_task_batch(self, vals_list):
        """Many tasks at once are told to each of their assignees once."""
        Task = self.env["mail.activity"]
        if len(vals_list) == 1:
            Task.create(vals_list)
            return
        quiet = Task.with_context(
            mail_activity_quick_update=True, no_mail_to_attendees=True
        )
        tasks = quiet.create(vals_list).with_env(self.env)
        self.env["mail.activity.plan"]._tell_assignees(tasks)

    def _run_action_press_outcome_multi(self, eval_context=None):
        """Press the outcome on the records' open tasks, with the caller's rights."""
        records = self._get_task_documents()
        tasks = (
            self.env["mail.activity"]
            .sudo(False)  # server actions run as superuser, presses don't
            .search(
                [
                    ("res_model", "=", self.model_name),
                    ("res_id", "in", records.ids),
                    ("activity_type_id", "=", self.task_type_id.id),
                ]
            )
        )
        if tasks and not self._is_recompute():
            tasks.action_outcome(
                self.task_outcome_id.id, comment=self.task_comment or ""
            )
        return False

    def _get_task_documents(self):
        """The records of the action that still exist."""
        context = self.env.context
        res_ids = context.get("active_ids") or [context.get("active_id")]
        return self.env[self.model_name].browse(filter(None, res_ids)).exists()

    # ---- who

    def _find_task_assignees(self, records):
        """:return: ``{record: user}``, an empty user for a task of nobody
        :raise UserError: where the action refuses, naming the record"""
        nobody = self.env["res.users"]
        found = self.env["crm.task.assignee"]._find_assignees(
            self.task_assignee_rule, records, self.task_user_id
        )
        chosen = {record: found.get(record.id) or nobody for record in records}
        lacking = self._filtered_unable(chosen)
        if self.task_fallback == ERROR and lacking:
            raise UserError(self._no_assignee_message(lacking[0], chosen[lacking[0]]))
        instead = nobody
        if self.task_fallback == FALLBACK_USER:
            instead = self.task_fallback_user_id.filtered("active")
        fallback = dict.fromkeys(lacking, instead)
        fallback |= dict.fromkeys(self._filtered_unable(fallback), nobody)
        return chosen | fallback

    def _filtered_unable(self, assignees):
        """The records for which nobody was found, or somebody who can't open them.

        :param dict assignees: ``{record: user}``
        """
        by_user = {}
        for record, user in assignees.items():
            by_user.setdefault(user, []).append(record.id)
        able = set()
        for user, ids in by_user.items():
            if user:
                documents = self.env[self.model_name].with_user(user).browse(ids)
                # he may work in all of his companies, whichever are chosen right now
                documents = documents.with_context(
                    allowed_company_ids=user.company_ids.ids
                )
                able.update(documents._filtered_access("read").ids)
        return [record for record in assignees if record.id not in able]

    def _no_assignee_message(self, record, user):
        values = {"action": self.name, "document": record.display_name}
        if not user:
            return self.env._(
                "“%(action)s”: nobody was found for the task on “%(document)s”.",
                **values,
            )
        return self.env._(
            "“%(action)s”: the task can't be assigned to %(user)s, who can't open "
            "“%(document)s”.",
            user=user.name,
            **values,
        )

    # ---- what

    def _prepare_task_values(self, assignees):
        """:return: ``{record: values of its task}``, without the texts"""
        names = [
            name.strip()
            for name in (self.task_checklist or "").splitlines()
            if name.strip()
        ]
        times = {user: self._task_times(user) for user in set(assignees.values())}
        model_id = self.env["ir.model"]._get_id(self.model_name)
        return {
            record: {
                "activity_type_id": self.task_type_id.id,
                "res_model_id": model_id,
                "res_id": record.id,
                "user_id": user.id,
                "automated": True,
                "priority": self.task_priority or "0",
                "duration_hours": self.task_duration_hours,
                "checklist_item_ids": [
                    Command.create({"name": name, "sequence": position})
                    for position, name in enumerate(names)
                ],
                **times[user],
            }
            for record, user in assignees.items()
        }

    def _task_times(self, user):
        """When the task is, in the zone of its assignee."""
        tz = user.tz or self.env.context.get("tz")
        moment = self.env["crm.task.delay"]._add_delay(
            fields.Datetime.now(),
            self.task_delay_count,
            self.task_delay_unit,
            self.task_delay_calendar_id,
            tz,
        )
        day = clock.local_day(moment, tz)
        if self.task_timing == AT_HOUR:
            minutes = min(round(self.task_hour * 60), 24 * 60 - 1)
            at = datetime.combine(day, time(*divmod(minutes, 60)))
            return {"date_start": clock.to_utc(at, tz)}
        if self.task_timing == WHOLE_DAY:
            return {"date_deadline": day}
        return {"date_start": moment.replace(second=0, microsecond=0)}

    # ---- titles and notes

    def _render_task_texts(self, assignees):
        """Titles and notes, in the language of each assignee.

        :return: ``{record: title}``, ``{record: note}`` and the records on which a
            placeholder breaks
        """
        title, note = self.task_title or "", str(self.task_note or "")
        titles, notes = dict.fromkeys(assignees, title), dict.fromkeys(assignees, note)
        failed = self.env[self.model_name]
        groups = {}
        for record, user in assignees.items():
            groups.setdefault((user.lang, user.tz), []).append(record.id)
        for (lang, tz), ids in groups.items():
            action = self.with_context(
                lang=lang or self.env.lang, tz=tz or self.env.context.get("tz")
            )
            records = self.env[self.model_name].browse(ids)
            failed |= action._fill_task_text(titles, title, records)
            failed |= action._fill_task_text(notes, note, records, is_html=True)
        return titles, notes, failed

    def _fill_task_text(self, texts, template, records, *, is_html=False):
        """Put the rendered template into ``texts``; the plain one where it breaks.

        :return: the records on which it breaks
        """
        if OPEN not in template:
            return records.browse()
        source = self._escaped_template(template) if is_html else template
        rendered = self._render_task_text(source, records.ids)
        if rendered is None:  # which of them is it?
            rendered = {}
            for res_id in records.ids:
                rendered |= self._render_task_text(source, [res_id]) or {}
        plain = "".join(
            literal + default
            for literal, _expression, default in parse_inline_template(template)
        )
        plain = plain if is_html else " ".join(plain.split())
        failed = records.filtered(lambda record: record.id not in rendered)
        for record in records:
            text = rendered.get(record.id, plain)
            texts[record] = Markup(text) if is_html else text
        return failed

    def _escaped_template(self, template):
        """The template of a note, so that values appear in it as they are."""
        parts = []
        for literal, expression, default in parse_inline_template(template):
            parts.append(literal)
            if expression:
                value = f"as_html({html.unescape(expression)})"
                parts.append(f"{OPEN} {value} ||| {default}{CLOSE}")
        return "".join(parts)

    def _render_task_text(self, template, res_ids):
        """:return: ``{record id: text}``; None when it breaks on one of them"""
        try:
            with self.env.cr.savepoint(flush=False):
                return self.env["mail.render.mixin"]._render_template(
                    template,
                    self.model_name,
                    res_ids,
                    engine="inline_template",
                    add_context={"as_html": _as_html},
                )
        except RENDER_ERRORS as error:
            _logger.info(
                "A placeholder of server action %s breaks on %s %s: %s",
                self.id,
                self.model_name,
                res_ids,
                error,
            )
            return None

    def _tell_failed_texts(self, records):
        if not records or "message_ids" not in records._fields:
            return
        body = self.env._(
            "The placeholders of the action “%s” could not be filled in here.",
            self.name,
        )
        records._message_log_batch(bodies=dict.fromkeys(records.ids, body))

"""Reminders as people get them: in the open browser or by mail, in their own language
and time zone, and one message for all that is due at the same time."""

import logging

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import models
from odoo.tools import format_date, format_datetime

EMAIL = "email"
LISTED = 20
_logger = logging.getLogger(__name__)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _remind(self, kind):
        """Remind the people of these tasks, each of them once.

        :param str kind: of ``calendar.alarm``: ``email``, else in the browser
        """
        for user, tasks in self._tasks_to_remind().items():
            try:
                with self.env.cr.savepoint():
                    if kind == EMAIL:
                        tasks._remind_by_mail(user)
                    else:
                        tasks._remind_in_browser(user)
            except OperationalError:
                raise  # the database is busy: all of it is tried again
            except Exception:
                _logger.exception("User %s couldn't be reminded of tasks", user.id)

    def _tasks_to_remind(self):
        """What each person is reminded of: ``{user: tasks, as he reads them}``. Who may
        no longer read a task isn't reminded of it."""
        ids_by_user = {}
        for task in self:
            for user in task._people_to_remind() if task._is_reminded() else ():
                ids_by_user.setdefault(user, []).append(task.id)
        seen = {}
        for user, ids in ids_by_user.items():
            reader = self.with_user(user).with_context(
                lang=user.lang, tz=user.tz, allowed_company_ids=user.company_ids.ids
            )
            tasks = reader.browse(ids)._filtered_access("read")
            if tasks:
                seen[user] = tasks
        return seen

    def _remind_in_browser(self, user):
        user._bus_send(
            "crm_task/reminder",
            {
                "ids": self.ids,
                "title": self._reminder_title(),
                "lines": self._reminder_lines(user),
            },
        )

    def _remind_by_mail(self, user):
        title = self._reminder_title()
        lines = [Markup("<li>%s</li>") % line for line in self._reminder_links(user)]
        # sudo: the system reminds, also readers who may not write on the task
        thread = self.sudo() if len(self) == 1 else self.env["mail.thread"].sudo()
        thread.message_notify(
            partner_ids=user.partner_id.ids,
            author_id=self.env.ref("base.partner_root").id,
            subject=self.env._("Reminder: %s", title),
            body=Markup("<p>%s</p><ul>%s</ul>") % (title, Markup().join(lines)),
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _reminder_title(self):
        if len(self) == 1:
            return self.display_name
        return self.env._("%s tasks wait for you", len(self))

    def _reminder_lines(self, user):
        """What the browser says of each task."""
        return [
            text if len(self) == 1 else f"{name} · {text}"
            for _task_id, name, text in self._reminder_texts(user)
        ] + self._and_more()

    def _reminder_links(self, user):
        """What the mail says of each task, with a link to it."""
        link = Markup('<a href="/mail/view?model=%s&amp;res_id=%s">%s</a> · %s')
        return [
            link % (self._name, task_id, name, text)
            for task_id, name, text in self._reminder_texts(user)
        ] + self._and_more()

    def _reminder_texts(self, user):
        """Id, name, and time and document of each task, as its reader may know them."""
        values = self[:LISTED].read(
            ["display_name", "date_start", "date_due", "date_deadline", "res_name"]
        )
        for vals in values:
            moment = vals["date_start"] or vals["date_due"]
            when = (
                format_datetime(
                    self.env, moment, tz=user.tz or "UTC", dt_format="short"
                )
                if moment
                else format_date(self.env, vals["date_deadline"])
            )
            text = " · ".join(filter(None, [when, vals["res_name"]]))
            yield vals["id"], vals["display_name"], text

    def _and_more(self):
        more = len(self) - LISTED
        return [self.env._("and %s more", more)] if more > 0 else []

"""The people of a task are told what becomes of it, in Odoo's inbox or by mail, as each
of them prefers.

What happens in one transaction is told together when it ends: whoever watches the five
hundred tasks that somebody completes gets one message. Who did it isn't told.
"""

from markupsafe import Markup

from odoo import api, models

from .mail_activity_people import CO_EXECUTORS, OBSERVERS

COMPLETED, MOVED, OVERDUE, RETURNED = "completed", "moved", "overdue", "returned"
# Which people hear of what. A module adds news by a line here, and words in
# ``_news_titles``.
TOLD = {
    COMPLETED: (CO_EXECUTORS, OBSERVERS),
    MOVED: (CO_EXECUTORS, OBSERVERS),
    RETURNED: (CO_EXECUTORS, OBSERVERS),
    OVERDUE: (OBSERVERS,),
}
KEY = "crm_task_types.news"
LISTED = 50


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # ---- what there is to tell

    def _tell_people(self, news, details=None):
        """Tell the people of these tasks, at the end of the transaction.

        :param str news: a key of :data:`TOLD`
        :param dict details: ``{task id: what to say of it}``, text or, for moves, what
            :meth:`_when` gave before; empty for nothing
        """
        # sudo: who changes a task may have lost it by that, its people hear of it
        watched = self.sudo().filtered(
            lambda task: any(task[name] for name in TOLD[news])
        )
        if not watched:
            return
        told = self.env.cr.precommit.data.setdefault(KEY, {})
        if not told:
            self.env.cr.precommit.add(self.browse()._send_news)
        of_kind = told.setdefault((self.env.uid, news), {})
        for task_id in watched.ids:
            of_kind.setdefault(task_id, (details or {}).get(task_id))

    def write(self, vals):
        """Archiving a task is how it is completed, by whatever way."""
        closing = not vals.get("active", True) and not vals.get("is_cancelled")
        completed = self.filtered("active") if closing else self.browse()
        result = super().write(vals)
        completed._tell_people(COMPLETED)
        return result

    def _register_move(self, before, reason):
        result = super()._register_move(before, reason)
        self._tell_people(MOVED, {task.id: (before[task], reason) for task in self})
        return result

    # ---- telling it

    @api.model
    def _send_news(self):
        """Send what was collected, to each person what he has to do with."""
        told = self.env.cr.precommit.data.pop(KEY, {})
        for (uid, news), details in told.items():
            # sudo: the people of a task are told, whoever changed it
            tasks = self.browse(sorted(details)).sudo().exists()
            tasks = tasks.filtered(
                lambda task: task._is_news(news, details[task.id])  # noqa: B023
            )
            author = self.env["res.users"].browse(uid)
            for given, people in tasks._by_readers(news, author).items():
                self.browse(given)._send_news_to(people, news, details, author)

    def _is_news(self, news, detail):
        """Whether it is still true: what followed in the same transaction may have
        taken it back, or said more."""
        self.ensure_one()
        if news == COMPLETED:
            return not self.active and not self.is_cancelled
        if news == MOVED:
            return self.active and self._when() != detail[0]
        return self.active

    def _by_readers(self, news, author):
        """Who is told of which of these tasks.

        :return: ``{ids of tasks: users}``
        """
        tasks_of = {}
        for task in self:
            people = self.env["res.users"].union(*(task[name] for name in TOLD[news]))
            for user in people.filtered("active"):
                if user != author and not user.share:
                    tasks_of.setdefault(user, []).append(task.id)
        readers = {}
        for user, ids in tasks_of.items():
            readers[tuple(ids)] = readers.get(tuple(ids), user) | user
        return readers

    def _send_news_to(self, people, news, details, author):
        """One message to those of the people who read it in the same words."""
        for (lang, _tz), readers in people.grouped(
            lambda user: (user.lang, user.tz)
        ).items():
            # sudo: what these tasks are called, for readers of them
            tasks = self.with_user(readers[0]).sudo()
            tasks = tasks.with_context(lang=lang or self.env.lang)
            title = tasks._news_title(news)
            thread = tasks if len(tasks) == 1 else self.env["mail.thread"].sudo()
            thread.with_context(lang=lang or self.env.lang).message_notify(
                partner_ids=readers.partner_id.ids,
                author_id=author.sudo().partner_id.id,
                subject=title,
                body=tasks._news_body(title, news, details),
                email_layout_xmlid="mail.mail_notification_light",
            )

    def _news_title(self, news):
        one, several = self._news_titles()[news]
        return one % self.display_name if len(self) == 1 else several % len(self)

    def _news_titles(self):
        """:return: ``{news: (title about one task, title about several)}``, with a
        placeholder for its name, or for how many there are"""
        return {
            COMPLETED: (
                self.env._("Completed: %s"),
                self.env._("%s tasks were completed"),
            ),
            MOVED: (self.env._("Moved: %s"), self.env._("%s tasks were moved")),
            OVERDUE: (self.env._("Overdue: %s"), self.env._("%s tasks are overdue")),
            RETURNED: (
                self.env._("Returned: %s"),
                self.env._("%s tasks were returned"),
            ),
        }

    def _news_body(self, title, news, details):
        items = [
            Markup("<li>%s</li>") % task._news_line(news, details[task.id])
            for task in self[:LISTED]
        ]
        if len(self) > LISTED:
            more = self.env._("and %s more", len(self) - LISTED)
            items.append(Markup("<li>%s</li>") % more)
        return Markup("<p>%s</p><ul>%s</ul>") % (title, Markup().join(items))

    def _news_line(self, news, detail):
        """One task in the list, with a link to it."""
        link = Markup('<a href="/mail/view?model=%s&amp;res_id=%s">%s</a>') % (
            self._name,
            self.id,
            self.display_name,
        )
        document = Markup(" · %s") % self.res_name if self.res_name else ""
        text = self._news_text(news, detail)
        return link + document + (Markup(": %s") % text if text else "")

    def _news_text(self, news, detail):
        """What to say of one task; empty: its name says all."""
        when = self._format_when(self.date_due, self.date_deadline)
        if news == OVERDUE:
            return self.env._("due %s", when)
        if news == MOVED:
            before, reason = detail
            values = {"old": self._format_when(*before), "new": when, "reason": reason}
            if reason:
                return self.env._("from %(old)s to %(new)s (%(reason)s)", **values)
            return self.env._("from %(old)s to %(new)s", **values)
        return detail or (news == COMPLETED and self.feedback) or ""

    def get_formview_id(self, access_uid=None):
        """Links open the whole task, not Odoo's small form."""
        return self.env.ref("crm_task_types.mail_activity_view_form_task").id

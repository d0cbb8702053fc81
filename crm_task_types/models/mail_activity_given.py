"""Who is given several tasks at once is told of them once, with the list."""

from markupsafe import Markup

from odoo import models

LISTED_TASKS = 50


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def action_notify(self):
        """One message to everybody who was given tasks; a single task is told of in
        Odoo's own words."""
        single = self.browse()
        for user, given in self.grouped("user_id").items():
            if len(given) == 1:
                single |= given
            elif user:
                given.with_context(
                    lang=user.lang or self.env.lang, tz=user.tz or "UTC"
                )._tell_new_tasks(user)
        return super(MailActivity, single).action_notify()

    def _tell_new_tasks(self, user):
        """Tell somebody once of all these tasks; language and zone are in the
        context."""
        if len(self) == 1:
            subject = self.env._("New task for you: %s", self.display_name)
        else:
            subject = self.env._("%s new tasks for you", len(self))
        listed = self.sorted("date_overdue")
        items = [task._as_list_item() for task in listed[:LISTED_TASKS]]
        if len(self) > LISTED_TASKS:
            more = self.env._("and %s more", len(self) - LISTED_TASKS)
            items.append(Markup("<li>%s</li>") % more)
        # sudo: the person is told, whether or not his contact may be read
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=user.sudo().partner_id.ids,
            subject=subject,
            body=Markup("<p>%s</p><ul>%s</ul>") % (subject, Markup().join(items)),
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _as_list_item(self):
        when = self._format_when(self.date_start, self.date_deadline)
        link = Markup('<a href="/mail/view?model=%s&amp;res_id=%s">%s</a>') % (
            self.res_model or self._name,
            self.res_id or self.id,
            self.res_name or self.display_name,
        )
        return Markup("<li>%s: %s (%s)</li>") % (link, self.display_name, when)

"""Which tasks have comments that somebody hasn't read.

Of those who handle notifications in Odoo, Odoo knows it. Who is told by e-mail has read
a comment, as far as Odoo is concerned, when it is sent: here it is remembered until he
looks at the discussion of the task.
"""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class MailActivity(models.Model):
    _inherit = "mail.activity"

    unread_user_ids = fields.Many2many(
        "res.users",
        "mail_activity_unread_rel",
        "activity_id",
        "user_id",
        copy=False,
        groups=fields.NO_ACCESS,
        help="Those who are told by e-mail and haven't read the last comments.",
    )
    has_new_comments = fields.Boolean(
        "New comments",
        compute="_compute_has_new_comments",
        search="_search_has_new_comments",
        help="There are comments that you haven't read.",
    )

    @api.depends_context("uid")
    def _compute_has_new_comments(self):
        # sudo: only of the tasks at hand, which he reads; the comments are his to read
        found = self.sudo()._search(
            self._new_comments_domain() & Domain("id", "in", self.ids),
            active_test=False,
        )
        unread = set(found)
        for task in self:
            task.has_new_comments = task.id in unread

    @api.model
    def _search_has_new_comments(self, operator, values):
        if operator != "in":
            return NotImplemented
        domain = Domain.FALSE
        if True in values:
            domain |= self._new_comments_domain()
        if False in values:
            domain |= ~self._new_comments_domain()
        return domain

    @api.model
    def _new_comments_domain(self):
        unread = SQL("(SELECT id FROM (%s) AS unread(id))", self._unread_sql())
        return Domain("id", "in", unread)

    @api.model
    def _unread_sql(self):
        """The ids of tasks with comments that the user hasn't read, as a query."""
        self.env["mail.message"].flush_model(["model", "res_id", "message_type"])
        self.env["mail.notification"].flush_model(
            ["mail_message_id", "res_partner_id", "is_read"]
        )
        return SQL(
            """SELECT message.res_id
                 FROM mail_notification AS notification
                 JOIN mail_message AS message
                   ON message.id = notification.mail_message_id
                WHERE notification.res_partner_id = %s
                  AND notification.is_read IS NOT TRUE
                  AND message.model = 'mail.activity'
                  AND message.message_type != 'user_notification'
            UNION ALL
               SELECT activity_id FROM mail_activity_unread_rel WHERE user_id = %s""",
            self.env.user.partner_id.id,
            self.env.uid,
        )

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        if message.message_type == "comment":
            self._remember_unread(
                [
                    recipient["uid"]
                    for recipient in recipients
                    if recipient["notif"] == "email" and recipient["uid"]
                ]
            )
            self._forget_unread()  # who answers has read the others
        return recipients

    def _remember_unread(self, user_ids):
        """Not by the ORM: whoever works on the task just now isn't to be disturbed."""
        if not user_ids:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO mail_activity_unread_rel (activity_id, user_id)
                   SELECT task, person FROM unnest(%s) AS task, unnest(%s) AS person
                       ON CONFLICT DO NOTHING""",
                self.ids,
                user_ids,
            )
        )
        self.invalidate_model(["unread_user_ids", "has_new_comments"], flush=False)
        # sudo: who is told doesn't depend on who comments
        self.env["res.users"].sudo().browse(user_ids)._let_recount_tasks()

    def _forget_unread(self):
        """The user has read the comments on these tasks."""
        if not self:
            return
        self.env.cr.execute(
            SQL(
                "DELETE FROM mail_activity_unread_rel"
                " WHERE user_id = %s AND activity_id = ANY(%s)",
                self.env.uid,
                self.ids,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["unread_user_ids", "has_new_comments"], flush=False)
            self.env.user._let_recount_tasks()


class MailMessage(models.Model):
    _inherit = "mail.message"

    def set_message_done(self):
        """Odoo calls it for the messages that somebody looks at."""
        result = super().set_message_done()
        # sudo: only what the user himself hasn't read is forgotten
        seen = self.sudo().filtered(lambda message: message.model == "mail.activity")
        self.env["mail.activity"].browse(set(seen.mapped("res_id")))._forget_unread()
        return result

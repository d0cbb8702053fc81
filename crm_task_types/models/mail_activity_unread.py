"""Which tasks have comments that somebody hasn't read.

Of those who handle notifications in Odoo, Odoo knows it. Who is told by e-mail has read
a comment, as far as Odoo is concerned, when it is sent: here it is remembered until he
looks at the discussion of the task. What was deleted needn't be read.
"""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COMMENTS = ["comment", "email"]
# what a body has when somebody has deleted its text: tags, but no picture
NOTHING_TO_READ = r"<(?!img)[^>]*>|\s"


class MailActivity(models.Model):
    _inherit = "mail.activity"

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
        self.env["mail.message"].flush_model(
            ["model", "res_id", "message_type", "body", "attachment_ids"]
        )
        self.env["mail.notification"].flush_model(
            ["mail_message_id", "res_partner_id", "is_read"]
        )
        return SQL(
            """SELECT message.res_id
                 FROM (SELECT mail_message_id
                         FROM mail_notification
                        WHERE res_partner_id = %s AND is_read IS NOT TRUE
                    UNION ALL
                       SELECT message_id FROM mail_message_task_unread_rel
                        WHERE user_id = %s) AS unread(id)
                 JOIN mail_message AS message ON message.id = unread.id
                WHERE message.model = 'mail.activity'
                  AND message.message_type = ANY(%s)
                  AND (regexp_replace(message.body, %s, '', 'g') <> '' OR EXISTS (
                       SELECT FROM message_attachment_rel
                        WHERE message_id = message.id))""",
            self.env.user.partner_id.id,
            self.env.uid,
            COMMENTS,
            NOTHING_TO_READ,
        )

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        if message.message_type in COMMENTS:
            message._remember_unread(
                [
                    recipient["uid"]
                    for recipient in recipients
                    if recipient["notif"] == "email" and recipient["uid"]
                ]
            )
            if message.author_id == self.env.user.partner_id:
                self._forget_unread()  # who answers has read the others
        return recipients

    def _clean_empty_message(self, message):
        """Odoo calls it for what somebody deletes."""
        result = super()._clean_empty_message(message)
        message._unread_by()._let_recount_tasks()
        return result

    def _forget_unread(self):
        """The user has read the comments on these tasks."""
        if not self:
            return
        self.env.cr.execute(
            SQL(
                """DELETE FROM mail_message_task_unread_rel
                    WHERE user_id = %s AND message_id IN (
                          SELECT id FROM mail_message
                           WHERE model = 'mail.activity' AND res_id = ANY(%s))""",
                self.env.uid,
                self.ids,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["has_new_comments"], flush=False)
            self.env.user._let_recount_tasks()


class MailMessage(models.Model):
    _inherit = "mail.message"

    task_unread_user_ids = fields.Many2many(
        "res.users",
        "mail_message_task_unread_rel",
        "message_id",
        "user_id",
        copy=False,
        groups=fields.NO_ACCESS,
        help="Those who are told of a comment on a task by e-mail and haven't read it.",
    )

    def unlink(self):
        # sudo: only to have them count again
        on_tasks = self.sudo().filtered(lambda one: one.model == "mail.activity")
        readers = on_tasks._unread_by()
        result = super().unlink()
        readers._let_recount_tasks()
        return result

    def _unread_by(self):
        """Who hasn't read these messages.

        :rtype: res.users
        """
        # sudo: only to have them count again
        messages = self.sudo()
        unread = messages.notification_ids.filtered(lambda sent: not sent.is_read)
        return messages.task_unread_user_ids | unread.res_partner_id.user_ids

    def _remember_unread(self, user_ids):
        """Not by the ORM: whoever works on the task just now isn't to be disturbed."""
        if not user_ids:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO mail_message_task_unread_rel (message_id, user_id)
                   SELECT %s, person FROM unnest(%s) AS person
                       ON CONFLICT DO NOTHING""",
                self.id,
                user_ids,
            )
        )
        self.invalidate_recordset(["task_unread_user_ids"], flush=False)
        self.env["mail.activity"].invalidate_model(["has_new_comments"], flush=False)
        # sudo: who is told doesn't depend on who comments
        self.env["res.users"].sudo().browse(user_ids)._let_recount_tasks()

    def set_message_done(self):
        """Odoo calls it for the messages that somebody looks at."""
        result = super().set_message_done()
        # sudo: only what the user himself hasn't read is forgotten
        seen = self.sudo().filtered(lambda message: message.model == "mail.activity")
        self.env["mail.activity"].browse(set(seen.mapped("res_id")))._forget_unread()
        return result

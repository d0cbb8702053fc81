"""Nobody is told of a task by a message what he may not see of it."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model
    def _mentioned_task_sql(self, alias, query):
        """A message on a task tells of it, too, also those to whom it is addressed."""
        return SQL(
            "CASE WHEN %s = 'mail.activity' THEN %s ELSE %s END",
            self._field_to_sql(alias, "model", query),
            self._field_to_sql(alias, "res_id", query),
            super()._mentioned_task_sql(alias, query),
        )

    def _telling_of_tasks(self):
        # sudo: as there
        on_tasks = self.filtered(lambda one: one.sudo().model == "mail.activity")
        return super()._telling_of_tasks() | on_tasks


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _search_message_partner_ids(self, operator, operand):
        """Odoo looks for followers as the superuser, also by their meetings."""
        if isinstance(operand, Domain) and self.env["mail.activity"]._is_narrowed():
            operand = self.env["res.partner"]._search(operand)
        return super()._search_message_partner_ids(operator, operand)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Followers hear of a task what they may see of it."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        task = self._task_of_message(message, msg_vals or {})
        if not task or not recipients:
            return recipients
        users = self.env["res.users"].browse(
            data["uid"] for data in recipients if data.get("uid")
        )
        blind = {user.id for user in users if self._is_blind(user, task)}
        return [data for data in recipients if data.get("uid") not in blind]

    @api.model
    def _is_blind(self, user, task):
        """Whether the user may not know of a task, in whatever company he is."""
        if user.share:
            return True
        companies = user._get_company_ids()
        seen = task.with_user(user).with_context(allowed_company_ids=companies)
        return bool(seen._hidden())

    def _task_of_message(self, message, msg_vals):
        """The task that a message on this document tells of."""
        if "mail_activity_id" in msg_vals:
            return self.env["mail.activity"].browse(msg_vals["mail_activity_id"])
        # sudo: who is told doesn't depend on who writes
        task = message.sudo().mail_activity_id
        return task or (self if self._name == "mail.activity" else task)

"""Messages that tell of a task are for those who may see the task, wherever they
stand."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model
    def _search(self, domain, *args, **kwargs):
        # also where Odoo asks for no rights, as for the messages of a document
        if self.env["mail.activity"]._is_narrowed():
            domain = Domain(domain) & Domain.custom(to_sql=self._of_no_hidden_task_sql)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _of_no_hidden_task_sql(self, model, alias, query):
        task_id = model._field_to_sql(alias, "mail_activity_id", query)
        return SQL("NOT %s", model.env["mail.activity"]._hidden_one_sql("id", task_id))

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not any(self._ids) or not self.env["mail.activity"]._is_narrowed():
            return result
        # sudo: only to learn of which tasks the messages tell
        hidden = self.sudo().mail_activity_id.sudo(False)._hidden()
        if not hidden:
            return result
        denied = self.filtered(lambda m: m.sudo().mail_activity_id.id in hidden.ids)
        denied |= result[0] if result else denied
        return denied, lambda: denied._make_access_error(operation)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Followers hear of a task what they may see of it."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        task = self._task_of_message(message, msg_vals or {})
        if not task or not recipients:
            return recipients
        users = self.env["res.users"].browse(
            data["uid"] for data in recipients if data.get("uid")
        )
        blind = {user.id for user in users if task.with_user(user)._hidden()}
        return [data for data in recipients if data.get("uid") not in blind]

    def _task_of_message(self, message, msg_vals):
        """The task that a message on this document tells of."""
        if "mail_activity_id" in msg_vals:
            return self.env["mail.activity"].browse(msg_vals["mail_activity_id"])
        # sudo: who is told doesn't depend on who writes
        task = message.sudo().mail_activity_id
        return task or (self if self._name == "mail.activity" else task)

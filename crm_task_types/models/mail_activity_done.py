"""Completing many tasks writes the messages on their documents together."""

from odoo import models

DONE_VIEW, DONE_SUBTYPE = "mail.message_activity_done", "mail.mt_activities"


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        # one task, or files that belong to each message: Odoo's own way
        if len(self) < 2 or attachment_ids:
            return super()._action_done(
                feedback=feedback, attachment_ids=attachment_ids
            )
        written = self._write_done_messages(feedback)
        with_messages = self.with_context(crm_task_done_messages=written)
        messages, following = super(MailActivity, with_messages)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )
        return messages.with_env(self.env), following.with_env(self.env)

    def _write_done_messages(self, feedback):
        """Write what Odoo says of completed tasks where nobody is to be notified of it.

        :return: ``{task id: message id}``
        """
        written = {}
        for model, tasks in self.filtered("res_model").grouped("res_model").items():
            if "message_ids" not in self.env[model]._fields:
                continue
            # sudo: who may do the task completes it, as in Odoo also without access to
            # its document
            documents = tasks._documents(model).sudo()
            quiet = documents._without_done_followers()
            told = tasks.filtered(lambda task: task.res_id in quiet._ids)  # noqa: B023
            bodies = told._done_bodies(feedback)
            messages = quiet._write_done_messages(zip(told, bodies, strict=True))
            written |= dict(zip(told.ids, messages.ids, strict=True))
        return written

    def _done_bodies(self, feedback):
        """Odoo's messages of completed tasks of one model, in their order."""
        view = self.env.ref(DONE_VIEW)
        for task in self:
            yield self.env["mail.render.mixin"]._render_template_qweb_view(
                view,
                task.res_model,
                [task.res_id],
                add_context={
                    "activity": task,
                    "feedback": feedback,
                    "display_assignee": task.user_id != self.env.user,
                },
            )[task.res_id]


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_post_with_source(self, source_ref, **kwargs):
        task = (kwargs.get("render_values") or {}).get("activity")
        # a template, too, can be the source: not compared with a name
        if not task or source_ref != DONE_VIEW:
            return super().message_post_with_source(source_ref, **kwargs)
        written = self.env.context.get("crm_task_done_messages", {})
        if task.id in written:
            return self.env["mail.message"].browse(written[task.id])
        return super().message_post_with_source(
            source_ref, mail_activity_id=task.id, **kwargs
        )

    def _message_create(self, values_list):
        """Lines that tell of tasks say of which, see ``_log_on_documents``."""
        model, task_ids = self.env.context.get("crm_task_told", ("", {}))
        if model == self._name:
            values_list = [
                {**values, "mail_activity_id": task_ids.get(values["res_id"], False)}
                for values in values_list
            ]
        return super()._message_create(values_list)

    def _get_message_create_valid_field_names(self):
        return super()._get_message_create_valid_field_names() | {"mail_activity_id"}

    def _without_done_followers(self):
        """The documents on which nobody else follows what happens to activities."""
        subtype_id = self.env["ir.model.data"]._xmlid_to_res_id(DONE_SUBTYPE)
        told = self.env["mail.followers"]._get_recipient_data(
            self, "notification", subtype_id
        )
        oneself = self.env.user.partner_id.id
        return self.filtered(lambda record: not told[record.id].keys() - {oneself})

    def _write_done_messages(self, lines):
        """Write messages as ``message_post`` does, when nobody is to be notified.

        :param lines: tasks on these documents, each with the body of its message
        """
        author_id, email_from = self._message_compute_author()
        domains = self._mail_get_alias_domains(default_company=self.env.company)
        companies = self._mail_get_companies(default=self.env.company)
        reply_to = self._notify_get_reply_to(default=email_from, author_id=author_id)
        shared = {
            "author_id": author_id,
            "email_from": email_from,
            "model": self._name,
            "message_type": "notification",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id(DONE_SUBTYPE),
        }
        values = [
            {
                **shared,
                "res_id": task.res_id,
                "body": body,
                "mail_activity_type_id": task.activity_type_id.id,
                "mail_activity_id": task.id,
                "record_alias_domain_id": domains[task.res_id].id,
                "record_company_id": companies[task.res_id].id,
                "reply_to": reply_to[task.res_id],
            }
            for task, body in lines
        ]
        messages = self._message_create(values)
        for message, vals in zip(messages, values, strict=True):
            self.browse(vals["res_id"])._message_post_after_hook(message, vals)
        return messages

"""A task has a discussion of its own; its document tells the same story in one line
each."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext

COMMENT_LENGTH = 200
_TOLD_FIELDS = {"user_id", "status_id", "active"}


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "crm.task.mention"]
    _task_field = "mail_activity_id"

    mail_activity_id = fields.Many2one(
        "mail.activity",
        "Task",
        index="btree_not_null",
        ondelete="set null",
        help="The task that this line on the document tells of.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        if any(vals.get("mail_activity_id") for vals in vals_list):
            messages._check_task_readable()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if vals.get("mail_activity_id"):
            self._check_task_readable()
        return result

    def _check_task_readable(self):
        """Nobody learns of a task by writing that his message tells of it."""
        self.mail_activity_id.check_access("read")


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "mail.thread"]
    _mail_post_access = "read"

    user_id = fields.Many2one(tracking=True)

    @api.model_create_multi
    def create(self, vals_list):
        # Millions of tasks: no creation line, and followers only when somebody
        # comments.
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        tasks = super(MailActivity, quiet).create(vals_list)
        return tasks.with_env(self.env)

    def write(self, vals):
        if _TOLD_FIELDS.isdisjoint(vals):
            return super().write(vals)
        before = {task: (task.active, task.user_id, task.status_id) for task in self}
        result = super().write(vals)
        self._log_on_documents(
            {
                task: line
                for task, values in before.items()
                if task.active and (line := task._change_line(*values))
            }
        )
        return result

    def _change_line(self, active, user, status):
        """In words, what changed since the task was like this; empty: nothing."""
        if not active:
            return self.env._("%(task)s reopened", task=self._bold_name())
        if self.user_id != user:
            name = self.user_id.name or self.env._("nobody")
            return self.env._(
                "%(task)s assigned to %(user)s", task=self._bold_name(), user=name
            )
        if self.status_id != status and self.status_id:
            return self.env._(
                "%(task)s: %(status)s",
                task=self._bold_name(),
                status=self.status_id.name,
            )
        return ""

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """The assignee is told by Odoo's activity notification, not a second time as a
        follower."""
        return True

    def message_post(self, **kwargs):
        if kwargs.get("message_type") == "comment":
            self._subscribe_people()
        return super().message_post(**kwargs)

    def _subscribe_people(self):
        """Who works on the task hears of comments from the first one on."""
        self.ensure_one()
        # sudo: commenting may subscribe the people of the task, not just oneself
        self.sudo().message_subscribe(self._people_to_tell().partner_id.ids)

    def _people_to_tell(self):
        return (self.user_id | self.create_uid).filtered(
            lambda user: user.active and not user.share
        )

    def _message_post_after_hook(self, message, msg_values):
        if message.message_type == "comment" and not message.mail_activity_id:
            self._log_on_documents({self: self._comment_line(message)})
        return super()._message_post_after_hook(message, msg_values)

    def _comment_line(self, message):
        text = " ".join(html2plaintext(message.body).split())
        if len(text) > COMMENT_LENGTH:
            text = text[:COMMENT_LENGTH].rstrip() + "…"
        return self.env._(
            "Comment on %(task)s: %(text)s", task=self._bold_name(), text=text
        )

    def _bold_name(self):
        return Markup("<b>%s</b>") % self.display_name

    def _log_on_documents(self, line_by_task):
        """Write one line into the chatter of the document of each task.

        :param dict line_by_task: what to say of which task, as ``str`` or ``Markup``
        """
        told = self.browse(task.id for task in line_by_task)
        for model, tasks in told.filtered("res_model").grouped("res_model").items():
            if "message_ids" not in self.env[model]._fields:
                continue
            # sudo: the line belongs to the document's history, also where the user may
            # only do the task
            existing = tasks._documents(model).sudo()
            for round_tasks in tasks._one_per_document(existing.ids):
                documents = existing.browse(round_tasks.mapped("res_id"))
                by_document = {task.res_id: task.id for task in round_tasks}
                documents.with_context(
                    crm_task_told=(model, by_document)
                )._message_log_batch(
                    bodies={task.res_id: line_by_task[task] for task in round_tasks}
                )

    def _one_per_document(self, res_ids):
        """Split the tasks into groups in which every document comes once."""
        rest = self.filtered(lambda task: task.res_id in res_ids)
        while rest:
            group = rest.browse(
                {task.res_id: task.id for task in reversed(rest)}.values()
            )
            yield group
            rest -= group

    def _action_done(self, feedback=False, attachment_ids=None):
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        written = self.env.context.get("crm_task_done_messages", {})
        done = self._still_there().filtered(lambda task: task.id not in written)
        if done:
            line = self._done_line(feedback)
            done._message_log_batch(bodies=dict.fromkeys(done.ids, line))
        return result

    def _done_line(self, feedback):
        if feedback:
            return self.env._("Completed: %s", feedback)
        return self.env._("Completed")

"""Completing tasks writes the messages on their documents, and in their own feeds,
together."""

import re

from lxml import etree
from markupsafe import escape

from odoo import api, fields, models
from odoo.tools import ormcache

from .quick_body import remember_cleaned

DONE_VIEW, DONE_SUBTYPE = "mail.message_activity_done", "mail.mt_activities"

_SHOWN_FIELD = re.compile(r"\bactivity\.(\w+)")
# a task as a whole, or something else that isn't the same for all of them
_MORE_THAN_FIELDS = re.compile(r"\bactivity\b(?!\.)|\b(object|env|record)\b|t-call")
_SHOWN_AS_IT_IS = re.compile(r't-(?:field|out|esc|if)="activity\.\w+"')
# nothing in it is escaped or cleaned; the mark is of a character that no text has
_PLAIN = re.compile(r"\w[\w ,.:!?()/+-]*")
_MARK = "\ue000%s\ue000"
# what Odoo, too, tells models of a message that has none of it
_NOTHING = {
    "attachment_ids": [],
    "author_guest_id": False,
    "incoming_email_cc": False,
    "incoming_email_to": False,
    "outgoing_email_to": False,
    "parent_id": False,
    "partner_ids": [],
    "subject": False,
}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # a copy is another task, to be done yet
    active = fields.Boolean(copy=False)
    feedback = fields.Text(copy=False)

    def _action_done(self, feedback=False, attachment_ids=None):
        if attachment_ids:  # they belong to each message: Odoo's own way
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
        """Write what Odoo says of completed tasks where nobody is to be notified of it,
        on their documents and in their feeds.

        :return: ``{task id: id of the message on its document}``
        """
        lines = []
        for model, tasks in self.filtered("res_model").grouped("res_model").items():
            thread = self.env[model]
            if "message_ids" not in thread._fields or thread._has_own_posting():
                continue
            # sudo: who may do the task completes it, as in Odoo also without access to
            # its document
            quiet = tasks.sudo()._documents(model)._without_done_followers()
            documents = {document.id: document for document in quiet}
            lines += [
                (task, documents[task.res_id])
                for task in tasks
                if task.res_id in documents
            ]
        told = self.browse(task.id for task, _document in lines)
        values = told._prepare_done_messages(feedback) if told else []
        # sudo: the history is written whoever completes the task
        messages = told.sudo()._message_create(values)
        for (_task, document), message, vals in zip(
            lines, messages, values, strict=False
        ):
            document._message_post_after_hook(message, _NOTHING | vals)
        return dict(zip(told.ids, messages.ids, strict=False))

    def _prepare_done_messages(self, feedback):
        """Values of messages that are never sent: nobody can reply to them.

        :return: first those on the documents of the tasks, then those in their feeds
        """
        author_id, email_from = self._message_compute_author()
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        shared = {
            "author_id": author_id,
            "email_from": email_from,
            "message_type": "notification",
            "email_add_signature": False,
            "record_alias_domain_id": False,
            "record_company_id": False,
            "reply_to": email_from,
        }
        on_document = {**shared, "subtype_id": get_id(DONE_SUBTYPE)}
        in_feed = {
            **shared,
            "subtype_id": get_id("mail.mt_note"),
            "is_internal": True,
            "model": self._name,
            "body": escape(self._done_line(feedback)),
        }
        bodies = self._done_bodies(feedback)
        return [
            {
                **on_document,
                "model": task.res_model,
                "res_id": task.res_id,
                "body": bodies[task],
                "mail_activity_type_id": task.activity_type_id.id,
                "mail_activity_id": task.id,
            }
            for task in self
        ] + [{**in_feed, "res_id": task.id} for task in self]

    def _done_bodies(self, feedback):
        """Odoo's messages of completed tasks, rendered and cleaned once for those that
        show the same but for plain texts, which are put in afterwards.

        :return: ``{task: text}``
        """
        names, texts = self._done_body_fields()
        bodies, alike = {}, {}
        for task in self:
            plain = (name for name in texts if _PLAIN.fullmatch(task[name] or ""))
            marks = {name: _MARK % name for name in plain}
            shown = tuple(marks.get(name, task[name]) for name in names) or task.id
            alike.setdefault(shown, (marks, []))[1].append(task)
        for marks, tasks in alike.values():
            if len(tasks) == 1 or not marks:
                bodies |= dict.fromkeys(tasks, tasks[0]._done_body(feedback))
            else:
                bodies |= self._marked_bodies(tasks, marks, feedback)
        return bodies

    def _marked_bodies(self, tasks, marks, feedback):
        """:param marks: what stands for which texts of tasks that are alike beside"""
        # not stored: what isn't marked is read from the first task
        marked = self.new(marks, origin=tasks[0]).with_prefetch(self._prefetch_ids)
        field = self.env["mail.message"]._fields["body"]
        body = tasks[0]._done_body(feedback, marked)
        cleaned = field.convert_to_cache(body, self.env["mail.message"])
        bodies = {}
        for task in tasks:
            body = cleaned
            for name, mark in marks.items():
                body = body.replace(mark, task[name])
            remember_cleaned(field, body, body)
            bodies[task] = body
        return bodies

    @api.model
    @ormcache(cache="templates")
    def _done_body_fields(self):
        """The fields of a task that its message shows; none when that shows more than
        fields. And those of them that are texts shown as they are."""
        view = self.env.ref(DONE_VIEW).sudo()  # sudo: only which fields it shows
        arch = etree.tostring(view._get_combined_arch(), encoding="unicode")
        names = {"user_id", *_SHOWN_FIELD.findall(arch)}
        if _MORE_THAN_FIELDS.search(arch) or not names <= self._fields.keys():
            return (), ()
        changed = _SHOWN_FIELD.findall(_SHOWN_AS_IT_IS.sub("", arch))
        texts = (name for name in names if self._fields[name].type == "char")
        return tuple(names), tuple(set(texts).difference(changed))

    def _done_body(self, feedback, shown=None):
        """Odoo's message of the completed task.

        :param shown: a record that it shows instead; empty for the task itself
        """
        values = {
            "activity": shown or self,
            "feedback": feedback,
            "display_assignee": self.user_id != self.env.user,
        }
        render = self.env["mail.render.mixin"]._render_template_qweb_view
        return render(DONE_VIEW, self.res_model, [self.res_id], add_context=values)[
            self.res_id
        ]


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

    @api.model
    def _has_own_posting(self):
        """Whether this model does more about messages than all threads do: Odoo then
        posts them one by one."""
        return any("message_post" in vars(cls) for cls in type(self)._base_classes__)

    def _without_done_followers(self):
        """The documents on which nobody else follows what happens to activities."""
        subtype_id = self.env["ir.model.data"]._xmlid_to_res_id(DONE_SUBTYPE)
        told = self.env["mail.followers"]._get_recipient_data(
            self, "notification", subtype_id
        )
        oneself = self.env.user.partner_id.id
        return self.filtered(lambda record: not told[record.id].keys() - {oneself})

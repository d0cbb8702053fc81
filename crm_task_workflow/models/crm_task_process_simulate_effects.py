"""What a simulated run leaves behind: tasks, changed fields, mails, actions."""

from dataclasses import dataclass

from odoo import api, models

from .crm_task_process_simulate_guard import NAMED_ACTIONS


@dataclass
class Before:
    """What there was before a simulation.

    :ivar dict document: its values by field
    :ivar int last_mail: id of the last mail that was written
    :ivar int last_task: id of the last task that was made
    :ivar int last_run: id of the last run that was started
    """

    document: dict
    last_mail: int
    last_task: int
    last_run: int


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    def _before_simulation(self, document):
        return Before(
            self._document_values(document),
            self._last_id("mail.mail"),
            self._last_id("mail.activity"),
            self._last_id("crm.task.process.run"),
        )

    @api.model
    def _last_id(self, model):
        every = self.env[model].with_context(active_test=False)
        return every.search([("id", ">", 0)], order="id desc", limit=1).id or 0

    def _describe_consequences(self, document, before):
        return {
            "tasks": self._new_tasks(before),
            "changes": self._document_changes(before.document, document),
            "mails": self._new_mails(before.last_mail),
            "actions": self.env.cr.cache.get(NAMED_ACTIONS, []),
        }

    @api.model
    def _document_values(self, document):
        skipped = ("one2many", "binary", "properties", "properties_definition")
        names = [
            name
            for name, field in document._fields.items()
            if field.store
            and field.type not in skipped
            and name not in models.MAGIC_COLUMNS
        ]
        (values,) = document.read(names)
        return values

    @api.model
    def _document_changes(self, before, document):
        """Field, label, old and new value of each field that is another one."""
        if not document.exists():
            return []
        after = self._document_values(document)
        return [
            {
                "field": name,
                "label": document._fields[name]._description_string(self.env),
                "old": _plain(before[name]),
                "new": _plain(value),
            }
            for name, value in after.items()
            if value != before[name]
        ]

    @api.model
    def _new_tasks(self, before):
        """Also those that effects and other processes give; not what the owner of the
        process is told."""
        Task = self.env["mail.activity"].with_context(active_test=False)
        tasks = Task.search([("id", ">", before.last_task)], order="id")
        runs = self.env["crm.task.process.run"].search([("id", ">", before.last_run)])
        told = runs.error_task_id
        return [task._describe_simulated() for task in tasks - told]

    @api.model
    def _new_mails(self, last_id):
        mails = self.env["mail.mail"].search([("id", ">", last_id)], order="id")
        return [
            {
                "subject": mail.subject or "",
                "to": ", ".join(
                    filter(None, [mail.email_to, *mail.recipient_ids.mapped("name")])
                ),
            }
            for mail in mails
        ]


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _describe_simulated(self):
        return {
            "id": self.id,
            "type_id": self.activity_type_id.id,
            "title": self.display_name,
            "assignee": self.user_id.name or "",
            "start": _plain(self.date_start),
            "due": _plain(self.date_due),
            "day": _plain(self.date_deadline),
            "document": self.res_name or "",
        }

    def _simulated_time(self):
        return self._format_when(self.date_start or self.date_due, self.date_deadline)


def _plain(value):
    """A value as JSON keeps it and people read it."""
    if isinstance(value, tuple) and len(value) == 2:
        return value[1]
    return value if isinstance(value, bool | int | float | list) else str(value or "")

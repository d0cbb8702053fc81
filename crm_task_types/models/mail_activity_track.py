"""What is tracked of many tasks is written together.

Odoo writes a message and its values for each record by themselves. Here the messages of
one ``_message_track`` wait for each other.
"""

from odoo import models

KEY = "crm_task_types.tracked"


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _message_track(self, fields_iter, initial_values_dict):
        if len(self) < 2:
            return super()._message_track(fields_iter, initial_values_dict)
        waiting = self.env.cr.precommit.data.setdefault(KEY, [])
        try:
            result = super()._message_track(fields_iter, initial_values_dict)
        finally:
            self.env.cr.precommit.data.pop(KEY, None)
        self._write_tracked(waiting)
        return result

    def _message_log(self, **kwargs):
        if KEY not in self.env.cr.precommit.data:
            return super()._message_log(**kwargs)
        waiting = self.with_context(crm_task_tracked_waits=True)
        return super(MailActivity, waiting)._message_log(**kwargs)

    def _message_create(self, values_list):
        if not self.env.context.get("crm_task_tracked_waits"):
            return super()._message_create(values_list)
        self.env.cr.precommit.data[KEY].extend(values_list)
        return self.env["mail.message"]

    def _write_tracked(self, values_list):
        """:param values_list: values of messages, with commands for what was tracked"""
        if not values_list:
            return
        commands = [values["tracking_value_ids"] for values in values_list]
        # sudo: as Odoo, the history is written whoever changes the task
        messages = self.sudo()._message_create(
            [{**values, "tracking_value_ids": False} for values in values_list]
        )
        self.env["mail.tracking.value"].sudo().create(
            [
                {**values, "mail_message_id": message.id}
                for message, tracked in zip(messages, commands, strict=True)
                for _command, _id, values in tracked
            ]
        )

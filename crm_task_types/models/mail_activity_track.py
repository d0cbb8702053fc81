"""What is tracked of many tasks is written together, and only what can have changed is
looked at.

Odoo writes a message and its values for each record by themselves. Here the messages of
one ``_message_track`` wait for each other. And whatever is written, Odoo compares all
that is tracked; here it is what was written, and what follows from it.
"""

from odoo import api, models
from odoo.tools import ormcache

KEY = "crm_task_types.tracked"
WRITTEN = "crm_task_types.written"


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def write(self, vals):
        # just before Odoo's, when nobody changes the values any more
        if self._name != "mail.activity":
            return super().write(vals)
        self.env.cr.cache[WRITTEN] = vals.keys()
        try:
            return super().write(vals)
        finally:
            self.env.cr.cache.pop(WRITTEN, None)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _track_prepare(self, fields_iter):
        written = self.env.cr.cache.get(WRITTEN)
        if fields_iter is self._fields and written is not None:  # Odoo's ``write``
            fields_iter = {
                name
                for name, inputs in self._tracked_inputs().items()
                if not inputs.isdisjoint(written)
            }
        return super()._track_prepare(fields_iter)

    @api.model
    @ormcache("self.env.uid", "self.env.su")
    def _tracked_inputs(self):
        """:return: for each tracked field the names of the fields that it follows from,
        its own among them"""
        tracked = self._track_get_fields()
        inputs = {name: {name, *self._inputs_of(name)} for name in tracked}
        for name in tracked:
            # Odoo tracks the properties with the record that defines them
            if owner := getattr(self._fields[name], "definition_record", None):
                inputs[name] |= inputs[owner]
                inputs[owner] |= {name}
        return inputs

    def _message_track(self, fields_iter, initial_values_dict):
        prepared = set().union(*filter(None, initial_values_dict.values()))
        fields_iter = prepared.intersection(fields_iter)
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

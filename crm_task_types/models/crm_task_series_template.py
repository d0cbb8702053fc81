"""What each task of a series takes over: all that a copy of a task has, but nothing of
what was done with it."""

import json

from odoo import api, models
from odoo.fields import Command
from odoo.tools import json_default

from ..tools import clock

# where it hangs is said by the newest task, when it is due by the rule
NOT_TAKEN = {
    "active",
    "attachment_ids",
    "automated",
    "calendar_event_id",
    "date_deadline",
    "date_due",
    "date_start",
    "feedback",
    "previous_activity_type_id",
    "recommended_activity_type_id",
    "res_id",
    "res_model",
    "res_model_id",
}
NOT_TAKEN_OF_LINES = {"is_done"}


def agree(one, other):
    """Whether two templates say the same, as far as both say something: fields come and
    go with add-ons."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(agree(one[name], other[name]) for name in one.keys() & other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    return one == other


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _series_template(self):
        """What the following tasks take over from this one, as plain JSON values.

        :return: ``values`` for ``create``, and the time of day of its ``start`` for its
            assignee; empty for a task that has the whole day
        """
        self.ensure_one()
        values = self.copy_data()[0]
        for name in NOT_TAKEN.intersection(values):
            del values[name]
        for name in values:
            values[name] = self._plain_value(self._fields[name], values[name])
        start = self.date_start and clock.to_local(self.date_start, self._get_tz())
        template = {
            "values": values,
            "start": start.strftime("%H:%M") if start else "",
        }
        return json.loads(json.dumps(template, default=json_default))

    @api.model
    def _series_template_fields(self):
        """The names of what is taken over, and of what says when the task is due."""
        taken = {
            name
            for name, field in self._fields.items()
            if field.copy and field.store and name not in NOT_TAKEN
        }
        return sorted(taken | {"date_start", "date_deadline"})

    def _plain_value(self, field, value):
        if field.type == "one2many":
            left = NOT_TAKEN_OF_LINES | {field.inverse_name}
            return [
                Command.create({name: line[name] for name in line if name not in left})
                for _create, _id, line in value
            ]
        if field.type == "properties":
            return value._values  # as they are stored: ids instead of records
        return value


class CrmTaskSeries(models.Model):
    _inherit = "crm.task.series"

    def _template_values_batch(self):
        """What the next task of each series takes over, without records that have been
        deleted since.

        :return: ``{series id: values}``
        """
        fields = self.env["mail.activity"]._fields
        values = {
            series.id: {
                name: value
                for name, value in series.template["values"].items()
                if name in fields  # it may have gone with its add-on
            }
            for series in self
        }
        links = [
            (fields[name], vals)
            for vals in values.values()
            for name in vals
            if fields[name].type in ("many2one", "many2many")
        ]
        known = self._existing_ids(links)
        for field, vals in links:
            kept = [
                record_id
                for record_id in self._linked_ids(vals[field.name])
                if record_id in known[field.comodel_name]
            ]
            vals[field.name] = (
                kept[0] if kept and field.type == "many2one" else [Command.set(kept)]
            )
            if not kept:
                vals[field.name] = False
        return values

    def _existing_ids(self, links):
        wanted = {}
        for field, vals in links:
            ids = wanted.setdefault(field.comodel_name, set())
            ids.update(self._linked_ids(vals[field.name]))
        return {
            model: set(self.env[model].browse(ids).exists().ids)
            for model, ids in wanted.items()
        }

    def _linked_ids(self, value):
        """The ids in a value of a many2one, or of a many2many as it is copied."""
        if isinstance(value, list):
            return [record_id for command in value for record_id in command[2]]
        return [value] if value else []

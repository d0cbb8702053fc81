"""A process as a file that another database understands: types, outcomes and people are
found by their codes and logins, everything else by its XML id or its name."""

import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.crm_task_types.tools import code as codes

from .crm_task_process_freeze import VARIABLE_MODEL

FORMAT, FORMAT_VERSION = "crm.task.process", 1
OUTCOME = "outcome:"
# what identifies a record, where it isn't its name
KEYS = {
    "mail.activity.type": "code",
    "crm.task.process": "code",
    "res.users": "login",
    "ir.model": "model",
}


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    export_file = fields.Binary(compute="_compute_export_file")

    def _compute_export_file(self):
        for process in self:
            text = json.dumps(process.export_process(), indent=2, ensure_ascii=False)
            process.export_file = base64.b64encode(text.encode())

    def action_export(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/export_file/"
            f"{self.code}.json?download=true",
        }

    def export_process(self):
        """The process as it is drawn now, as plain values for ``import_process``."""
        self.ensure_one()
        self.check_access("read")
        data = self._freeze()
        for step in data["steps"]:
            step["settings"] = self._port(
                "crm.task.process.step", step["settings"], self._reference
            )
            step["values"] = [
                self._port("crm.task.process.value", value, self._reference)
                for value in step["values"]
            ]
        for way in data["transitions"]:
            if way["branch"].startswith(OUTCOME):
                way["branch"] = OUTCOME + self._outcome_reference(way["branch"])
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "name": self.name,
            "code": self.code,
            "is_single": self.is_single,
            "owner": self._reference("res.users", self.owner_id.id),
            "calendar": self._reference("resource.calendar", self.calendar_id.id),
            "description": self.description or "",
            "data": data,
        }

    @api.model
    def import_process(self, content):
        """Make a process, not yet published, from what ``export_process`` gave.

        Where its owner or its working time doesn't exist, the user is the owner, and
        there is no working time.

        :return: the process
        :raise UserError: when it can't be read, or saying all that is missing here
        """
        process, _remarks = self._import(content)
        return process

    @api.model
    def _import(self, content):
        """:return: the process, and what was not found, in words"""
        self.check_access("create")
        if (
            not isinstance(content, dict)
            or content.get("format") != FORMAT
            or content.get("format_version") != FORMAT_VERSION
        ):
            raise self._unreadable_error()
        try:
            with self.env.cr.savepoint():
                return self._import_readable(content)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise self._unreadable_error() from error

    @api.model
    def _unreadable_error(self):
        return UserError(self.env._("This isn't the file of a task process."))

    @api.model
    def _import_readable(self, content):
        missing = []
        data = self._found_here(content["data"], missing)
        if missing:
            raise UserError(
                self.env._(
                    "The process needs what doesn't exist here:\n%s",
                    "\n".join(f"• {text}" for text in dict.fromkeys(missing)),
                )
            )
        settings, remarks = self._settings_here(content)
        process = self.create(
            {
                **settings,
                "name": content["name"],
                "code": codes.unused(content["code"], self._taken_codes()),
                "model_id": self.env["ir.model"]._get_id(data["model"]),
                "is_single": content["is_single"],
                "description": content["description"],
            }
        )
        process._draw(data)
        return process, remarks

    @api.model
    def _settings_here(self, content):
        """The owner and the working time, if they exist here.

        :return: values, and what was not found, in words
        """
        values, remarks = {}, []
        for name, model, text in (
            ("owner", "res.users", self.env._("Owner: %(name)s. You are it for now.")),
            ("calendar", "resource.calendar", self.env._("Working time: %(name)s.")),
        ):
            reference = content.get(name)
            if not reference:
                continue
            if found := self._find_referenced(model, reference):
                values[f"{name}_id"] = found
            else:
                remarks.append(text % {"name": reference["key"]})
        return values, remarks

    def _found_here(self, data, missing):
        """Frozen data with the ids of this database; what isn't found is added to
        ``missing``, in words."""

        def find(model, reference):
            found = self._find_referenced(model, reference)
            if not found:
                missing.append(f"{self.env[model]._description}: {reference['key']}")
            return found

        if data["model"] not in self.env:
            missing.append(data["model"])
        return {
            **data,
            "steps": [
                {
                    **step,
                    "settings": self._port(
                        "crm.task.process.step", step["settings"], find
                    ),
                    "values": [
                        self._port("crm.task.process.value", value, find)
                        for value in step["values"]
                    ],
                }
                for step in data["steps"]
            ],
            "transitions": [
                {**way, "branch": self._branch_here(way["branch"], missing)}
                for way in data["transitions"]
            ],
        }

    @api.model
    def _port(self, model, frozen, convert):
        """``frozen`` with its links to other records converted."""
        result = {}
        for name, value in frozen.items():
            field = self.env[model]._fields.get(name)
            linked = field and field.relational and field.comodel_name != VARIABLE_MODEL
            if linked and isinstance(value, list):
                found = (convert(field.comodel_name, item) for item in value)
                result[name] = [item for item in found if item]
            elif linked and value:
                result[name] = convert(field.comodel_name, value)
            else:
                result[name] = value
        return result

    # ---- references

    @api.model
    def _reference(self, model, res_id):
        # sudo: what a process is made of is named, whoever may open it
        record = self.env[model].sudo().browse(res_id).exists()
        if not record:
            return False
        if model == "ir.model.fields":
            return {"key": f"{record.model}.{record.name}"}
        if model == "crm.task.custom.field":
            return {"key": f"{record.activity_type_id.code}.{record.name}"}
        name = record[KEYS.get(model, "display_name")]
        xml_id = record.get_external_id()[record.id]
        portable = xml_id and not xml_id.startswith("__")
        return {"key": name, "xml_id": xml_id if portable else ""}

    @api.model
    def _find_referenced(self, model, reference):
        # sudo: see _reference
        Model, key = self.env[model].sudo(), reference["key"]
        if model == "ir.model.fields":
            model_name, _dot, name = key.rpartition(".")
            return Model._get(model_name, name).id
        if model == "crm.task.custom.field":
            code, _dot, name = key.partition(".")
            domain = [("activity_type_id.code", "=", code), ("name", "=", name)]
            return Model.search(domain, limit=1).id
        if model in KEYS:
            return Model.search([(KEYS[model], "=", key)], limit=1).id
        record = self.env.ref(reference.get("xml_id") or "x", raise_if_not_found=False)
        if record and record._name == model:
            return record.id
        found = Model.name_search(key, operator="=", limit=1)
        return found[0][0] if found else False

    @api.model
    def _outcome_reference(self, branch):
        outcome = self.env["crm.task.outcome"].browse(int(branch.removeprefix(OUTCOME)))
        return f"{outcome.activity_type_id.code}.{outcome.code}"

    @api.model
    def _branch_here(self, branch, missing):
        if not branch.startswith(OUTCOME):
            return branch
        reference = branch.removeprefix(OUTCOME)
        type_code, _dot, code = reference.partition(".")
        outcome = self.env["crm.task.outcome"].search(
            [("activity_type_id.code", "=", type_code), ("code", "=", code)], limit=1
        )
        if not outcome:
            missing.append(f"{outcome._description}: {reference}")
        return f"{OUTCOME}{outcome.id}"

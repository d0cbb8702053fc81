"""A process as plain data, and drawn again from them.

Steps and transitions are known by their keys, variables by their codes, everything else
by its id.
"""

from odoo import api, models
from odoo.fields import Command

from .crm_task_process_transition import outcome_branch

VARIABLE_MODEL = "crm.task.process.variable"
SOURCE = "en_US"  # in which Odoo keeps what isn't translated


class CrmTaskProcessFrozen(models.AbstractModel):
    """Something whose fields are kept in the data of a version, also those that another
    add-on adds."""

    _name = "crm.task.process.frozen"
    _description = "Part of a Process Version"

    @api.model
    def _unfrozen_names(self):
        """Fields that say where a record belongs, not what it says."""
        return {"id", "create_uid", "create_date", "write_uid", "write_date"}

    @api.model
    def _frozen_fields(self):
        skipped = self._unfrozen_names()
        return [
            field
            for name, field in self._fields.items()
            if field.store
            and not field.related
            and name not in skipped
            and field.type not in ("one2many", "binary")
        ]

    def _freeze_fields(self):
        """:return: ``{name: plain value}``; empty ones, too, have no default then"""
        self.ensure_one()
        frozen = {}
        for field in self._frozen_fields():
            value = self[field.name]
            if field.comodel_name == VARIABLE_MODEL:
                value = value.code
            elif field.type == "many2many":
                value = value._origin.sorted("id").ids
            elif field.relational:
                value = value.id
            elif field.type == "html":
                value = value and str(value)
            frozen[field.name] = value or False
        return frozen

    @api.model
    def _thaw_values(self, frozen, variables):
        """Values for ``create`` or ``new``.

        :param variables: ``{code: crm.task.process.variable}``
        """
        return {
            name: self._thaw_value(self._fields[name], value, variables)
            for name, value in frozen.items()
            if name in self._fields  # of an add-on that is gone
        }

    @api.model
    def _thaw_value(self, field, value, variables):
        if field.comodel_name == VARIABLE_MODEL:
            return variables.get(value, False)
        if not field.relational:
            return value
        # those that were deleted in the meantime are left out
        linked = self.env[field.comodel_name].browse(value or ()).exists()
        return [Command.set(linked.ids)] if field.type == "many2many" else linked.id


class CrmTaskProcessStep(models.Model):
    _name = "crm.task.process.step"
    _inherit = ["crm.task.process.step", "crm.task.process.frozen"]

    @api.model
    def _unfrozen_names(self):
        own = {"process_id", "key", "kind", "name", "sequence"}
        return super()._unfrozen_names() | own | {"position_x", "position_y"}

    def _freeze(self):
        names = self._names_by_language()
        source = names.pop(SOURCE)
        return {
            "key": self.key,
            "kind": self.kind,
            "name": source,
            "names": {lang: name for lang, name in names.items() if name != source},
            "x": self.position_x,
            "y": self.position_y,
            "settings": self._freeze_fields(),
            "values": [value._freeze_fields() for value in self.value_ids.sorted()],
        }

    def _names_by_language(self):
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return {
            lang: self.with_context(lang=lang).name or ""
            for lang in (*installed, SOURCE)
        }


class CrmTaskProcessValue(models.Model):
    _name = "crm.task.process.value"
    _inherit = ["crm.task.process.value", "crm.task.process.frozen"]

    @api.model
    def _unfrozen_names(self):
        return super()._unfrozen_names() | {"step_id", "sequence"}


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    def _freeze(self):
        """The process as it is drawn now, as :meth:`Graph.from_data` takes it."""
        self.ensure_one()
        # sudo: names of models are no secret
        return {
            "model": self.model_name,
            "steps": [step._freeze() for step in self.step_ids.sorted()],
            "transitions": [way._freeze() for way in self.transition_ids.sorted()],
            "variables": [
                {
                    "code": variable.code,
                    "kind": variable.kind,
                    "name": variable.name,
                    "model": variable.sudo().model_name or "",  # no secret
                    "default": variable._to_plain(variable.default),
                }
                for variable in self.variable_ids.sorted()
            ],
        }

    def _draw(self, data):
        """Draw the process anew, from frozen data."""
        self.ensure_one()
        self.transition_ids.unlink()
        self.step_ids.unlink()
        self.variable_ids.unlink()
        variables = self._draw_variables(data["variables"])
        steps = self._draw_steps(data["steps"], variables)
        self._draw_transitions(data["transitions"], steps)

    def _draw_variables(self, frozen):
        found = self.env[VARIABLE_MODEL].create(
            [
                {
                    "process_id": self.id,
                    "sequence": position,
                    "code": item["code"],
                    "kind": item["kind"],
                    "name": item["name"],
                    "model_id": self.env["ir.model"]._get_id(item["model"])
                    if item["model"]
                    else False,
                    "default": False
                    if item["default"] is None
                    else str(item["default"]),
                }
                for position, item in enumerate(frozen)
            ]
        )
        return {variable.code: variable.id for variable in found}

    def _draw_steps(self, frozen, variables):
        Step, Value = (
            self.env["crm.task.process.step"],
            self.env["crm.task.process.value"],
        )
        found = Step.with_context(lang=SOURCE).create(
            [
                {
                    **Step._thaw_values(item["settings"], variables),
                    "process_id": self.id,
                    "sequence": position,
                    "key": item["key"],
                    "kind": item["kind"],
                    "name": item["name"],
                    "position_x": item["x"],
                    "position_y": item["y"],
                    "value_ids": [
                        Command.create(
                            Value._thaw_values(value, variables) | {"sequence": place}
                        )
                        for place, value in enumerate(item["values"])
                    ],
                }
                for position, item in enumerate(frozen)
            ]
        )
        found = found.with_env(self.env)
        for step, item in zip(found, frozen, strict=True):
            if names := self._installed_only(item.get("names") or {}):
                step.update_field_translations("name", names)
        return {step.key: step for step in found}

    @api.model
    def _installed_only(self, names):
        installed = dict(self.env["res.lang"].get_installed())
        return {lang: name for lang, name in names.items() if lang in installed}

    def _draw_transitions(self, frozen, steps):
        Way = self.env["crm.task.process.transition"]
        # sudo: archived outcomes, too, keep their place
        types = self.env["mail.activity.type"].union(
            *(step.activity_type_id for step in steps.values())
        )
        outcomes = types.with_context(active_test=False).outcome_ids
        by_branch = {outcome_branch(outcome.id): outcome.id for outcome in outcomes}
        Way.create(
            [
                {
                    "process_id": self.id,
                    "sequence": position,
                    "key": item["key"],
                    "name": item["name"],
                    "origin_id": steps[item["origin"]].id,
                    "target_id": steps[item["target"]].id,
                    "is_default": item["is_default"],
                    "outcome_id": by_branch.get(item["branch"], False),
                    "branch": False
                    if item["branch"].startswith("outcome:")
                    else item["branch"],
                    "domain": item["domain"],
                    "variable_domain": item["variable_domain"],
                }
                for position, item in enumerate(frozen)
            ]
        )

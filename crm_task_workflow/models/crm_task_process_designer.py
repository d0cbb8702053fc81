"""What the designer shows and saves: a process as a picture.

A picture is what a version keeps (``_freeze`` of the process), with the looks of the
task types in it. What people draw comes back as patches: for each key of a step or
transition its new values, or None when it was deleted. Rights are those of the
records.
"""

from odoo import models
from odoo.fields import Command

OUTCOME = "outcome:"


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    def get_designer(self):
        """The process as it is drawn now.

        :return: the picture; ``palette``, see :meth:`get_palette`; ``problems``, see
            :meth:`check_process`; ``ids``: of the records, by their keys;
            ``can_write``: whether the user may draw
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        picture = self._picture(self._freeze())
        sequences = {way.key: way.sequence for way in self.transition_ids}
        for way in picture["transitions"]:
            way["sequence"] = sequences[way["key"]]
        return {
            **picture,
            "ids": {
                **{step.key: step.id for step in self.step_ids},
                **{way.key: way.id for way in self.transition_ids},
            },
            "palette": self.get_palette(),
            "problems": self.check_process(),
            "can_write": self.has_access("write"),
        }

    def save_designer(self, steps, transitions):
        """Change what was drawn, all or nothing. What somebody else has deleted
        meanwhile stays deleted.

        :param dict steps: ``{key: None or values}``; the values are named as in the
            picture, those that are left out stay as they are
        :param dict transitions: the same of the transitions
        :return: as :meth:`get_designer`
        """
        self.ensure_one()
        self.check_access("write")
        self._drawn("transition_ids", _deleted(transitions)).unlink()
        self._drawn("step_ids", _deleted(steps)).unlink()
        self.invalidate_recordset(["step_ids", "transition_ids"])
        self._save_steps(_kept(steps))
        self._save_transitions(_kept(transitions))
        return self.get_designer()

    def _drawn(self, name, keys):
        return self[name].filtered(lambda record: record.key in keys)

    def _save_steps(self, patches):
        by_key = {step.key: step for step in self.step_ids}
        variables = {variable.code: variable.id for variable in self.variable_ids}
        created = []
        for key, patch in patches.items():
            values = self.step_ids._values_from_picture(patch, variables)
            if key in by_key:
                by_key[key].write(values)
            elif patch.get("kind"):
                created.append({**values, "process_id": self.id, "key": key})
        self.env["crm.task.process.step"].create(created)

    def _save_transitions(self, patches):
        by_key = {way.key: way for way in self.transition_ids}
        steps = {step.key: step.id for step in self.step_ids}
        created = []
        for key, patch in patches.items():
            if not {patch.get("origin"), patch.get("target")} - {None} <= steps.keys():
                continue
            values = self.transition_ids._values_from_picture(patch, steps)
            if key in by_key:
                by_key[key].write(values)
            elif patch.get("origin") and patch.get("target"):
                created.append({**values, "process_id": self.id, "key": key})
        self.env["crm.task.process.transition"].create(created)

    def action_monitor(self):
        self.ensure_one()
        return self.version_id.action_monitor()

    def action_simulate(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "crm_task_process_simulation",
            "target": "new",
            "name": self.env._("Simulate “%s”", self.name),
            "params": {
                "process_id": self.id,
                "model": self.model_name,
                "picture": self.get_designer(),
                "variables": self.variable_ids.read(["code", "name", "default"]),
            },
            "context": {"dialog_size": "extra-large"},
        }


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _values_from_picture(self, patch, variables):
        """:param variables: ``{code: id}``"""
        values = self._thaw_values(patch.get("settings", {}), variables)
        for name, key in (
            ("kind", "kind"),
            ("position_x", "x"),
            ("position_y", "y"),
        ):
            if key in patch:
                values[name] = patch[key]
        if patch.get("name"):
            values["name"] = patch["name"]
        if "values" in patch:
            Value = self.env["crm.task.process.value"]
            values["value_ids"] = [
                Command.clear(),
                *(
                    Command.create(
                        {**Value._thaw_values(value, variables), "sequence": place}
                    )
                    for place, value in enumerate(patch["values"])
                ),
            ]
        return values


class CrmTaskProcessTransition(models.Model):
    _inherit = "crm.task.process.transition"

    def _values_from_picture(self, patch, steps):
        """:param steps: ``{key: id}``"""
        plain = ("name", "is_default", "domain", "variable_domain", "sequence")
        values = {name: patch[name] for name in plain if name in patch}
        for name, key in (("origin_id", "origin"), ("target_id", "target")):
            if key in patch:
                values[name] = steps[patch[key]]
        if "branch" in patch:
            branch = patch["branch"] or ""
            of_outcome = branch.startswith(OUTCOME)
            values["outcome_id"] = of_outcome and int(branch.removeprefix(OUTCOME))
            values["branch"] = not of_outcome and branch
        return values


def _deleted(patches):
    return {key for key, patch in patches.items() if patch is None}


def _kept(patches):
    return {key: patch for key, patch in patches.items() if patch is not None}

"""Processes as pictures: what a version keeps, with the looks of the task types in it;
and where a run stands in it."""

from odoo import api, models


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    def _picture(self, data):
        """:param dict data: frozen data, such as that of a version"""
        ids = {step["settings"].get("activity_type_id") for step in data["steps"]}
        types = self.env["mail.activity.type"].browse(ids - {None, False}).exists()
        return {
            "steps": [self._in_language(step) for step in data["steps"]],
            "transitions": data["transitions"],
            "types": types._describe_for_designer(),
        }

    @api.model
    def _in_language(self, step):
        """A frozen step, named in the language of the reader."""
        names = step.get("names") or {}
        plain = {key: value for key, value in step.items() if key != "names"}
        return {**plain, "name": names.get(self.env.lang) or step["name"]}


class CrmTaskProcessVersion(models.Model):
    _inherit = "crm.task.process.version"

    def get_picture(self):
        """The process as it was published.

        :return: the picture, ``process`` (its name), ``model`` of the documents and
            ``versions``: ``id`` and ``display_name`` of all versions of the process
        """
        self.ensure_one()
        self.check_access("read")
        process = self.process_id
        return {
            **process._picture(self.data),
            "process": process.display_name,
            "model": process.model_name,
            "versions": process.version_ids.sorted("number", reverse=True).read(
                ["display_name", "number"]
            ),
        }


class CrmTaskProcessRun(models.Model):
    _inherit = "crm.task.process.run"

    def get_picture(self):
        """The picture of the version that the run follows, and where it stands there.

        :return: the picture; ``steps_passed``: keys of the steps that it left, in their
            order; ``ways_taken``: keys of the transitions; ``standing``: ``step_key``,
            ``step_name``, ``state``, ``since``, ``until``, ``task`` and ``message``
        """
        self.ensure_one()
        self.check_access("read")
        passed = self.event_ids.filtered(lambda event: event.kind == "passed")
        passed = passed.sorted("id")
        return {
            **self.process_id._picture(self.version_id.data),
            "steps_passed": passed.mapped("step_key"),
            "ways_taken": [key for key in passed.mapped("transition_key") if key],
            "standing": [
                {
                    "step_key": token.step_key,
                    "step_name": token.step_name,
                    "state": token.state,
                    "since": token.date_entered,
                    "until": token.date_due,
                    "task": token.task_id.display_name
                    if token.task_id.has_access("read")
                    else False,
                    "message": token.message or "",
                }
                for token in self.token_ids
            ],
        }


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    def _describe_for_designer(self):
        """``id``, ``name``, ``icon``, ``color`` and ``outcomes`` (``id``, ``name``,
        ``icon``, ``style``, ``active``; archived ones, too) of each."""
        types = self.with_context(active_test=False)
        return [
            {
                **values,
                "outcomes": task_type.outcome_ids.read(
                    ["name", "icon", "style", "active"]
                ),
            }
            for task_type, values in zip(
                types, types.read(["name", "icon", "color"]), strict=True
            )
        ]

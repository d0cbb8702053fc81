"""Processes run as superuser: whoever draws one may only use what he could use himself.

=================  =============================================================
a process needs    write access to the kind of its documents
a variable needs   read access to the kind of its records
a server action    those who draw it are in one of the groups of the action
a field to set     those who draw it may write it
a field to read    those who draw it may read it, and all on the way there
placeholders       see ``_check_text_rights``
=================  =============================================================
"""

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from .crm_task_process import PUBLISHED
from .crm_task_process_value import FROM_FIELD

PATHS = ("assignee_field", "start_field", "due_field")


class CrmTaskProcessDrawn(models.AbstractModel):
    """Something that people draw, and of which the engine makes use as superuser."""

    _name = "crm.task.process.drawn"
    _description = "Drawn Part of a Process"

    _fields_with_rights = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_drawing_rights()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._fields_with_rights & vals.keys():
            self._check_drawing_rights()
        return result

    def _check_drawing_rights(self):
        """Not a constraint: those are checked as superuser.

        :raise AccessError: when who draws may not use something himself
        """


class CrmTaskProcess(models.Model):
    _name = "crm.task.process"
    _inherit = ["crm.task.process", "crm.task.process.drawn"]
    _fields_with_rights = frozenset({"model_id"})

    def _check_drawing_rights(self):
        for process in self:
            self.env[process.model_name].check_access("write")

    @api.constrains("state", "version_id")
    def _check_version(self):
        for process in self:
            version = process.version_id
            if (process.state == PUBLISHED and not version) or (
                version and version.process_id != process
            ):
                raise ValidationError(
                    self.env._("“%s” needs a version of its own.", process.name)
                )


class CrmTaskProcessVariable(models.Model):
    _name = "crm.task.process.variable"
    _inherit = ["crm.task.process.variable", "crm.task.process.drawn"]
    _fields_with_rights = frozenset({"model_id"})

    def _check_drawing_rights(self):
        # sudo: names of models are no secret
        for model in set(self.sudo().filtered("model_id").mapped("model_name")):
            self.env[model].check_access("read")


class CrmTaskProcessStep(models.Model):
    _name = "crm.task.process.step"
    _inherit = ["crm.task.process.step", "crm.task.process.drawn"]
    _fields_with_rights = frozenset({"action_server_id", "process_id", *PATHS})

    def _check_drawing_rights(self):
        if self.env.su:
            return
        for step in self:
            for name in PATHS:
                if step[name]:
                    step._check_path_rights(step[name])
            # sudo: only to learn whom the action is for
            groups = step.action_server_id.sudo().group_ids
            if groups and not groups & self.env.user.all_group_ids:
                raise AccessError(
                    self.env._(
                        "“%(step)s”: you may not use the action “%(action)s”.",
                        step=step.name,
                        action=step.action_server_id.sudo().name,  # to be told
                    )
                )


class CrmTaskProcessValue(models.Model):
    _name = "crm.task.process.value"
    _inherit = ["crm.task.process.value", "crm.task.process.drawn"]
    _fields_with_rights = frozenset({"field_id", "source_field", "source"})

    def _check_drawing_rights(self):
        for value in self.filtered(lambda value: value.source == FROM_FIELD):
            value.step_id._check_path_rights(value.source_field)
        for value in self.filtered("field_id"):
            # sudo: names of fields are no secret
            definition = value.field_id.sudo()
            records = self.env[definition.model]
            records._check_field_access(records._fields[definition.name], "write")

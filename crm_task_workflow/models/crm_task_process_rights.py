"""Processes run as superuser: whoever draws one may only use what he could use himself.

=================  =============================================================
a process needs    write access to the kind of its documents
a variable needs   read access to the kind of its records
a server action    those who draw it are in one of the groups of the action
a field to set     those who draw it may write it
placeholders       see ``_check_text_rights``
=================  =============================================================
"""

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from .crm_task_process import PUBLISHED


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    @api.model_create_multi
    def create(self, vals_list):
        processes = super().create(vals_list)
        processes._check_drawing_rights()
        return processes

    def write(self, vals):
        result = super().write(vals)
        if "model_id" in vals:
            self._check_drawing_rights()
        return result

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
    _inherit = "crm.task.process.variable"

    @api.model_create_multi
    def create(self, vals_list):
        variables = super().create(vals_list)
        variables._check_drawing_rights()
        return variables

    def write(self, vals):
        result = super().write(vals)
        if "model_id" in vals:
            self._check_drawing_rights()
        return result

    def _check_drawing_rights(self):
        # sudo: names of models are no secret
        for model in set(self.sudo().filtered("model_id").mapped("model_name")):
            self.env[model].check_access("read")


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._check_drawing_rights()
        return steps

    def write(self, vals):
        result = super().write(vals)
        if {"action_server_id", "process_id"} & vals.keys():
            self._check_drawing_rights()
        return result

    def _check_drawing_rights(self):
        """Not a constraint: those are checked as superuser."""
        if self.env.su:
            return
        for step in self:
            # sudo: only to learn whom the action is for
            groups = step.action_server_id.sudo().group_ids
            if groups and not groups & self.env.user.all_group_ids:
                raise AccessError(
                    self.env._(
                        "“%(step)s”: you may not use the action “%(action)s”.",
                        step=step.name,
                        action=step.action_server_id.sudo().name,
                    )
                )


class CrmTaskProcessValue(models.Model):
    _inherit = "crm.task.process.value"

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values._check_drawing_rights()
        return values

    def write(self, vals):
        result = super().write(vals)
        if "field_id" in vals:
            self._check_drawing_rights()
        return result

    def _check_drawing_rights(self):
        """Not a constraint: those are checked as superuser."""
        for value in self.filtered("field_id"):
            # sudo: names of fields are no secret
            definition = value.field_id.sudo()
            records = self.env[definition.model]
            records._check_field_access(records._fields[definition.name], "write")

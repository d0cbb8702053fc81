"""Nothing leaves a simulation: what the database can't undo isn't done."""

from odoo import models

from odoo.addons.crm_task_types.tools.inside import INSIDE

from .crm_task_process_simulate import SIMULATING

# where the names of actions that would have run are collected
NAMED_ACTIONS = "crm_task_process_named_actions"
# server actions that only change the database
UNDOABLE_ACTIONS = {
    "object_write", "object_create", "object_copy", "next_activity", "followers",
    "remove_followers", "create_task", "press_outcome", "task_template", "task_process",
    "mail_post", "multi",
}  # fmt: skip


class CrmTaskProcessStep(models.Model):
    _inherit = "crm.task.process.step"

    def _run_action(self, tokens):
        if self.env.context.get(SIMULATING) is INSIDE:
            # sudo: its kind and its name are no secret
            action = self.action_server_id.sudo().exists()
            if action and action.state not in UNDOABLE_ACTIONS:
                self.env["crm.task.process.event"]._log_tokens(
                    tokens,
                    "simulated",
                    message=self.env._("“%s” would run", action.name),
                )
        return super()._run_action(tokens)


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    def run(self):
        """Of steps, effects and automation rules alike."""
        if self.env.context.get(SIMULATING) is not INSIDE:
            return super().run()
        named = self.filtered(lambda action: action.state not in UNDOABLE_ACTIONS)
        names = self.env.cr.cache.setdefault(NAMED_ACTIONS, [])
        # sudo: names of actions are no secret
        names += [name for name in named.sudo().mapped("name") if name not in names]
        return super(IrActionsServer, self - named).run()


class MailMail(models.Model):
    _inherit = "mail.mail"

    def send(self, *args, **kwargs):
        """It stays in the queue, from which the simulation reads it."""
        if self.env.context.get(SIMULATING) is INSIDE:
            return None
        return super().send(*args, **kwargs)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _web_push_send_notification(self, *args, **kwargs):
        if self.env.context.get(SIMULATING) is INSIDE:
            return None
        return super()._web_push_send_notification(*args, **kwargs)

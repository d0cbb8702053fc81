"""What the effects do to documents: with the rights of the person who presses."""

from datetime import date

from odoo import api, models
from odoo.exceptions import AccessError, UserError


def plain(value):
    """A value as JSON keeps it."""
    return str(value) if isinstance(value, date) else value


class CrmTaskOutcomeEffect(models.Model):
    _inherit = "crm.task.outcome.effect"

    def _apply_stage(self, tasks, press):
        leads = self._leads(tasks)
        entries = self._by_task(tasks, self._standing)
        leads.stage_id = self.stage_id
        return self._with_new_stage(tasks, entries)

    def _apply_win(self, tasks, press):
        leads = self._leads(tasks)
        entries = self._by_task(tasks, self._standing)
        leads.action_set_won()
        return self._with_new_stage(tasks, entries)

    def _apply_lose(self, tasks, press):
        reason = press.lost_reason_id or self.lost_reason_id.id
        if self.is_asked and not reason:
            raise UserError(self.env._("Please say why the deal is lost."))
        leads = self._leads(tasks)
        entries = self._by_task(tasks, self._standing)
        leads.action_set_lost(lost_reason_id=reason)
        return entries

    def _apply_server_action(self, tasks, press):
        for task in tasks:
            action = self.action_server_id.with_context(
                active_model=task.res_model,
                active_id=task.res_id,
                active_ids=[task.res_id],
                crm_task_id=task.id,
            )
            try:
                action.run()
            except Exception as error:
                # any error of the action refuses the press; say whose it is
                raise UserError(
                    self.env._(
                        "The action “%(action)s” failed, so nothing was done: "
                        "%(error)s",
                        action=self.action_server_id.name,
                        error=error,
                    )
                ) from error

    def _apply_mail(self, tasks, press):
        for model, group in tasks.filtered("res_id").grouped("res_model").items():
            if self.mail_template_id.model == model:
                documents = self._writable(group._documents(model))
                documents.message_mail_with_source(self.mail_template_id)

    def _apply_set_field(self, tasks, press):
        # sudo: names of fields are no secret
        name, model = self.field_id.sudo().name, self.field_id.sudo().model
        group = tasks.filtered(lambda task: task.res_model == model)
        documents = self._writable(group._documents(model))
        old = {values["id"]: values[name] for values in documents.read([name], load="")}
        documents.write({name: self._parse_value()})
        # sudo: what was written, also when it closes the document to who pressed
        written = documents.sudo().read([name], load="")
        new = {values["id"]: values[name] for values in written}
        return {
            task.id: {
                "old_value": plain(old[task.res_id]),
                "new_value": plain(new[task.res_id]),
            }
            for task in group
        }

    # ---- tools

    def _leads(self, tasks):
        """The leads of the tasks, if the user may change them.

        :raise UserError: when a task isn't on a lead, or its lead may not be changed
        """
        others = tasks.filtered(lambda task: task.res_model != "crm.lead")
        if others:
            raise UserError(
                self.env._(
                    "“%(effect)s” is only possible on leads; “%(task)s” isn't on one.",
                    effect=self.summary,
                    task=others[0].display_name,
                )
            )
        return self._writable(tasks._documents("crm.lead"))

    def _writable(self, documents):
        if not documents.has_access("write"):
            raise AccessError(
                self.env._(
                    "You may not change the document of this task, so “%s” isn't "
                    "possible. "
                    "Please ask a colleague who may.",
                    self.summary,
                )
            )
        return documents

    @api.model
    def _standing(self, lead):
        """Where a deal stands, as plain values to go back to."""
        by_hand = not lead.is_automated_probability
        return {
            "old_stage": lead.stage_id.id,
            "old_status": lead.won_status,
            "old_probability": lead.probability if by_hand else None,
        }

    def _with_new_stage(self, tasks, entries):
        new = self._by_task(tasks, lambda lead: {"new_stage": lead.stage_id.id})
        return {task_id: entries[task_id] | new[task_id] for task_id in entries}

    def _by_task(self, tasks, get_entry):
        # sudo: a note of the system; the deal may be closed to who pressed by now
        leads = {lead.id: lead for lead in tasks.sudo()._documents("crm.lead")}
        return {task.id: get_entry(leads[task.res_id]) for task in tasks}

"""Which outcome buttons a task shows, and what they ask."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.crm_task_types.tools.review import WAITING


class MailActivity(models.Model):
    _inherit = "mail.activity"

    outcome_buttons = fields.Json(compute="_compute_outcome_buttons")

    @api.depends("activity_type_id", "active", "res_model", "res_id", "review_state")
    def _compute_outcome_buttons(self):
        """The buttons that the user may press, in order, as the browser shows them."""
        self.outcome_buttons = []
        pressable = self.filtered(
            lambda task: (
                task.active and task.can_write and task.review_state != WAITING
            )
        )
        for task_type, tasks in pressable.grouped("activity_type_id").items():
            # sudo: the buttons of a type are for all who work with it
            for outcome in task_type.sudo().outcome_ids:
                visible = tasks._filtered_outcome(outcome)
                for task in visible:
                    task.outcome_buttons = (task.outcome_buttons or []) + [
                        outcome._as_button(task)
                    ]

    def _filtered_outcome(self, outcome):
        """The tasks whose document matches the condition of the button."""
        if not outcome.domain:
            return self
        visible = self.browse()
        for model, tasks in self.filtered("res_id").grouped("res_model").items():
            # sudo: the condition looks at the document, whether or not the user may
            documents = tasks.sudo()._documents(model)
            try:
                documents = outcome._visible_on(documents)
            except ValueError:  # it asks for a field that only other documents have
                continue
            visible |= tasks.filtered(lambda task: task.res_id in documents.ids)  # noqa: B023
        return visible

    def _get_outcome(self, outcome):
        """The outcome that a caller means.

        :param outcome: a record, an id or a code; empty means the default one
        :raise UserError: when the type of the task has no such outcome
        """
        self.ensure_one()
        # sudo: the buttons of a type are for all who work with it
        outcomes = self.activity_type_id.sudo().outcome_ids
        if not outcome:
            found = outcomes.filtered("is_default")
        elif isinstance(outcome, str):
            found = outcomes.filtered(lambda candidate: candidate.code == outcome)
        else:
            found = outcomes.filtered(lambda candidate: candidate.id == int(outcome))
        if not found and outcome:
            raise UserError(
                self.env._(
                    "Tasks of type “%(type)s” have no such outcome. They have: "
                    "%(outcomes)s.",
                    type=self.activity_type_id.name,
                    outcomes=", ".join(outcomes.mapped("name")),
                )
            )
        return found

    def _open_press_dialog(self, outcome):
        return {
            "type": "ir.actions.act_window",
            "name": outcome.name or self.env._("Outcome"),
            "res_model": "crm.task.press.dialog",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_task_ids": self.ids, "default_outcome_id": outcome.id},
        }

    def action_choose_outcome(self):
        """Choose one outcome for several tasks of one type, from a list.

        :return: the dialog
        :raise UserError: when the tasks are of different types
        """
        tasks = self.filtered("active")
        if len(tasks.activity_type_id) != 1:
            raise UserError(
                self.env._("Please choose open tasks of one type to press an outcome.")
            )
        return tasks._open_press_dialog(self.env["crm.task.outcome"])

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "outcome_buttons"]

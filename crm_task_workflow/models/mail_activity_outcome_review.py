"""A press that completes a task waits for the reviewer, with all that was said."""

from operator import itemgetter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby


class MailActivity(models.Model):
    _inherit = "mail.activity"

    held_outcome_id = fields.Many2one(
        "crm.task.outcome",
        "Outcome to review",
        compute="_compute_held_outcome_id",
        help="The button that was pressed, and does its work when it is accepted.",
    )

    @api.depends("held_values")
    def _compute_held_outcome_id(self):
        Outcome = self.env["crm.task.outcome"].with_context(active_test=False)
        ids = {task: (task.held_values or {}).get("outcome_id") for task in self}
        existing = Outcome.browse({id_ for id_ in ids.values() if id_}).exists()
        for task in self:
            task.held_outcome_id = existing.filtered(
                lambda outcome: outcome.id == ids[task]  # noqa: B023
            )

    def _hold_press(self, outcome, press):
        """:return: the tasks whose press is done now"""
        return self._hold_back(press.comment, outcome_id=outcome.id, **press.to_hold())

    def _complete_held(self, comment, said):
        """Press the button that was pressed; its next tasks are proposed to the
        reviewer."""
        said, reviewer = dict(said), self.decided_uid
        outcome_id = said.pop("outcome_id", False)
        if outcome_id:
            # sudo: the buttons of a type are for all who work with it
            outcomes = self.activity_type_id.sudo().outcome_ids
            if outcome_id not in outcomes.ids:
                raise UserError(
                    self.env._("The outcome that was pressed doesn't exist any more.")
                )
        answer = self.action_outcome(outcome_id, comment=comment, **said)
        return self._plan_unasked(answer["proposals"], reviewer)

    @api.model
    def _plan_unasked(self, proposals, reviewer):
        """Plan at once what is proposed where the reviewer may plan nothing: he can't
        be asked, and it would be lost.

        :param list[dict] proposals: values of tasks
        :return: the others
        """
        offered, unasked = [], []
        for model_id, of_model in groupby(proposals, itemgetter("res_model_id")):
            documents = self._plannable_documents(reviewer, model_id, of_model)
            known = set(documents.ids)
            for values in of_model:
                (offered if values["res_id"] in known else unasked).append(values)
        self.create(unasked)
        return offered

    @api.model
    def _plannable_documents(self, user, model_id, proposals):
        if not model_id:
            return self.browse()
        # sudo: names of models are no secret
        model = self.env["ir.model"].sudo().browse(model_id).model
        # sudo: he may work in all of his companies, whichever are chosen right now
        companies = user.sudo().company_ids.ids
        Message = self.env["mail.message"].with_user(user)
        return Message.with_context(
            allowed_company_ids=companies
        )._filter_records_for_message_operation(
            model, list({values["res_id"] for values in proposals}), "create"
        )

    @api.model
    def _open_offers(self, offers):
        action = super()._open_offers(offers)
        return action or self.env["crm.task.followup"]._open_proposals(offers)

    def _held_notification(self):
        """What the browser says of tasks that wait for review now; nothing for none."""
        if not self:
            return False
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "“%(task)s” waits for review by %(reviewer)s.",
                    task=self[0].display_name,
                    reviewer=self[0]._reviewer_name(),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _review_line(self):
        """The button that was pressed says more than that it was completed."""
        line = super()._review_line()
        # sudo: the buttons of a type are for all who work with it
        outcome = self.held_outcome_id.sudo()
        return f"{outcome.name} – {line}" if line and outcome else line

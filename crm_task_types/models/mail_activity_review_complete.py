"""Completing what was accepted: with the rights and in the name of who completed it
before, at whose word all of it happens."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import clean_context


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _complete_as(self, user, comment, said):
        """Complete tasks with the rights and in the name of who completed them before.

        :return: what :meth:`_complete_held` offers
        :raise UserError: when he couldn't do that any more
        """
        # sudo: companies and settings of a colleague
        person = user.sudo()
        tasks = self.with_user(user).with_context(
            clean_context(self.env.context),
            allowed_company_ids=person.company_ids.ids,
            lang=person.lang,
            tz=person.tz,
        )
        try:
            # sudo: where the task was completed like that
            return tasks.sudo(said.pop("su", False))._complete_held(comment, said)
        except UserError as error:
            raise UserError(
                self.env._(
                    "What %(user)s said can't be done any more. Please return the task."
                    "\n%(error)s",
                    user=person.name,
                    error=error,
                )
            ) from error

    def _complete_held(self, comment, said):
        """Do what was said when the tasks were completed.

        :param str comment: empty for none
        :param dict said: as it was given to :meth:`_hold_back`
        :return: a list of what is offered to follow, for :meth:`_open_offers`
        :raise UserError: when it isn't possible any more
        """
        self._action_done(
            feedback=comment or False, attachment_ids=said.get("attachment_ids")
        )
        return []

    @api.model
    def _open_offers(self, offers):
        """Hook: the action that shows the reviewer what is offered to follow."""
        return False

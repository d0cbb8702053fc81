"""The schedule dialog with templates: which people of a template can't open the
documents."""

from odoo import models


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    def _check_plan_templates_warning(self, applied_on):
        warnings = super()._check_plan_templates_warning(applied_on)
        return [
            *warnings,
            *self._left_out_warnings(applied_on),
            *self._reviewer_warnings(applied_on),
        ]

    def _left_out_warnings(self, documents):
        """In words, who can't open which of the documents."""
        people = self.env["res.users"]
        for line in self.plan_id.template_ids:
            people |= line._line_people("co_executors")
            people |= line._line_people("observers")
        closed = self.env["mail.activity"]._closed_documents(people, documents)
        return [
            self.env._(
                "%(person)s can't open “%(document)s” and won't be added to its tasks.",
                person=user.name,
                document=shut.display_name,
            )
            if len(shut) == 1
            else self.env._(
                "%(person)s can't open %(count)s of the documents and won't be added "
                "to their tasks.",
                person=user.name,
                count=len(shut),
            )
            for user, shut in closed.items()
        ]

    def _reviewer_warnings(self, documents):
        """Reviewers stay: they see the task, if not its document."""
        reviewers = self.env["res.users"]
        for line in self.plan_id.template_ids:
            reviewers |= line._line_reviewer()
        warning = self.env["mail.activity"]._people_warning(reviewers, documents)
        return [warning] if warning else []

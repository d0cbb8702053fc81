"""Who is told that a task doesn't repeat any more."""

from odoo import models


class CrmTaskSeries(models.Model):
    _inherit = "crm.task.series"

    def _owner(self):
        """Who is told of the series: its assignee, else who let the task repeat; may be
        nobody."""
        candidates = self.mail_activity_id.user_id | self.create_uid
        return candidates.filtered(lambda user: user.active and not user.share)[:1]

    def _told(self):
        """The series in the language of its owner."""
        return self.with_context(lang=self._owner().lang or self.env.lang)

    def _stop_and_tell(self, reason):
        """Stop the series, and tell their owners why."""
        self._stop(reason, is_stuck=True)
        for series in self:
            told, owner = series._told(), series._owner()
            self.env["mail.thread"].message_notify(
                partner_ids=owner.partner_id.ids,
                subject=told.env._(
                    "“%s” doesn't repeat any more", told.mail_activity_id.display_name
                ),
                body=reason,
            )

"""What came of a task, told on its document in one line per press.

Completed tasks have Odoo's message there already.
"""

from textwrap import shorten

from odoo import api, models

from odoo.addons.crm_task_types.models.mail_activity_thread import COMMENT_LENGTH

from .crm_task_outcome_effect import ATTEMPT, RESCHEDULE


class CrmTaskResult(models.Model):
    _inherit = "crm.task.result"

    @api.model
    def _record(self, tasks, outcome, press, before, entries):
        results = super()._record(tasks, outcome, press, before, entries)
        lines = {
            task: result._line(press)
            for task, result in zip(tasks, results, strict=True)
            if task.active
        }
        tasks._log_on_documents({task: line for task, line in lines.items() if line})
        return results

    def _line(self, press):
        """What a press did that left the task open; empty: nothing."""
        self.ensure_one()
        task = self.mail_activity_id
        old = self.old_date_due, self.old_date_deadline
        new = self.new_date_due, self.new_date_deadline
        if old == new and self._kinds() == {RESCHEDULE}:
            return ""
        said = [text for text in (press.reason, press.comment) if text]
        values = {
            "task": task._bold_name(),
            "outcome": self._told_outcome(),
            "old": task._format_when(*old),
            "new": task._format_when(*new),
            "said": shorten(" – ".join(said), COMMENT_LENGTH, placeholder="…"),
        }
        if old == new and said:
            return self.env._("%(task)s: %(outcome)s: %(said)s", **values)
        if old == new:
            return self.env._("%(task)s: %(outcome)s", **values)
        if said:
            return self.env._(
                "%(task)s: %(outcome)s, moved from %(old)s to %(new)s: %(said)s",
                **values,
            )
        return self.env._(
            "%(task)s: %(outcome)s, moved from %(old)s to %(new)s", **values
        )

    def _kinds(self):
        return {entry["kind"] for entry in self.effects or ()}

    def _told_outcome(self):
        """The name of the outcome, with the attempt if it counted one."""
        counted = [entry for entry in self.effects or () if entry["kind"] == ATTEMPT]
        if not counted:
            return self.outcome_id.name
        effect = self.env["crm.task.outcome.effect"].browse(counted[0]["effect"])
        return self.outcome_id._attempt_text(counted[0]["attempt"], effect.max_attempts)


class CrmTaskOutcome(models.Model):
    _inherit = "crm.task.outcome"

    def _attempt_text(self, attempt, maximum):
        self.ensure_one()
        return self.env._(
            "%(outcome)s, attempt %(attempt)s of %(maximum)s",
            outcome=self.name,
            attempt=attempt,
            maximum=maximum,
        )

"""What a press sets off by closing a deal, or by moving it to another stage: its undo
takes that back, too."""

from collections import defaultdict

from odoo import models

from odoo.addons.crm_task_types.models.crm_task_series import STOPPED
from odoo.addons.crm_task_types.tools.inside import Inside

from .crm_task_effect_process import PROCESS
from .crm_task_outcome_effect import LOSE, STAGE, WIN

CREATED, CANCELLED, COMPLETED = "created", "cancelled", "completed"
STARTED, ENDED_SERIES = "started", "ended_series"
KEY = "crm_task_trail"


class Trail(Inside):
    """What was set off on each deal, as plain values by name; in a context, where it is
    equal to itself only."""

    def __init__(self, _text):
        super().__init__()
        self.by_lead = defaultdict(dict)


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _leave_trail(self, name, made):
        """Note what is set off, if a press does that.

        :param dict made: lists of plain values by the id of the deal
        """
        trail = self.env.context.get(KEY)
        if isinstance(trail, Trail):
            for lead_id, values in made.items():
                trail.by_lead[lead_id].setdefault(name, []).extend(values)

    def _restore_probability(self, entry):
        """The one that somebody has set by hand; others Odoo computes."""
        if entry.get("old_probability") is not None:
            self.probability = entry["old_probability"]


class CrmTaskOutcomeEffect(models.Model):
    _inherit = "crm.task.outcome.effect"

    def _apply(self, tasks, press):
        if self.kind not in (STAGE, WIN, LOSE):
            return super()._apply(tasks, press)
        trail = Trail(KEY)
        entries = super()._apply(tasks.with_context(**{KEY: trail}), press)
        for task in tasks:  # several tasks of one deal: the first set it off
            entries[task.id] |= trail.by_lead.pop(task.res_id, {})
        return entries


class CrmTaskResult(models.Model):
    _inherit = "crm.task.result"

    def _undo_trail(self, entry):
        """:return: what can't be taken back, in words"""
        # sudo: what teams and types did by themselves is taken back like that
        self.sudo()._withdraw(entry.get(CREATED, ()))
        tasks = self.env["mail.activity"].with_context(active_test=False)
        # sudo: see above
        closed = tasks.sudo().browse(entry.get(CANCELLED, ())).exists()
        closed.action_unarchive()
        left = []
        # sudo: see above
        for task in tasks.sudo().browse(entry.get(COMPLETED, ())).exists():
            left += task.result_ids.sorted("id")[-1:]._undo()
        for series_id, state in entry.get(ENDED_SERIES, ()):
            # sudo: see above
            series = self.env["crm.task.series"].sudo().browse(series_id).exists()
            if series.state == STOPPED and series.mail_activity_id:
                series.write({"state": state, "reason": False})
                series._take_newest(series.mail_activity_id)
        return left + [self._label({"kind": PROCESS})] * bool(entry.get(STARTED))

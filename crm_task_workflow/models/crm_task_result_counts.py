from collections import Counter, defaultdict

from odoo import api, fields, models

from .crm_task_outcome_effect import ATTEMPT, RESCHEDULE

ALL = "all"


class CrmTaskResultCounts(models.AbstractModel):
    """What was agreed, missed and moved with a client or on a deal, counted from the
    results."""

    _name = "crm.task.result.counts"
    _description = "Counts of Task Results"

    # how results point to this model
    _task_result_field = None
    _task_result_operator = "in"

    # results are for those who may have tasks
    task_result_count = fields.Integer(
        "Results", compute="_compute_task_counts", groups="base.group_user"
    )
    missed_attempt_count = fields.Integer(
        "Missed attempts", compute="_compute_task_counts", groups="base.group_user"
    )
    task_move_count = fields.Integer(
        "Moves", compute="_compute_task_counts", groups="base.group_user"
    )

    def _compute_task_counts(self):
        counts = self._count_task_results()
        for record in self:
            count = counts[record._origin.id]
            record.task_result_count = count[ALL]
            record.missed_attempt_count = count[ATTEMPT]
            record.task_move_count = count[RESCHEDULE]

    def _count_task_results(self):
        """:return: ``{record id: Counter}`` of all results, attempts and moves"""
        counts = defaultdict(Counter)
        groups = self.env["crm.task.result"]._read_group(
            self._task_results_domain(),
            [self._task_result_field, "outcome_id", "is_completing"],
            ["__count"],
        )
        for document, outcome, is_completing, count in groups:
            kind = None if is_completing else self._counted_kind(outcome)
            for record in document._counts_task_results_of():
                counts[record.id][ALL] += count
                counts[record.id][kind] += count
        return counts

    def _task_results_domain(self):
        """The results of these records, without those that were undone."""
        return [
            (self._task_result_field, self._task_result_operator, self.ids),
            ("undo_of_id", "=", False),
            ("undone_by_ids", "=", False),
        ]

    def _counts_task_results_of(self):
        """Hook: the records whose counts have the results of this one."""
        return self

    @api.model
    def _counted_kind(self, outcome):
        """What a task that stays open was: missed, moved, or neither."""
        kinds = outcome.effect_ids.mapped("kind")
        return next((kind for kind in (ATTEMPT, RESCHEDULE) if kind in kinds), None)

    def action_open_task_results(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_task_workflow.crm_task_result_action"
        )
        return action | {
            "domain": self._task_results_domain(),
            "context": {},
            "views": sorted(action["views"], key=lambda view: view[1] != "list"),
        }

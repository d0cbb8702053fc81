"""What the designer and the monitor show: the picture of a process, and what happens
at its steps."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import graph
from .crm_task_process_token import ERROR


class CrmTaskProcess(models.Model):
    _inherit = "crm.task.process"

    def get_palette(self):
        """The blocks that the designer offers: every kind, and every task type that
        applies to the documents.

        :return: ``kinds``: pairs of kind and label; ``types``: ``id``, ``name``,
            ``icon``, ``color`` and ``outcomes`` (``id``, ``name``, ``icon``,
            ``style``, ``active``) of each
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        kinds = self.env["crm.task.process.step"]._fields["kind"]
        types = self.env["mail.activity.type"].search(
            [("applicable_model", "=", self.model_name)]
        )
        return {
            "kinds": [
                [kind, label]
                for kind, label in kinds._description_selection(self.env)
                if kind != graph.TASK
            ],
            "types": types._describe_for_designer(),
        }


class CrmTaskProcessVersion(models.Model):
    _inherit = "crm.task.process.version"

    def get_monitor(self, date_from=None, date_to=None, team_ids=()):
        """What happens at each step, on the documents that the user may see. Who waits
        there for a task that is hidden from him, or has passed it, isn't counted.

        :param date_from: counts what was passed since then; empty for ever
        :param date_to: and before then
        :param team_ids: sales teams of the documents; empty for all
        :return: ``graph``: the picture; ``steps``: by key ``waiting``, ``error``,
            ``passed`` and ``median_seconds``
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        runs = self._monitored_runs(team_ids)
        counts = {step.key: {"waiting": 0, "error": 0} for step in self._graph().steps}
        groups = self.env["crm.task.process.token"]._read_group(
            Domain("version_id", "=", self.id) & Domain("run_id", "in", runs),
            ["step_key", "state"],
            ["__count"],
        )
        for key, state, count in groups:
            counts[key]["error" if state == ERROR else "waiting"] += count
        passed = self._passed_times(runs, date_from, date_to)
        for key, values in counts.items():
            number, median = passed.get(key, (0, 0))
            values.update(passed=number, median_seconds=median)
        return {"graph": self.data, "steps": counts}

    def _monitored_runs(self, team_ids):
        """A query of the runs that count."""
        domain = Domain("version_id", "=", self.id)
        if team_ids:
            leads = self.env["crm.lead"]._search([("team_id", "in", list(team_ids))])
            domain &= Domain("res_model", "=", "crm.lead")
            domain &= Domain("res_id", "in", leads)
        return self.env["crm.task.process.run"]._search(domain)

    def _passed_times(self, runs, date_from, date_to):
        """``{step key: (how many have passed, median of their seconds)}``"""
        domain = Domain("version_id", "=", self.id) & Domain("kind", "=", "passed")
        domain &= Domain("run_id", "in", runs)
        if date_from:
            domain &= Domain("date", ">=", date_from)
        if date_to:
            domain &= Domain("date", "<", date_to)
        Event = self.env["crm.task.process.event"]
        query = Event._search(domain)
        if query.is_empty():
            return {}
        Event.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT step_key, count(*),"
                " percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)"
                " FROM crm_task_process_event WHERE id IN %s GROUP BY step_key",
                query.subselect(),
            )
        )
        return {key: (number, int(median or 0)) for key, number, median in rows}

    def open_step(self, key, what, documents=False, **filters):
        """What was counted by :meth:`get_monitor`.

        :param str what: ``"waiting"``, ``"error"`` or ``"passed"``
        :param bool documents: the documents instead of their runs
        :param filters: those of :meth:`get_monitor`
        :return: an action
        """
        self.ensure_one()
        self.check_access("read")
        runs = self.env["crm.task.process.run"].search(
            Domain("id", "in", self._monitored_runs(filters.get("team_ids")))
            & self._step_domain(key, what, **filters)
        )
        model = self.process_id.model_name if documents else runs._name
        ids = runs.mapped("res_id") if documents else runs.ids
        return {
            "type": "ir.actions.act_window",
            "name": self._thaw(key).name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", ids)],
            "context": {"active_test": False},
        }

    def _step_domain(self, key, what, date_from=None, date_to=None, team_ids=()):
        at = Domain("step_key", "=", key)
        if what != "passed":
            at &= Domain("state", "=" if what == ERROR else "!=", ERROR)
            return Domain("token_ids", "any", at)
        at &= Domain("kind", "=", "passed")
        if date_from:
            at &= Domain("date", ">=", date_from)
        if date_to:
            at &= Domain("date", "<", date_to)
        return Domain("event_ids", "any", at)

    def action_monitor(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "crm_task_process_monitor",
            "name": self.env._("Monitor"),
            "context": {"active_id": self.id, "active_model": self._name},
        }

"""Why a colleague sees of a task what he sees."""

from typing import NamedTuple

from odoo import api, models

from ..tools import levels


class Reason(NamedTuple):
    """What decided.

    :ivar kind: one of ``own``, ``rule``, ``type``, ``company``, ``created``,
        ``see_all``, ``document``
    :ivar rule: id of the rule; 0 when it was none
    """

    kind: str
    rule: int = 0


class CrmTaskShare(models.Model):
    _inherit = "crm.task.share"

    @api.model
    def _reasons(self, tasks, level_by_task):
        """What decided about tasks, for the current user.

        :param tasks: with the rights of somebody who may read them
        :param dict level_by_task: what the current user sees of them, by id
        :return: a :class:`Reason` for each id
        """
        own = self._own_task_ids(tasks)
        decisions, defaults = self._decisions(), self._default_levels()
        sees_all = self.env["mail.activity"]._sees_all()
        return {
            task.id: Reason("own")
            if task.id in own
            else self._reason(
                task,
                level_by_task[task.id],
                self._decided(task, decisions, defaults),
                sees_all,
            )
            for task in tasks
        }

    @api.model
    def _own_task_ids(self, tasks):
        Task = self.env["mail.activity"]
        # sudo: only to ask which of these tasks are the user's own
        query = Task.sudo()._search([("id", "in", tasks.ids)], active_test=False)
        query.add_where(Task._own_sql())
        return set(query)

    @api.model
    def _decided(self, task, decisions, defaults):
        """What the rules and the defaults say, in the order of ``_level_sql``.

        :return: a :class:`Reason` and its level; ``None`` when the document decides
        """
        typed, general = decisions
        owner, task_type = task.user_id.id, task.activity_type_id.id
        rule = typed.get((owner, task_type)) or general.get(owner)
        if rule:
            return Reason("rule", rule.id), rule.level
        of_types, of_companies = defaults
        # sudo: colleagues may not read each other's companies
        company = task.user_id.sudo().company_id.id
        if company not in self.env.companies.ids:
            return None
        for kind, level in (
            ("type", of_types.get(task_type)),
            ("company", of_companies.get(company)),
        ):
            if level is not None:
                return None if level == levels.DOCUMENT else (Reason(kind), level)
        return None

    @api.model
    def _reason(self, task, level, decided, sees_all):
        """What is seen can be more than what was decided: by the group, or because the
        user created the task."""
        sees_by_group = sees_all and level == levels.READ
        if decided is None:
            return Reason("see_all" if sees_by_group else "document")
        reason, decided_level = decided
        if level <= decided_level:
            return reason
        return Reason("see_all" if sees_by_group else "created")

    def _describe(self):
        """The rule in words, such as "Anna, Calls: Read-only"."""
        self.ensure_one()
        level = self._fields["level"].convert_to_export(self.level, self)
        types = ", ".join(self.activity_type_ids.mapped("name"))
        return self.env._(
            "%(grantee)s, %(types)s: %(level)s",
            grantee=self._describe_grantee(),
            types=types or self.env._("all types"),
            level=level,
        )

    def _describe_grantee(self):
        if self.grantee_kind == "everyone":
            return self.env._("everyone")
        if self.grantee_kind == "team":
            return self.env._("sales team %s", self.team_id.name)
        return self.grantee_id.name

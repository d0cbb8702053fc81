from collections import Counter

from odoo import api, models

ASK, FIXED, CURRENT = "ask", "fixed", "current"
SALESPERSON, LEADER = "salesperson", "leader"
ROUND_ROBIN, LEAST_BUSY = "round_robin", "least_busy"
# rules for which it matters who got the tasks before
SHARING_OUT = {ROUND_ROBIN, LEAST_BUSY}

# A module adds a rule by ``selection_add`` and a method ``_assign_<rule>``.
RULES = [
    (ASK, "Ask"),
    (FIXED, "Always the same person"),
    (CURRENT, "Whoever does this"),
    (SALESPERSON, "The document's salesperson"),
    (LEADER, "The leader of the sales team"),
    (ROUND_ROBIN, "The team in turn"),
    (LEAST_BUSY, "Who has the least to do in the team"),
]


class CrmTaskAssignee(models.AbstractModel):
    """Who gets a task that is made by a rule."""

    _name = "crm.task.assignee"
    _inherit = ["crm.task.document.people"]
    _description = "Assignee Rule"

    @api.model
    def _find_assignees(self, rule, documents, user=None, given=None):
        """Who gets the task on each document.

        :param str rule: one of :data:`RULES`
        :param documents: records of one model
        :param user: the fixed or the asked person, for the rules that need one
        :param list given: to whom tasks that don't exist yet were given before, in
            order, for the rules that share out; the persons found here are added.
            Empty for none
        :return: ``{document id: res.users}``; empty where the rule finds nobody, or
            somebody who has left
        :rtype: dict
        """
        assign = getattr(self, f"_assign_{rule}")
        given = [] if given is None else given
        found = assign(documents, user or self.env["res.users"], given)
        active = {key: person.filtered("active") for key, person in found.items()}
        given.extend(person for person in active.values() if person)
        return active

    @api.model
    def _knows(self, rule):
        """Whether there is such a rule; other applications have ways of their own."""
        return hasattr(self, f"_assign_{rule}")

    def _assign_ask(self, documents, user, given):
        return dict.fromkeys(documents.ids, user)

    def _assign_fixed(self, documents, user, given):
        return dict.fromkeys(documents.ids, user)

    def _assign_current(self, documents, user, given):
        return dict.fromkeys(documents.ids, self.env.user)

    def _assign_salesperson(self, documents, user, given):
        return {document.id: self._salesperson(document) for document in documents}

    def _assign_leader(self, documents, user, given):
        return {document.id: self._team(document).user_id for document in documents}

    def _assign_round_robin(self, documents, user, given):
        """Everybody of the team in turn, after whoever got its last task."""
        result, turns = {}, {}
        for document in documents:
            members = self._members(document)
            if members not in turns:
                turns[members] = self._position_of_last(members, given)
            turns[members] += 1
            result[document.id] = members and members[turns[members] % len(members)]
        return result

    def _assign_least_busy(self, documents, user, given):
        """Who has the fewest open tasks, counting those given out here."""
        teams = {document: self._members(document) for document in documents}
        loads = self._count_open_tasks(self.env["res.users"].union(*teams.values()))
        loads.update(given)
        result = {}
        for document, members in teams.items():
            chosen = min(
                members, key=lambda member: (loads[member], member.id), default=members
            )
            loads[chosen] += 1
            result[document.id] = chosen
        return result

    @api.model
    def _members(self, document):
        return self._team(document).member_ids.filtered("active").sorted("id")

    @api.model
    def _position_of_last(self, members, given):
        for user in reversed(given):
            if user in members:
                return members.ids.index(user.id)
        # sudo: whose turn it is counts all tasks, not those that the user may see
        Task = self.env["mail.activity"].sudo().with_context(active_test=False)
        last = Task.search([("user_id", "in", members.ids)], order="id desc", limit=1)
        return members.ids.index(last.user_id.id) if last else -1

    @api.model
    def _count_open_tasks(self, users):
        # sudo: being busy counts all tasks, not those that the user may see
        Task = self.env["mail.activity"].sudo()
        groups = Task._read_group(
            [("user_id", "in", users.ids)], ["user_id"], ["__count"]
        )
        return Counter({user.sudo(False): count for user, count in groups})

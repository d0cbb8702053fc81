"""How much of a colleague's tasks somebody sees: which of several rules decides.

Plain Python: ``decide`` is the reference, SQL must give the same.
"""

from datetime import date
from typing import NamedTuple

# What is shared, from the least to the most. DOCUMENT: what Odoo would show, from the
# document of the task; only defaults say so.
DOCUMENT, NONE, BUSY, READ, FULL = -1, 0, 1, 2, 3
NAMES = {
    "document": DOCUMENT,
    "none": NONE,
    "busy": BUSY,
    "read": READ,
    "full": FULL,
}
# With whom, from the most general to the most specific.
GRANTEES = ("everyone", "team", "user")


class Rule(NamedTuple):
    """What an owner shares with the one who looks.

    :ivar id: of the record
    :ivar owner: id of the user whose tasks are shared
    :ivar grantee: position in ``GRANTEES``
    :ivar types: ids of the task types; empty: all
    :ivar level: one of the levels above
    :ivar since: the first day on which it holds, for the owner; ``None``: always
    :ivar until: the last day; ``None``: for ever
    """

    id: int
    owner: int
    grantee: int
    types: frozenset
    level: int
    since: date | None = None
    until: date | None = None

    @property
    def is_personal(self):
        """Whether it names the one who looks; he is then meant in any company."""
        return self.grantee == GRANTEES.index("user")

    def holds_on(self, day):
        return (not self.since or self.since <= day) and (
            not self.until or day <= self.until
        )

    def concerns(self, task_type):
        return not self.types or task_type in self.types


def decide(rules, task_type):
    """The rule that decides about an owner's tasks of a type: the most specific one, by
    person before type; of equal ones the stricter.

    :param rules: the rules of one owner that hold today for the one who looks
    :param int task_type: id of the task type; ``False`` for none
    :return: ``None`` when no rule concerns the type
    """
    return max(
        (rule for rule in rules if rule.concerns(task_type)),
        key=lambda rule: (rule.grantee, bool(rule.types), -rule.level, -rule.id),
        default=None,
    )


def table(rules):
    """The decisions about all rules that hold today, owner by owner.

    :return: ``({(owner, type): rule}, {owner: rule})``: first for the types that rules
        name, then for all other types
    """
    by_owner = {}
    for rule in rules:
        by_owner.setdefault(rule.owner, []).append(rule)
    typed, general = {}, {}
    for owner, owned in by_owner.items():
        for task_type in frozenset().union(*(rule.types for rule in owned)):
            typed[owner, task_type] = decide(owned, task_type)
        if rule := decide(owned, False):
            general[owner] = rule
    return typed, general

"""Conditions on the variables of a process: domains on plain values, without Odoo."""

import operator
from typing import Any

OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "in": lambda value, among: value in among,
    "not in": lambda value, among: value not in among,
    "ilike": lambda value, part: part.lower() in value.lower(),
    "not ilike": lambda value, part: part.lower() not in value.lower(),
}
_ORDERED = {">", ">=", "<", "<="}
_TEXTUAL = {"ilike", "not ilike"}


def names(domain: list) -> set[str]:
    """The variables of which a domain speaks.

    >>> sorted(names(["|", ("budget", ">", 5), ("city", "=", "Bonn")]))
    ['budget', 'city']

    :raise ValueError: when it isn't a domain on variables
    """
    found = set()
    for item in domain:
        if item in ("&", "|", "!"):
            continue
        if not isinstance(item, list | tuple) or len(item) != 3:
            raise ValueError(item)
        name, comparison, _value = item
        if comparison not in OPERATORS:
            raise ValueError(comparison)
        found.add(name)
    return found


def matches(domain: list, values: dict) -> bool:
    """Whether values fulfil a domain, written in Polish notation as everywhere in Odoo.

    >>> matches([("budget", ">", 5), ("city", "ilike", "bonn")],
    ...         {"budget": 9, "city": "Bonn"})
    True
    >>> matches(["!", ("city", "=", False)], {"city": None})
    False

    :param values: those that are missing count as empty
    """
    stack: list[bool] = []
    for item in reversed(domain):
        if item == "!":
            stack.append(not stack.pop())
        elif item in ("&", "|"):
            first, second = stack.pop(), stack.pop()
            stack.append(first and second if item == "&" else first or second)
        else:
            stack.append(_compare(item, values))
    return all(stack)


def _compare(leaf: tuple, values: dict) -> bool:
    name, comparison, expected = leaf
    value: Any = values.get(name)
    if value is None and comparison in _ORDERED:
        return False  # nothing is neither more nor less
    if comparison in _TEXTUAL:
        return OPERATORS[comparison](str(value or ""), str(expected))
    if comparison in ("in", "not in"):
        expected = [item or None for item in expected]
        return OPERATORS[comparison](value or None, expected)
    if comparison in ("=", "!=") and not expected:
        return OPERATORS[comparison](value or None, None)
    return OPERATORS[comparison](value, expected)

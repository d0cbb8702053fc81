"""Things that have somebody in common, directly or by others."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def circles(people_by_thing: Mapping[Thing, Iterable[Hashable]]) -> list[list[Thing]]:
    """Put together what has the same people, so that nobody is in two circles; things
    without people are one circle. Disjoint sets, see Tarjan 1975.

    >>> circles({"a": {1}, "b": {2}, "c": {3, 1}, "d": ()})
    [['a', 'c'], ['b'], ['d']]
    """
    parents: dict[Hashable, Hashable] = {}

    def find(person: Hashable) -> Hashable:
        parents.setdefault(person, person)
        while (parent := parents[person]) != person:
            parents[person] = parents[parent]  # the way is half as long next time
            person = parent
        return person

    first_of = {}
    for thing, people in people_by_thing.items():
        first, *others = [*people] or [None]
        first_of[thing] = first
        for other in others:
            parents[find(other)] = find(first)
    found: dict[Hashable, list[Thing]] = {}
    for thing, first in first_of.items():
        found.setdefault(find(first), []).append(thing)
    return [*found.values()]

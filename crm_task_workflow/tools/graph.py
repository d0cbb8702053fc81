"""The picture of a process: steps and the ways between them, without Odoo.

A graph is made from the frozen data of a version and never changes. Steps and
transitions are known by their keys, which stay the same from version to version.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

START, TASK, ASSIGN, CONDITION = "start", "task", "assign", "condition"
SPLIT, JOIN, TIMER = "split", "join", "timer"
ACTION, SUBPROCESS, END = "action", "subprocess", "end"

# branches of a task that no outcome button stands for
TIMEOUT, CANCELLED = "timeout", "cancelled"


@dataclass(frozen=True)
class Step:
    """A block of the process.

    :ivar str kind: one of the kinds of ``crm.task.process.step``
    :ivar settings: what the kind asks for, as plain values by name of field
    :ivar values: the values that the step sets, each as plain values by name of field
    :ivar names: its name in other languages, by their codes
    """

    key: str
    kind: str
    name: str
    x: int = 0
    y: int = 0
    settings: Any = field(default_factory=lambda: MappingProxyType({}), hash=False)
    values: tuple = field(default=(), hash=False)
    names: Any = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def label(self, lang: str | None) -> str:
        """The name in a language, such as ``pl_PL``; empty for any."""
        return self.names.get(lang) or self.name


@dataclass(frozen=True)
class Transition:
    """A way from one step to another.

    :ivar str branch: the outcome (``outcome:<id>``), :data:`TIMEOUT` or
        :data:`CANCELLED` of a task that goes this way; empty for any
    :ivar bool is_default: goes where no other way fits
    :ivar str domain: the documents that go this way, from a condition
    :ivar str variable_domain: the variables with which a run goes this way
    """

    key: str
    origin: str
    target: str
    branch: str = ""
    is_default: bool = False
    domain: str = ""
    variable_domain: str = ""
    name: str = ""

    @property
    def is_conditional(self) -> bool:
        return bool(self.branch or self.domain or self.variable_domain)


@dataclass(frozen=True)
class Variable:
    code: str
    kind: str
    name: str = ""
    model: str = ""
    default: Any = None


@dataclass(frozen=True)
class Graph:
    model: str
    steps: tuple[Step, ...]
    transitions: tuple[Transition, ...]
    variables: tuple[Variable, ...] = ()

    @classmethod
    def from_data(cls, data: dict) -> "Graph":
        """:param data: the frozen data of a version"""
        return cls(
            model=data["model"],
            steps=tuple(
                Step(
                    **{
                        **step,
                        "settings": MappingProxyType(step.get("settings", {})),
                        "names": MappingProxyType(step.get("names", {})),
                        "values": tuple(
                            MappingProxyType(value) for value in step.get("values", ())
                        ),
                    }
                )
                for step in data["steps"]
            ),
            transitions=tuple(Transition(**way) for way in data["transitions"]),
            variables=tuple(Variable(**var) for var in data.get("variables", ())),
        )

    @cached_property
    def by_key(self) -> dict[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def variables_by_code(self) -> dict[str, Variable]:
        return {variable.code: variable for variable in self.variables}

    @cached_property
    def start(self) -> Step | None:
        return next((step for step in self.steps if step.kind == START), None)

    @cached_property
    def _leaving(self) -> dict[str, tuple[Transition, ...]]:
        return _grouped(self.transitions, "origin")

    @cached_property
    def _entering(self) -> dict[str, tuple[Transition, ...]]:
        return _grouped(self.transitions, "target")

    def leaving(self, key: str) -> tuple[Transition, ...]:
        return self._leaving.get(key, ())

    def entering(self, key: str) -> tuple[Transition, ...]:
        return self._entering.get(key, ())

    def explicit_way(self, key: str, branch: str) -> Transition | None:
        """The way that was drawn for just this branch."""
        for way in self.leaving(key):
            if branch and way.branch == branch:
                return way
        return None

    def default_way(self, key: str) -> Transition | None:
        """The way of everything that no other way fits; a single way that asks for
        nothing needn't be marked."""
        ways = self.leaving(key)
        for way in ways:
            if way.is_default:
                return way
        if len(ways) == 1 and not ways[0].is_conditional:
            return ways[0]
        return None

    def way(self, key: str, branch: str = "") -> Transition | None:
        """Where a token goes that leaves a step."""
        return self.explicit_way(key, branch) or self.default_way(key)

    def reachable(self, *keys: str, without: str = "") -> set[str]:
        """The steps that can be reached from these, they themselves included.

        :param without: a step that no way may pass
        """
        seen, left = set(), list(keys)
        while left:
            key = left.pop()
            if key not in seen and key != without:
                seen.add(key)
                left += [way.target for way in self.leaving(key)]
        return seen

    def can_reach(self, origin: str, target: str, without: str = "") -> bool:
        """Whether a token can come from one step to another one."""
        return any(
            target in self.reachable(way.target, without=without)
            for way in self.leaving(origin)
        )


def _grouped(transitions: Iterable[Transition], end: str) -> dict:
    groups: dict[str, tuple] = {}
    for way in transitions:
        key = getattr(way, end)
        groups[key] = (*groups.get(key, ()), way)
    return groups


# ---- parallel branches: each token knows the splits it came through

_SEPARATOR = "/"


def enter_fork(path: str, split: str, mark: int) -> str:
    """The path of the tokens into which one is split.

    >>> enter_fork("", "s1", 7)
    's1:7'
    >>> enter_fork("s1:7", "s2", 9)
    's1:7/s2:9'

    :param mark: what tells this passage of the split from all others
    """
    return f"{path}{_SEPARATOR if path else ''}{split}:{mark}"


def leave_fork(path: str) -> str:
    """
    >>> leave_fork("s1:7/s2:9")
    's1:7'
    """
    return path.rpartition(_SEPARATOR)[0]


def split_of(path: str) -> str:
    """The split through which a token came last.

    >>> split_of("s1:7/s2:9")
    's2'
    """
    return path.rpartition(_SEPARATOR)[2].rpartition(":")[0]


def is_within(path: str, fork: str) -> bool:
    """Whether a token belongs to a fork or to one inside of it."""
    return path == fork or path.startswith(fork + _SEPARATOR)


def is_join_complete(
    graph: Graph, join: str, fork: str, others: Iterable[tuple[str, str]]
) -> bool:
    """Whether nothing is left to wait for at a join.

    :param fork: the path of the tokens that have arrived
    :param others: step and path of the other tokens of the run that are under way
    """
    split = split_of(fork)
    return not any(
        is_within(path, fork)
        and (key, path) != (join, fork)
        and graph.can_reach(key, join, without=split)
        for key, path in others
    )

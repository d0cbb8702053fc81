"""What is wrong with the picture of a process, without Odoo.

Each check yields :class:`Problem` objects; their texts are written by the model. What
the database knows (deleted types, people who left) comes as :class:`Facts`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .graph import (
    CANCELLED,
    CONDITION,
    END,
    JOIN,
    SPLIT,
    START,
    TASK,
    TIMEOUT,
    TIMER,
    Graph,
    Step,
)

ERROR, WARNING = "error", "warning"

NO_START, MANY_STARTS, INTO_START = "no_start", "many_starts", "into_start"
NO_END, UNREACHABLE, DEAD_END = "no_end", "unreachable", "dead_end"
NO_DEFAULT, MANY_DEFAULTS, SAME_BRANCH = "no_default", "many_defaults", "same_branch"
FOREIGN_OUTCOME, FOREIGN_BRANCH = "foreign_outcome", "foreign_branch"
ENDLESS_LOOP, JOIN_WITHOUT_SPLIT = "endless_loop", "join_without_split"
MISSING_VARIABLE, UNSET = "missing_variable", "unset"
UNUSED_TIMEOUT = "unused_timeout"
LEVELS = {
    UNREACHABLE: WARNING,
    NO_END: WARNING,
    JOIN_WITHOUT_SPLIT: WARNING,
    UNUSED_TIMEOUT: WARNING,
}
WAITING_KINDS = {TASK, TIMER}
CHOOSING_KINDS = {TASK, CONDITION}


@dataclass(frozen=True)
class Problem:
    """:ivar str step: key of the step, empty for the process as a whole
    :ivar str detail: what the text speaks of, such as the code of a variable"""

    code: str
    step: str = ""
    detail: str = ""

    @property
    def level(self) -> str:
        return LEVELS.get(self.code, ERROR)


@dataclass(frozen=True)
class Facts:
    """What the database knows.

    :ivar outcomes: ``{branch: task type id}`` of the outcomes that are in use
    :ivar variables: ``{step key: codes of the variables it uses}``
    :ivar waiting: keys of the steps of other kinds at which a run waits
    :ivar timeouts: keys of the tasks that have a time limit
    """

    outcomes: dict = field(default_factory=dict)
    variables: dict = field(default_factory=dict)
    waiting: frozenset = frozenset()
    timeouts: frozenset = frozenset()


def check(graph: Graph, facts: Facts | None = None) -> list[Problem]:
    """Everything that is wrong, what concerns the whole process first."""
    facts = facts or Facts()
    problems = [*_check_start(graph), *_check_end(graph)]
    for step in graph.steps:
        problems += _check_ways(graph, step, facts)
        problems += _check_variables(graph, step, facts)
    problems += _check_unreachable(graph)
    problems += _check_loops(graph, facts)
    problems += _check_joins(graph)
    return problems


def _check_start(graph: Graph) -> Iterator[Problem]:
    starts = [step for step in graph.steps if step.kind == START]
    if not starts:
        yield Problem(NO_START)
    for step in starts[1:]:
        yield Problem(MANY_STARTS, step.key)
    for step in starts:
        if graph.entering(step.key):
            yield Problem(INTO_START, step.key)


def _check_end(graph: Graph) -> Iterator[Problem]:
    if not any(step.kind == END for step in graph.steps):
        yield Problem(NO_END)


def _check_ways(graph: Graph, step: Step, facts: Facts) -> Iterator[Problem]:
    ways = graph.leaving(step.key)
    if step.kind == END:
        return
    if not ways:
        yield Problem(DEAD_END, step.key)
        return
    if step.kind == SPLIT:
        return
    if sum(way.is_default for way in ways) > 1:
        yield Problem(MANY_DEFAULTS, step.key)
    elif not graph.default_way(step.key):
        yield Problem(NO_DEFAULT, step.key)
    if step.kind == TASK:
        yield from _check_branches(graph, step, facts)


def _check_branches(graph: Graph, step: Step, facts: Facts) -> Iterator[Problem]:
    task_type = step.settings.get("activity_type_id")
    branches = [way.branch for way in graph.leaving(step.key) if way.branch]
    for branch in sorted({b for b in branches if branches.count(b) > 1}):
        yield Problem(SAME_BRANCH, step.key, branch)
    for branch in branches:
        if branch in (TIMEOUT, CANCELLED):
            continue
        if branch not in facts.outcomes:
            yield Problem(FOREIGN_BRANCH, step.key, branch)
        elif facts.outcomes[branch] != task_type:
            yield Problem(FOREIGN_OUTCOME, step.key, branch)
    if TIMEOUT in branches and step.key not in facts.timeouts:
        yield Problem(UNUSED_TIMEOUT, step.key)


def _check_variables(graph: Graph, step: Step, facts: Facts) -> Iterator[Problem]:
    known = graph.variables_by_code
    for code in sorted(facts.variables.get(step.key, ())):
        if code not in known:
            yield Problem(MISSING_VARIABLE, step.key, code)


def _check_unreachable(graph: Graph) -> Iterator[Problem]:
    if not graph.start:
        return
    reached = graph.reachable(graph.start.key)
    for step in graph.steps:
        if step.key not in reached and step.kind != START:
            yield Problem(UNREACHABLE, step.key)


def _check_loops(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """Loops in which nothing waits, each told of once, at its first step."""
    idle = {
        step.key
        for step in graph.steps
        if step.kind not in WAITING_KINDS and step.key not in facts.waiting
    }
    told: set[str] = set()
    for step in graph.steps:
        if step.key not in idle or step.key in told:
            continue
        loop = _idle_loop(graph, step.key, idle)
        if loop:
            told |= loop
            yield Problem(ENDLESS_LOOP, step.key)


def _idle_loop(graph: Graph, key: str, idle: set[str]) -> set[str]:
    """The steps on the ways from a step back to it along idle steps only."""
    forward = _walk(graph, key, idle, "leaving", "target")
    backward = _walk(graph, key, idle, "entering", "origin")
    return forward & backward


def _walk(graph: Graph, key: str, idle: set[str], ways: str, end: str) -> set[str]:
    seen: set[str] = set()
    left = [key]
    while left:
        for way in getattr(graph, ways)(left.pop()):
            following = getattr(way, end)
            if following in idle and following not in seen:
                seen.add(following)
                left.append(following)
    return seen


def _check_joins(graph: Graph) -> Iterator[Problem]:
    splits = [step.key for step in graph.steps if step.kind == SPLIT]
    for step in graph.steps:
        if step.kind == JOIN and not any(
            graph.can_reach(split, step.key) for split in splits
        ):
            yield Problem(JOIN_WITHOUT_SPLIT, step.key)

"""Processes on many leads: how starting runs, completing their tasks and passing blocks
grows with their number.

Plain Odoo has no processes. Each run's first block is a task: it is started as in a
list and by the cron, and its task is completed. Then as many runs pass ten blocks that
don't wait: that is what the engine costs by itself.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from setup import database
from setup.database import Cluster

from .table import FLAT_TARGET, LINEAR_TARGET, STEPS_TARGET
from .workers import Worker

COMPLETED_AT_ONCE = 500  # as on full pages of a list
WARM_UP = 20
TITLES = {
    "start": "processes: start",
    "complete": "processes: finish",
    "both": "processes: start and finish",
    "blocks": "processes: ten blocks without a task",
}
JUDGED = {"both", "blocks"}  # by their steps a second
HEAD = (
    f"\n{'processes':38} {'runs':>7} {'seconds':>9} {'CPU':>8} {'SQL/run':>8}"
    f" {'steps/s':>8} {'growth':>7} {'of CPU':>7}  remarks"
)


@dataclass(frozen=True)
class Part:
    """What many runs took.

    :ivar str what: a key of ``TITLES``
    :ivar float seconds: by the clock, which targets are judged by
    :ivar float cpu: those in which the processor worked for Odoo, without PostgreSQL:
        on a busy machine they tell whether Odoo is why
    :ivar int steps: blocks that the runs passed
    :ivar float growth: seconds of each run, over those with the smallest number of
        runs; 1 is linear
    :ivar float cpu_growth: the same of the processor
    :ivar float more_queries: the same of the queries
    """

    what: str
    runs: int
    seconds: float
    cpu: float
    queries: int
    steps: int
    growth: float = 1
    cpu_growth: float = 1
    more_queries: float = 1

    @property
    def steps_per_second(self) -> float:
        return self.steps / self.seconds

    @property
    def misses(self) -> list[str]:
        """The targets that aren't met, in words."""
        missed = []
        if self.growth > LINEAR_TARGET:
            missed.append(f"linear: {self.growth:.2f} > {LINEAR_TARGET}")
        if self.more_queries > FLAT_TARGET:
            missed.append(f"flat queries: {self.more_queries:.2f} > {FLAT_TARGET}")
        if self.what in JUDGED and self.steps_per_second < STEPS_TARGET:
            missed.append(f"steps: {self.steps_per_second:,.0f} < {STEPS_TARGET:,}")
        return missed


def measure(cluster: Cluster, sizes: list[int]) -> Iterator[Part]:
    """In a database of their own, as what they do is kept."""
    database.clone(cluster, database.FRESH, database.SPARE)
    first: dict[str, Part] = {}
    with Worker(cluster, database.SPARE) as worker:
        worker.ask("processes", runs=WARM_UP, batch=COMPLETED_AT_ONCE)
        for runs in sizes:
            taken = worker.ask("processes", runs=runs, batch=COMPLETED_AT_ONCE)
            for what, (seconds, cpu, queries, steps) in taken.items():
                part = Part(what, runs, seconds, cpu, queries, steps)
                yield _compared(part, first.setdefault(what, part))


def _compared(part: Part, first: Part) -> Part:
    times = part.runs / first.runs
    return Part(
        **asdict(part)
        | {
            "growth": part.seconds / first.seconds / times,
            "cpu_growth": part.cpu / first.cpu / times,
            "more_queries": part.queries / first.queries / times,
        }
    )


def line(part: Part) -> str:
    remarks = [f"MISSED {missed}" for missed in part.misses]
    return (
        f"{TITLES[part.what]:38} {part.runs:>7,} {part.seconds:>9.1f} {part.cpu:>8.1f}"
        f" {part.queries / part.runs:>8.2f} {part.steps_per_second:>8,.0f}"
        f" {part.growth:>6.2f}× {part.cpu_growth:>6.2f}×  {'; '.join(remarks)}"
    ).rstrip()


def as_values(part: Part) -> dict[str, Any]:
    """For machines."""
    return asdict(part) | {
        "steps_per_second": part.steps_per_second,
        "missed": part.misses,
    }

"""Measures operations in the databases in turn, so that a busy moment hits them all."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import table
from .table import OURS, PEERS, PLAIN, SUPERUSER, UNSHARED, Operation
from .workers import Worker

PAGE = 80
MOST_ROUNDS = 25
SLOW_SECONDS = 5  # a round in which what is loaded once makes no difference


@dataclass
class Series:
    """What one operation took in one database."""

    seconds: list[float] = field(default_factory=list)
    queries: int | None = None
    answer: Any = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """How far the middle half lies apart, over the median."""
        if len(self.seconds) < 2:
            return 0.0
        low, _middle, high = statistics.quantiles(self.seconds, method="inclusive")
        return (high - low) / self.median if self.median else 0.0


@dataclass
class Figures:
    """An operation at one size, in every database that takes part."""

    operation: Operation
    tasks: int
    series: dict[str, Series]
    problem: str = ""  # empty: the answers agree

    def ratio(self, arm: str = OURS, base: str = PLAIN) -> float:
        """The median of the rounds' ratios."""
        pairs = zip(self.series[arm].seconds, self.series[base].seconds, strict=True)
        return statistics.median(own / other for own, other in pairs)

    @property
    def misses(self) -> list[str]:
        """The targets that aren't met, in words."""
        operation, missed = self.operation, []
        if self.ratio() > operation.target:
            missed.append(f"plain Odoo: {self.ratio():.3f} > {operation.target:.3f}")
        if operation.is_read and self.ratio(OURS, UNSHARED) > table.SHARING_TARGET:
            missed.append(f"sharing: {self.ratio(OURS, UNSHARED):.2f}")
        highest = operation.superuser_target
        if highest and self.ratio(OURS, SUPERUSER) > highest:
            missed.append(f"superuser: {self.ratio(OURS, SUPERUSER):.2f}")
        return missed


@dataclass(frozen=True)
class Rounds:
    """How often an operation is repeated: quick ones more often.

    :ivar least: rounds that are made in any case
    :ivar seconds: after so long no further round is begun
    """

    least: int
    seconds: float

    def repeat(self, work: Callable[[], dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """What comes out of it each time. What is loaded once isn't measured: the first
        round counts only where it takes so long that this makes no difference."""
        begun = time.monotonic()
        first, number = work(), 0
        if time.monotonic() - begun > SLOW_SECONDS:
            yield first
            number += 1
        while number < self.least or (
            number < MOST_ROUNDS and time.monotonic() - begun < self.seconds
        ):
            yield work()
            number += 1


class Bench:
    """The workers of one size: of plain Odoo, of ours, and of ours without sharing."""

    def __init__(self, tasks: int, batch: int, workers: dict[str, Worker]) -> None:
        self.tasks = tasks
        self._batch = batch
        self._workers = workers

    def measure(self, operation: Operation, rounds: Rounds) -> Figures:
        series = {arm: Series() for arm in self._arms(operation)}
        result = Figures(operation, self.tasks, series)
        for measured in rounds.repeat(lambda: self._round(operation)):
            self._add(result, measured)
        result.problem = self._check(operation, result)
        return result

    def _round(self, operation: Operation) -> dict[str, dict[str, Any]]:
        return {arm: self._once(operation, arm) for arm in self._arms(operation)}

    def _arms(self, operation: Operation) -> list[str]:
        return [*operation.arms, *([PEERS] if PEERS in self._workers else [])]

    def _once(self, operation: Operation, arm: str) -> dict[str, Any]:
        measured: dict[str, Any] = self._measure(operation, arm, operation.work)
        if operation.without:
            less = self._measure(operation, arm, operation.without)
            for what in ("seconds", "queries"):
                measured[what] -= less[what]
            # noise may make the rest vanish
            measured["seconds"] = max(measured["seconds"], 1e-4)
        return measured

    def _measure(self, operation: Operation, arm: str, work: str) -> Any:
        return self._ask("measure", operation, arm, work=work, batch=self._batch)

    def _ask(self, what: str, operation: Operation, arm: str, **values: Any) -> Any:
        worker = self._workers[OURS if arm == SUPERUSER else arm]
        user = SUPERUSER if arm == SUPERUSER else operation.user
        return worker.ask(what, user=user, unshared=arm == UNSHARED, **values)

    @staticmethod
    def _add(result: Figures, measured: dict[str, dict[str, Any]]) -> None:
        for arm, once in measured.items():
            series = result.series[arm]
            series.seconds.append(once["seconds"])
            series.queries, series.answer = once["queries"], once["answer"]

    # ---- the same answers

    def _check(self, operation: Operation, result: Figures) -> str:
        """What is wrong with the answers; empty when they agree."""
        if not operation.same:
            return ""
        answers = {arm: series.answer for arm, series in result.series.items()}
        if operation.same == "page":
            visible = self._ask(
                "check", operation, PLAIN, check="visible", work=operation.work
            )
            wanted = self._ask(
                "check", operation, UNSHARED, check="first_page", ids=visible
            )
            if len(wanted) < min(PAGE, len(visible)):
                return "tasks of plain Odoo are missing"
            if len(answers[OURS]) < PAGE <= len(visible):
                return "the page isn't full"
        elif operation.same == "counters":
            wanted = self._ask("check", operation, UNSHARED, check="counters")
        else:
            wanted = answers[PLAIN]
        if answers[UNSHARED] != wanted:
            return "the answers differ"
        return ""

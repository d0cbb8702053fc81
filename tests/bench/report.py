"""The figures for people and for machines."""

import json
import os
import platform
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from setup.database import Cluster

from . import table
from .measuring import Figures, Series
from .table import OURS, PEERS, PLAIN, SUPERUSER, UNSHARED

HEAD = (
    f"{'operation':52} {'plain Odoo':>18} {'SQL':>6} {'ours':>18} {'SQL':>6}"
    f" {'ratio':>7} {'target':>7}  remarks"
)


def seconds(value: float) -> str:
    if value >= 1:
        return f"{value:.2f} s"
    return f"{1000 * value:.1f} ms" if value >= 0.001 else f"{1000 * value:.2f} ms"


def line(figures: Figures) -> str:
    operation = figures.operation
    title = f"{operation.title}, {operation.user}"
    remarks = []
    if operation.is_read:
        remarks.append(f"sharing {figures.ratio(OURS, UNSHARED):.2f}×")
    if operation.superuser_target:
        remarks.append(f"superuser {figures.ratio(OURS, SUPERUSER):.2f}×")
    if PEERS in figures.series:
        remarks.append(f"OCA's add-ons {figures.ratio(PEERS, PLAIN):.2f}×")
    remarks += [f"MISSED {missed}" for missed in figures.misses]
    if figures.problem:
        remarks.append(f"WRONG: {figures.problem}")
    elif operation.same:
        remarks.append("same answer")
    plain, ours = (_cells(figures.series[arm]) for arm in (PLAIN, OURS))
    return (
        f"{title:52} {plain} {ours} {times(figures.ratio()):>7}"
        f" {times(operation.target):>7}  {'; '.join(remarks)}"
    )


def _cells(series: Series) -> str:
    time = f"{seconds(series.median)} ±{50 * series.spread:.0f} %"
    queries = "" if series.queries is None else f"{series.queries:,}"
    return f"{time:>18} {queries:>6}"


def times(ratio: float) -> str:
    """A ratio as people say it: ``1/20`` for what is twenty times as fast."""
    return f"1/{1 / ratio:.1f}" if ratio < 0.95 else f"{ratio:.2f}"


def growth(all_figures: Iterable[Figures]) -> list[dict[str, Any]]:
    """How much longer reading a page takes at each size than at the one before."""
    rows = []
    by_name: dict[str, list[Figures]] = {}
    for figures in all_figures:
        by_name.setdefault(figures.operation.name, []).append(figures)
    for name, known in by_name.items():
        for small, big in zip(known, known[1:], strict=False):
            grown = {
                arm: big.series[arm].median / small.series[arm].median
                for arm in (PLAIN, OURS)
            }
            rows.append(
                {
                    "operation": name,
                    "from": small.tasks,
                    "to": big.tasks,
                    **grown,
                    "met": not big.operation.is_paged
                    or grown[OURS] <= table.GROWTH_TARGET,
                }
            )
    return rows


def growth_line(row: dict[str, Any]) -> str:
    missed = "" if row["met"] else f"  MISSED > {table.GROWTH_TARGET}"
    return (
        f"{row['operation']:24} {row['from']:>9,} → {row['to']:<9,} tasks:"
        f" plain Odoo {row[PLAIN]:6.2f}×, ours {row[OURS]:6.2f}×{missed}"
    )


def machine(cluster: Cluster) -> dict[str, str]:
    return {
        "date": date.today().isoformat(),
        "processors": str(os.cpu_count()),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "postgresql": cluster.query("SHOW server_version"),
        "odoo": cluster.odoo.build,
    }


def as_values(figures: Figures) -> dict[str, Any]:
    """One operation for machines."""
    operation = figures.operation
    return {
        "operation": operation.name,
        "title": operation.title,
        "tasks": figures.tasks,
        "target": operation.target,
        "ratio": figures.ratio(),
        "missed": figures.misses,
        "problem": figures.problem,
        "arms": {
            arm: {
                "median": series.median,
                "spread": series.spread,
                "queries": series.queries,
                "seconds": series.seconds,
            }
            for arm, series in figures.series.items()
        },
    }


def write_json(
    path: Path, where: dict[str, str], all_figures: list[Figures], **more: Any
) -> None:
    values = {
        "machine": where,
        "operations": [as_values(figures) for figures in all_figures],
        "growth": growth(all_figures),
        **more,
    }
    path.write_text(json.dumps(values, indent=1) + "\n")

"""The table of the README."""

from pathlib import Path

from . import processes, report
from .measuring import Figures
from .table import OURS, PLAIN, UNSHARED

PROCESSES_HEAD = (
    *("processes", "runs", "seconds", "CPU", "SQL/run"),
    *("steps/s", "growth", "of CPU"),
)
HEAD = ("operation", "plain Odoo", "ours", "ratio", "target", "sharing", "growth")


def write(
    path: Path,
    where: dict[str, str],
    all_figures: list[Figures],
    parts: list[processes.Part],
) -> None:
    """The operations at the largest size, and the processes, as tables in
    reStructuredText."""
    largest = max((figures.tasks for figures in all_figures), default=0)
    rows = [
        _row(figures, all_figures)
        for figures in all_figures
        if figures.tasks == largest
    ]
    text = _table(HEAD, rows) + _table(PROCESSES_HEAD, [_part_row(p) for p in parts])
    machine = ", ".join(f"{name} {value}" for name, value in where.items())
    path.write_text("\n".join([*text, f"{machine}."]) + "\n")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Lines, the last one empty; none without rows."""
    if not rows:
        return []
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = "  ".join("=" * width for width in widths)
    lines = [_line(row, widths) for row in rows]
    return [rule, _line(head, widths), rule, *lines, rule, ""]


def _part_row(part: processes.Part) -> tuple[str, ...]:
    return (
        processes.TITLES[part.what],
        f"{part.runs:,}",
        f"{part.seconds:.1f}",
        f"{part.cpu:.1f}",
        f"{part.queries / part.runs:.2f}",
        f"{part.steps_per_second:,.0f}",
        f"{part.growth:.2f}",
        f"{part.cpu_growth:.2f}" + (" !" if part.misses else ""),
    )


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _row(figures: Figures, all_figures: list[Figures]) -> tuple[str, ...]:
    operation = figures.operation
    same = [one for one in all_figures if one.operation is operation]
    first = min(same, key=lambda one: one.tasks)
    grown = figures.series[OURS].median / first.series[OURS].median
    met = "" if figures.ratio() <= operation.target else " !"
    return (
        f"{operation.title}, {operation.user}",
        report.seconds(figures.series[PLAIN].median),
        report.seconds(figures.series[OURS].median),
        report.times(figures.ratio()) + met,
        report.times(operation.target),
        f"{figures.ratio(OURS, UNSHARED):.2f}" if UNSHARED in figures.series else "–",
        f"{grown:.2f}" if first is not figures else "–",
    )

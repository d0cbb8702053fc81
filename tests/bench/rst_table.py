"""The table of the README."""

from pathlib import Path

from . import report
from .measuring import Figures
from .table import OURS, PLAIN, UNSHARED

HEAD = ("operation", "plain Odoo", "ours", "ratio", "target", "sharing", "growth")


def write(path: Path, where: dict[str, str], all_figures: list[Figures]) -> None:
    """The operations at the largest size, as a table in reStructuredText."""
    largest = max(figures.tasks for figures in all_figures)
    rows = [
        _row(figures, all_figures)
        for figures in all_figures
        if figures.tasks == largest
    ]
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    rule = "  ".join("=" * width for width in widths)
    lines = [_line(row, widths) for row in rows]
    machine = ", ".join(f"{name} {value}" for name, value in where.items())
    text = [rule, _line(HEAD, widths), rule, *lines, rule, "", f"{machine}."]
    path.write_text("\n".join(text) + "\n")


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

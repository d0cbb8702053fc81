"""The ratios as a picture: how many times as fast as plain Odoo."""

import math
from collections.abc import Callable
from html import escape
from pathlib import Path

from .measuring import Figures

WIDTH, LABELS, ROW, TOP = 860, 350, 20, 46
MET, MISSED, MARK = "#2a9d8f", "#e76f51", "#264653"
TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def write(path: Path, all_figures: list[Figures]) -> None:
    """One bar for each operation at the largest size; the mark is its target."""
    largest = max(figures.tasks for figures in all_figures)
    rows = [figures for figures in all_figures if figures.tasks == largest]
    top = max(10.0, *(1 / figures.ratio() for figures in rows))
    path.write_text("\n".join(_lines(rows, largest, top)) + "\n")


def _lines(rows: list[Figures], tasks: int, top: float) -> list[str]:
    height = TOP + ROW * len(rows) + 10

    def x(times: float) -> float:
        share = math.log(max(times, 1.0)) / math.log(top)
        return LABELS + share * (WIDTH - LABELS - 60)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="18" font-size="14" fill="{MARK}">How many times as fast as'
        f" plain Odoo, {tasks:,} tasks (line: target)</text>",
    ]
    for tick in TICKS:
        if tick <= top:
            lines.append(
                f'<path d="M{x(tick):.1f} {TOP - 6}V{height - 8}" stroke="#dddddd"/>'
                f'<text x="{x(tick):.1f}" y="{TOP - 10}" text-anchor="middle"'
                f' fill="#777777">{tick}</text>'
            )
    for number, figures in enumerate(rows):
        lines += _bar(figures, TOP + ROW * number, x)
    return [*lines, "</svg>"]


def _bar(figures: Figures, y: float, x: Callable[[float], float]) -> list[str]:
    operation, times = figures.operation, 1 / figures.ratio()
    color = MET if figures.ratio() <= operation.target else MISSED
    end, target = max(x(times), LABELS + 2), x(1 / operation.target)
    label = escape(f"{operation.title}, {operation.user}")
    return [
        f'<text x="{LABELS - 8}" y="{y + 13}" text-anchor="end">{label}</text>',
        f'<rect x="{LABELS}" y="{y + 3}" width="{end - LABELS:.1f}"'
        f' height="{ROW - 7}" fill="{color}"/>',
        f'<text x="{end + 5:.1f}" y="{y + 13}">{times:.1f}</text>',
        f'<path d="M{target:.1f} {y + 1}V{y + ROW - 2}" stroke="{MARK}"'
        ' stroke-width="2"/>',
    ]

"""``setup bench``: its options. What it does is in ``tests/bench``."""

import argparse
from pathlib import Path

DEFAULT_TASKS, DEFAULT_BATCH, DEFAULT_RUNS = 100_000, 1000, [1000, 10_000]


def add_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--tasks",
        type=int,
        nargs="+",
        default=[DEFAULT_TASKS],
        metavar="NUMBER",
        help=f"sizes of the databases, rising (default: {DEFAULT_TASKS:,})",
    )
    add(
        "--only",
        nargs="+",
        default=[],
        metavar="NAME",
        help="operations with one of these in their name",
    )
    add("--rounds", type=int, default=5, help="at least (default: 5)")
    add(
        "--batch",
        type=int,
        default=DEFAULT_BATCH,
        help="records that the largest writing operations take at a time, to which the "
        f"names in the table refer (default: {DEFAULT_BATCH:,})",
    )
    add(
        "--runs",
        type=int,
        nargs="+",
        default=DEFAULT_RUNS,
        metavar="NUMBER",
        help="of processes, rising (default: 1,000 and 10,000)",
    )
    add(
        "--seconds",
        type=float,
        default=10,
        help="repeat quick operations for so long (default: 10)",
    )
    add(
        "--peers",
        action="store_true",
        help="also plain Odoo with OCA's mail_activity_team and mail_activity_board",
    )
    add("--json", type=Path, metavar="FILE", help="write all figures there")
    add("--chart", type=Path, metavar="FILE", help="draw the ratios there, as SVG")
    add(
        "--rst", type=Path, metavar="FILE", help="write a table there, as in the README"
    )


def bench(options: argparse.Namespace) -> int:
    # Only here: the other commands work without the tests' folder, too.
    from tests.bench import command

    return command.bench(options)

"""``setup bench``: how much faster than plain Odoo, operation by operation."""

import argparse
from contextlib import ExitStack

from setup import database, environment
from setup.database import Cluster
from setup.progress import Progress

from . import chart, databases, http_press, peers, processes, report, rst_table, table
from .measuring import Bench, Figures, Rounds
from .table import OURS, PEERS, PLAIN, UNSHARED
from .workers import Worker


def bench(options: argparse.Namespace) -> int:
    """Measure, print and write; 1 when an answer is wrong. Slowness is no failure."""
    sizes = len(_sizes(options))
    more = 1 + sizes if options.peers else 0
    progress = Progress(environment.STEPS + 1 + 2 * sizes + more)
    with environment.prepared(progress) as cluster:
        with progress.step("Add-ons in a fresh database") as step:
            database.ensure_fresh(cluster, step, reuse=True)
        return bench_on(cluster, options, progress)


def _sizes(options: argparse.Namespace) -> list[int]:
    """Of the databases with tasks; processes need none."""
    only_processes = table.select(options.only) == [table.PROCESSES]
    return [] if only_processes else sorted(set(options.tasks))


def bench_on(cluster: Cluster, options: argparse.Namespace, progress: Progress) -> int:
    """The same where the fresh database of the add-ons is there already."""
    wanted, sizes = table.select(options.only), _sizes(options)
    databases.ensure_all(cluster, sizes, progress)
    if options.peers:
        cluster = peers.ensure_all(cluster, sizes, progress)
    where = report.machine(cluster)
    print("\n" + ", ".join(f"{name} {value}" for name, value in where.items()))
    known: list[Figures] = []
    for tasks in sizes:
        known += _bench_size(cluster, tasks, wanted, options)
    for row in report.growth(known):
        print(report.growth_line(row))
    parts: list[processes.Part] = []
    if table.PROCESSES in wanted:
        parts = _bench_processes(cluster, sorted(set(options.runs)))
    if options.json:
        more = [processes.as_values(part) for part in parts]
        report.write_json(options.json, where, known, processes=more)
    if options.chart and known:
        chart.write(options.chart, known)
    if options.rst:
        rst_table.write(options.rst, where, known, parts)
    return 1 if any(figures.problem for figures in known) else 0


def _bench_processes(cluster: Cluster, sizes: list[int]) -> list[processes.Part]:
    print(processes.HEAD, flush=True)
    parts = []
    for part in processes.measure(cluster, sizes):
        print(processes.line(part), flush=True)
        parts.append(part)
    return parts


def _bench_size(
    cluster: Cluster, tasks: int, wanted: list[str], options: argparse.Namespace
) -> list[Figures]:
    print(f"\n{tasks:,} tasks\n{report.HEAD}", flush=True)
    known = []
    operations = [one for one in table.OPERATIONS if one.name in wanted]
    made_as = {PLAIN: PLAIN, OURS: OURS, UNSHARED: OURS}
    if options.peers:
        made_as[PEERS] = PEERS
    with ExitStack() as workers:
        arms = {
            arm: workers.enter_context(Worker(cluster, databases.name_of(made, tasks)))
            for arm, made in made_as.items()
            if operations
        }
        rounds = Rounds(options.rounds, options.seconds)
        in_turn = Bench(tasks, options.batch, arms)
        for operation in operations:
            figures = in_turn.measure(operation, rounds)
            print(report.line(figures), flush=True)
            known.append(figures)
    if table.HTTP_PRESS.name in wanted:
        figures = http_press.measure(cluster, tasks)
        print(report.line(figures), flush=True)
        known.append(figures)
    return known

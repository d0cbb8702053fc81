"""The bench measures what it says, on databases whose data are as Odoo would make them.
How long anything takes is not judged."""

import argparse
import json
import os

import pytest

from setup import bench, database, odoo_source
from setup.progress import Progress
from tests.bench import command, databases, processes, table
from tests.bench.workers import Worker

TASKS = 5000


@pytest.fixture(scope="module")
def cluster():
    if "PGHOST" not in os.environ:
        pytest.fail("Please run these tests by: python3 -m setup test PATH")
    return database.connect(odoo_source.located(), os.environ)


@pytest.fixture(scope="module")
def figures(cluster, tmp_path_factory):
    """What it writes for machines."""
    folder = tmp_path_factory.mktemp("bench")
    parser = argparse.ArgumentParser()
    bench.add_options(parser)
    small = ["--tasks", str(TASKS), "--batch", "20", "--rounds", "1", "--seconds", "0"]
    small += ["--runs", "20", "40"]
    files = [
        f"--{kind}={folder / name}"
        for kind, name in (
            ("json", "figures.json"),
            ("chart", "ratios.svg"),
            ("rst", "table.rst"),
        )
    ]
    options = parser.parse_args([*small, *files])
    try:
        assert command.bench_on(cluster, options, Progress(2)) == 0
        yield json.loads(options.json.read_text())
        assert options.chart.read_text().count("<rect") > len(table.OPERATIONS)
        written = options.rst.read_text()
        assert written.count("\n") > len(table.OPERATIONS)
        assert all(title in written for title in processes.TITLES.values())
    finally:
        for arm in (table.PLAIN, table.OURS):
            database.drop(cluster, databases.name_of(arm, TASKS))


def test_everything_is_measured(figures):
    measured = [operation["operation"] for operation in figures["operations"]]
    assert [*measured, table.PROCESSES] == table.names()
    for operation in figures["operations"]:
        for arm in (table.PLAIN, table.OURS):
            assert operation["arms"][arm]["median"] > 0, operation["operation"]


def test_processes(figures):
    parts = {(part["what"], part["runs"]): part for part in figures["processes"]}
    assert len(parts) == 2 * len(processes.TITLES)
    for part in parts.values():
        assert part["steps_per_second"] > 0
    # ten blocks are passed in as many queries, whatever the number of runs
    few, many = (parts["blocks", runs]["queries"] for runs in (20, 40))
    assert many <= few


def test_answers_agree(figures):
    problems = {
        operation["operation"]: operation["problem"]
        for operation in figures["operations"]
        if operation["problem"]
    }
    assert not problems


@pytest.mark.parametrize("arm", [table.PLAIN, table.OURS])
def test_data_are_as_odoo_makes_them(cluster, figures, arm):
    with Worker(cluster, databases.name_of(arm, TASKS)) as worker:
        assert worker.ask("check", user="superuser", check="wrong_values") == []

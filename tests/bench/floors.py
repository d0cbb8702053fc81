"""Where the time of an operation goes inside PostgreSQL.

::

    python3 -m tests.bench.floors --tasks 1000000 count-manager lead_kanban-manager

The databases are those of ``python3 -m setup bench``.
"""

import argparse
import sys
from typing import Any

from setup import database, environment, processes
from setup.errors import SetupError
from setup.lock import exclusive
from setup.paths import LOCAL
from setup.progress import Progress

from . import databases, table
from .table import OURS, PLAIN, SUPERUSER
from .workers import Worker


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        prog="python3 -m tests.bench.floors",
        description="Shows the plans of the slowest statements of operations.",
    )
    result.add_argument("--tasks", type=int, default=100_000)
    result.add_argument(
        "--unshared", action="store_true", help="ours with nobody sharing anything"
    )
    result.add_argument(
        "--statements", type=int, default=1, help="how many of each, the slowest first"
    )
    result.add_argument("operations", nargs="+", metavar="NAME")
    return result


def show(tasks: int, wanted: list[str], **how: Any) -> int:
    names = table.select(wanted)
    operations = [one for one in table.OPERATIONS if one.name in names]
    progress = Progress(environment.STEPS + 3)
    with environment.prepared(progress) as cluster:
        with progress.step("Add-ons in a fresh database") as step:
            database.ensure_fresh(cluster, step, reuse=True)
        databases.ensure_all(cluster, [tasks], progress)
        for arm in (PLAIN, OURS):
            with Worker(cluster, databases.name_of(arm, tasks)) as worker:
                for operation in operations:
                    users = [operation.user]
                    if operation.superuser_target and arm == OURS:
                        users.append(SUPERUSER)
                    for user in users:
                        _show(worker, operation.work, user, arm, **how)
    return 0


def _show(
    worker: Worker, work: str, user: str, arm: str, unshared: bool, slowest: int
) -> None:
    how = {"unshared": unshared and arm == OURS, "slowest": slowest}
    for _time in range(2):  # what is looked up once isn't shown
        lines = worker.ask("explain", work=work, user=user, batch=1, **how)
    print(f"\n{work}, {user}, {arm}", *lines, sep="\n", flush=True)


def main() -> int:
    options = parser().parse_args()
    processes.stop_cleanly_on_signals()
    try:
        with exclusive(LOCAL / "lock", "floors"):
            return show(
                options.tasks,
                options.operations,
                unshared=options.unshared,
                slowest=options.statements,
            )
    except SetupError as error:
        print(f"floors: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

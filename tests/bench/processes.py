"""How starting runs and completing their tasks grows with their number.

::

    python3 -m tests.bench.processes --runs 1000 10000

Each run's first block is a task. It is started as in a list and by the cron, and its
task is completed; then as many runs pass ten blocks that don't wait. The printed growth
is that of the seconds from the size before, and of the seconds that the processor
worked for Odoo: they say more on a busy machine. Block steps a second are told with
tasks, which are made and completed meanwhile, and of the engine alone.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from setup import database, environment, processes
from setup.errors import SetupError
from setup.lock import exclusive
from setup.paths import LOCAL
from setup.progress import Progress

IN_ODOO = Path(__file__).with_name("processes_in_odoo.py")
MARK = "BENCH "
WHAT = ("start", "complete", "blocks")


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        prog="python3 -m tests.bench.processes",
        description="Measures processes with different numbers of runs.",
    )
    result.add_argument("--runs", type=int, nargs="+", default=[1000, 10000])
    result.add_argument(
        "--batch",
        type=int,
        default=500,
        metavar="TASKS",
        help="completed in one transaction (default: 500; 0: all of them)",
    )
    return result


def bench(sizes: list[int], batch: int) -> int:
    progress = Progress(environment.STEPS + 1)
    with environment.prepared(progress) as cluster:
        with progress.step("Add-ons in a fresh database") as step:
            database.ensure_fresh(cluster, step, reuse=True)
        database.clone(cluster, database.FRESH, database.SPARE)
        options = (f"--database={database.SPARE}", "--no-http", "--log-level=warn")
        command = cluster.odoo_command(*options, command="shell")
        with subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=cluster.env,
            cwd=LOCAL,
            text=True,
            preexec_fn=processes.end_with_parent,
        ) as shell:
            assert shell.stdin and shell.stdout
            shell.stdin.write(f"SIZES = {sizes}\nBATCH = {batch}\n")
            shell.stdin.write(IN_ODOO.read_text())
            shell.stdin.close()
            show(shell.stdout)
        return shell.returncode


def show(output):
    """Print the figures as they come."""
    before = None
    print(
        f"\n{'runs':>7} {'':9} {'seconds':>8} {'CPU':>6} {'ms/run':>7}"
        f" {'queries/run':>11} growth"
    )
    for line in output:
        if not line.startswith(MARK):
            print(line, end="")
            continue
        result = json.loads(line.removeprefix(MARK))
        for what in WHAT:
            print(figures(result, before, what), flush=True)
        print(block_steps(result), flush=True)
        before = result


def figures(result, before, what):
    runs, (seconds, cpu, queries) = result["runs"], result[what]
    growth = ""
    if before:
        old_seconds, old_cpu, _queries = before[what]
        growth = (
            f"{seconds / old_seconds:.1f}× (CPU {cpu / old_cpu:.1f}×)"
            f" for {runs / before['runs']:.0f}×"
        )
    return (
        f"{runs:>7} {what:9} {seconds:>8.1f} {cpu:>6.1f} {1000 * seconds / runs:>7.1f}"
        f" {queries / runs:>11.2f} {growth}"
    )


def block_steps(result):
    steps = result["steps"]
    with_tasks = result["start"][0] + result["complete"][0]
    return (
        f"{result['runs']:>7} block steps a second: "
        f"{steps['with tasks'] / with_tasks:,.0f} with tasks,"
        f" {steps['blocks'] / result['blocks'][0]:,.0f} without"
    )


def main() -> int:
    options = parser().parse_args()
    processes.stop_cleanly_on_signals()
    try:
        with exclusive(LOCAL / "lock", "bench"):
            return bench(options.runs, options.batch)
    except SetupError as error:
        print(f"bench: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

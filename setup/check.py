"""``check DB``: whether the tasks of a database are as they must be."""

import subprocess

from . import database, environment, processes
from .errors import SetupError
from .paths import LOCAL
from .progress import Progress

MARK = "PROBLEM "
IN_ODOO = f"""
for line in env["crm.task.check"]._find_problems():
    print({MARK!r} + line)
print({MARK!r})
"""


def find_problems(cluster: database.Cluster, name: str) -> list[str]:
    """Lines that say what is wrong; see ``crm_task_types/models/crm_task_check.py``."""
    options = (f"--database={name}", "--no-http", "--log-level=warn")
    shell = subprocess.run(
        [str(part) for part in cluster.odoo_command(*options, command="shell")],
        input=IN_ODOO,
        stdout=subprocess.PIPE,
        env=cluster.env,
        cwd=LOCAL,
        text=True,
        preexec_fn=processes.end_with_parent,
    )
    lines = [
        line.removeprefix(MARK)
        for line in shell.stdout.splitlines()
        if line.startswith(MARK)
    ]
    if not lines or lines.pop():
        raise SetupError(f"The database {name} could not be checked:\n{shell.stdout}")
    return lines


def check(name: str) -> int:
    progress = Progress(environment.STEPS + 1)
    with environment.prepared(progress) as cluster:
        if not database.exists(cluster, name):
            raise SetupError(f"There is no database {name}.")
        with progress.step(f"Checking {name}"):
            problems = find_problems(cluster, name)
    print("\n".join(problems) or "All tasks are as they must be.")
    return 1 if problems else 0

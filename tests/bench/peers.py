"""OCA's add-ons for activities, installed into a copy of plain Odoo's database.

``mail_activity_team`` gives activities a team, ``mail_activity_board`` a board of all
of them. ``queue_job`` does none of the operations here: it runs jobs for other add-ons.
"""

import os
import zipfile
from dataclasses import replace
from pathlib import Path

from setup import artefacts, database, processes
from setup.database import Cluster
from setup.paths import LOCAL, LOGS, VENV, python_of
from setup.progress import Progress, Step

from . import databases
from .table import PEERS, PLAIN

MODULES = ["mail_activity_board", "mail_activity_team"]
WHEELS = [
    "odoo-addon-mail_activity_board==19.0.1.0.0.5",
    "odoo-addon-mail_activity_team==19.0.1.2.0.4",
]
FOLDER = LOCAL / "peers"


def ensure_all(cluster: Cluster, sizes: list[int], progress: Progress) -> Cluster:
    """Make what is missing; ``1 + len(sizes)`` steps.

    :return: the cluster, with these add-ons within Odoo's reach
    """
    with progress.step("OCA's add-ons") as step:
        _get_wheels(step)
    path = os.pathsep.join([cluster.env["PYTHONPATH"], str(FOLDER)])
    reaching = replace(cluster, env={**cluster.env, "PYTHONPATH": path})
    for tasks in sizes:
        with progress.step(f"OCA's add-ons: {tasks:,} tasks") as step:
            _ensure(reaching, tasks, step)
            databases.settle(reaching, databases.name_of(PEERS, tasks))
    return reaching


def _get_wheels(step: Step) -> None:
    stamp = artefacts.digest(*WHEELS)
    if artefacts.is_current(FOLDER, stamp):
        step.unchanged()
        return
    with artefacts.replacing(FOLDER) as new:
        processes.run(
            [
                *(python_of(VENV), "-m", "pip", "download", "--no-deps", "--quiet"),
                *("--dest", new, *WHEELS),
            ],
            "Getting OCA's add-ons (is there a network?)",
            LOGS / "peers.log",
        )
        for wheel in Path(new).glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(new)
        artefacts.write_stamp(new, stamp)


def _ensure(cluster: Cluster, tasks: int, step: Step) -> None:
    template = databases.name_of(PLAIN, tasks)
    name = databases.name_of(PEERS, tasks)
    stamp = {**database.get_stamp(cluster, template), "peers": ",".join(WHEELS)}
    if database.get_stamp(cluster, name) == stamp:
        step.unchanged()
        return
    database.clone(cluster, template, name)
    log = LOGS / "bench-peers.log"
    database.install(cluster, name, MODULES, log, step)
    database.set_stamp(cluster, name, stamp)

"""The databases of the bench: plain Odoo's and ours with the same data, made once."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

from setup import addons, database
from setup.database import Cluster
from setup.paths import LOGS
from setup.progress import Progress, Step

from .table import OURS, PLAIN
from .workers import Worker

IN_ODOO = Path(__file__).with_name("in_odoo")
DATA = ("loading.py", "sharing_rules.py")


def name_of(arm: str, tasks: int) -> str:
    return f"{database.BENCH}_{arm}_{tasks}"


def ensure_all(cluster: Cluster, sizes: list[int], progress: Progress) -> None:
    """Make what is missing; ``2 * len(sizes)`` steps."""
    for tasks in sizes:
        for arm, template in ((PLAIN, database.CORE), (OURS, database.FRESH)):
            with progress.step(f"{arm.capitalize()}: {tasks:,} tasks") as step:
                _ensure(cluster, arm, template, tasks, step)
                settle(cluster, name_of(arm, tasks))


def settle(cluster: Cluster, name: str) -> None:
    """Clear away what benches wrote and rolled back, as autovacuum does on a server."""
    cluster.query("VACUUM ANALYZE", name)


def monday() -> str:
    """The day on which the data center: the same for a week."""
    today = date.today()
    return (today - timedelta(days=today.weekday())).isoformat()


def _ensure(cluster: Cluster, arm: str, template: str, tasks: int, step: Step) -> None:
    name = name_of(arm, tasks)
    made_of = database.get_stamp(cluster, database.CORE)
    base = {**made_of, "data": _digest_of_data(), "day": monday()}
    own = addons.checksums(addons.on_odoo_alone()) if arm == OURS else {}
    before = database.get_stamp(cluster, name)
    if before == {**base, **own}:
        step.unchanged()
        return
    if before.items() >= base.items() and before.keys() == {**base, **own}.keys():
        # A million tasks are too many to be made again for each change of our code.
        changed = addons.changed(before, own)
        log = LOGS / "bench-update.log"
        database.install(cluster, name, [], log, step, update=changed)
    else:
        database.clone(cluster, template, name)
        database.set_stamp(cluster, name, {})
        _load(cluster, name, tasks, step)
    database.set_stamp(cluster, name, {**base, **own})


def _load(cluster: Cluster, name: str, tasks: int, step: Step) -> None:
    with Worker(cluster, name) as worker:
        worker.ask("load", tasks=tasks, day=monday(), watch=step.update)


def _digest_of_data() -> str:
    digest = hashlib.sha256()
    for file in DATA:
        digest.update((IN_ODOO / file).read_bytes())
    return digest.hexdigest()[:16]

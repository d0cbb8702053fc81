"""Databases: the core one as a template, the demo's and the tests' made of it.

What a database was made of is kept as its comment in PostgreSQL, set when all went
well: it can't get lost or belong to another database, and an interrupted step leaves
the old one or none.
"""

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from . import addons, artefacts, postgres, processes, python_env
from .errors import SetupError
from .odoo_source import Odoo
from .paths import LOCAL, LOGS, OCA, ODOO_CONFIG, ODOO_DATA, SETUP, VENV, python_of
from .processes import Command
from .progress import Step

PROGRAM: Command = (SETUP / "program" / "run_odoo.py",)
CORE = "crm_tasks_core"
FRESH = "crm_tasks_fresh"
QUEUE = "crm_tasks_queue"
TEST = "crm_tasks_test"
BLACKBOX = "crm_tasks_blackbox"
SPARE = "crm_tasks_spare"
DEMO = "crm_tasks_demo"
BENCH = "crm_tasks_bench"  # what the names of the bench's databases begin with
ALL = (DEMO, TEST, BLACKBOX, SPARE, QUEUE, FRESH, CORE)

INSTALL_LOG = LOGS / "install.log"
OCA_REQUIREMENTS = SETUP / "requirements-oca.txt"
OCA_INSTALL_LOG = LOGS / "install-oca.log"
CONFIG = """\
[options]
addons_path = {addons_path}
data_dir = {data_dir}
http_interface = 127.0.0.1
list_db = False
max_cron_threads = 1
"""


@dataclass(frozen=True)
class Cluster:
    """Odoo's code together with the PostgreSQL server it works on."""

    odoo: Odoo
    env: Mapping[str, str]

    def odoo_command(
        self, *options: str, command: str = "", program: Command = PROGRAM
    ) -> Command:
        """To be run outside of the repository's root.

        :param command: of Odoo; empty: serve, which has no name where Odoo itself puts
            another one before the options
        """
        python, config = python_of(VENV), f"--config={ODOO_CONFIG}"
        return [python, *program, *filter(None, [command]), config, *options]

    def with_oca(self, **env: str) -> "Cluster":
        """The same, where Odoo finds the add-ons of the OCA, too.

        :param env: more variables for Odoo
        """
        path = f"{self.odoo.root}:{OCA}"
        return replace(self, env={**self.env, "PYTHONPATH": path, **env})

    def query(self, statement: str, database: str = "postgres") -> str:
        return postgres.query(self.env, statement, database)


def connect(odoo: Odoo, env: Mapping[str, str]) -> Cluster:
    ODOO_CONFIG.write_text(
        CONFIG.format(addons_path=odoo.addons_path, data_dir=ODOO_DATA)
    )
    ODOO_DATA.mkdir(parents=True, exist_ok=True)
    return Cluster(odoo, {**env, "PYTHONPATH": str(odoo.root)})


def exists(cluster: Cluster, name: str) -> bool:
    return bool(cluster.query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def names_like(env: Mapping[str, str], prefix: str) -> list[str]:
    statement = (
        f"SELECT datname FROM pg_database WHERE starts_with(datname, '{prefix}')"
    )
    return postgres.query(env, statement).split()


def get_stamp(cluster: Cluster, name: str) -> dict[str, str]:
    """What the database was made of; empty when it is missing or half-done."""
    comment = cluster.query(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        f"WHERE datname = '{name}'"
    )
    try:
        stamp = json.loads(comment)
    except ValueError:
        return {}
    return stamp if isinstance(stamp, dict) else {}


def set_stamp(cluster: Cluster, name: str, stamp: dict[str, str]) -> None:
    text = postgres.quoted(json.dumps(stamp)) if stamp else "NULL"
    cluster.query(f'COMMENT ON DATABASE "{name}" IS {text}')


def drop(cluster: Cluster, name: str) -> None:
    cluster.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    artefacts.remove(filestore(name))


def clone(cluster: Cluster, template: str, name: str) -> None:
    drop(cluster, name)
    cluster.query(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    if filestore(template).exists():
        # Odoo never changes a stored file, so that links are enough.
        shutil.copytree(filestore(template), filestore(name), copy_function=os.link)


def filestore(name: str) -> Path:
    return ODOO_DATA / "filestore" / name


def ensure_core(cluster: Cluster, step: Step) -> None:
    """The template: what the add-ons depend on, with demo data."""
    modules = addons.core_dependencies(addons.on_odoo_alone())
    stamp = {"odoo": cluster.odoo.build, "modules": ",".join(modules)}
    if get_stamp(cluster, CORE) == stamp and filestore(CORE).exists():
        step.unchanged()
        return
    drop(cluster, CORE)
    cluster.query(f"CREATE DATABASE \"{CORE}\" TEMPLATE template0 ENCODING 'UTF8'")
    install(cluster, CORE, modules, LOGS / "core.log", step)
    set_stamp(cluster, CORE, stamp)


def installed_modules(cluster: Cluster, name: str) -> set[str]:
    states = "('installed', 'to upgrade')"
    statement = f"SELECT name FROM ir_module_module WHERE state IN {states}"
    return set(cluster.query(statement, name).split())


def install(
    cluster: Cluster,
    name: str,
    modules: list[str],
    log: Path,
    step: Step,
    update: Iterable[str] = (),
) -> None:
    """Install ``modules`` with their demo data, and update those in ``update``."""
    tasks = {"--init": ",".join(modules), "--update": ",".join(update)}
    options = [f"{option}={names}" for option, names in tasks.items() if names]
    processes.run(
        cluster.odoo_command(
            f"--database={name}",
            *options,
            *("--with-demo", "--stop-after-init", "--no-http"),
        ),
        f"Installing the add-ons in the database {name}",
        log,
        step=step,
        watch=module_counter,
        env=cluster.env,
        cwd=LOCAL,
    )


def module_counter(output: str) -> str | None:
    found = re.findall(r"Loading module (\S+) \((\d+)/(\d+)\)", output)
    if not found:
        return None
    module, number, total = found[-1]
    return f"{module}, module {number}/{total}"


def ensure_fresh(cluster: Cluster, step: Step, reuse: bool) -> bool:
    """The template of the test databases; whether add-ons were installed for it."""
    found = addons.on_odoo_alone()
    stamp = {**_build(cluster), **addons.checksums(found)}
    if reuse and get_stamp(cluster, FRESH) == stamp and filestore(FRESH).exists():
        step.unchanged()
        return False
    clone(cluster, CORE, FRESH)
    if found:
        install(cluster, FRESH, [addon.name for addon in found], INSTALL_LOG, step)
    set_stamp(cluster, FRESH, stamp)
    return bool(found)


def ensure_queue(cluster: Cluster, step: Step) -> None:
    """As the fresh one, with the add-ons that install themselves beside the OCA's."""
    python_env.ensure_folder(OCA, OCA_REQUIREMENTS, step)
    found = addons.beside_oca()
    stamp = {**get_stamp(cluster, FRESH), **addons.checksums(found)}
    stamp["oca"] = artefacts.digest(OCA_REQUIREMENTS.read_text())
    if get_stamp(cluster, QUEUE) == stamp and filestore(QUEUE).exists():
        step.unchanged()
        return
    clone(cluster, FRESH, QUEUE)
    # they come by themselves
    modules = sorted(addons.OCA)
    install(cluster.with_oca(), QUEUE, modules, OCA_INSTALL_LOG, step)
    missing = {addon.name for addon in found} - installed_modules(cluster, QUEUE)
    if missing:
        raise SetupError(f"Not installed by itself: {', '.join(sorted(missing))}")
    set_stamp(cluster, QUEUE, stamp)


def ensure_demo(cluster: Cluster, step: Step) -> None:
    """The demo database, with what changed in the add-ons (or in Odoo) updated."""
    stamp = {**_build(cluster), **addons.checksums(addons.on_odoo_alone())}
    if not (exists(cluster, DEMO) and filestore(DEMO).exists()):
        clone(cluster, CORE, DEMO)
        set_stamp(cluster, DEMO, _build(cluster))
    before = get_stamp(cluster, DEMO)
    changed = addons.changed(before, stamp)
    if not changed:
        step.unchanged()
        return
    there = installed_modules(cluster, DEMO)
    new = [name for name in changed if name not in there and name != "odoo"]
    update = {"base"} if "odoo" in changed else there.intersection(changed)
    install(cluster, DEMO, new, LOGS / "demo-update.log", step, sorted(update))
    set_stamp(cluster, DEMO, stamp)
    names = ", ".join(name for name in changed if name != "odoo")
    step.unchanged(f"brought up to date: {names or 'Odoo'}")


def _build(cluster: Cluster) -> dict[str, str]:
    return {"odoo": cluster.odoo.build}

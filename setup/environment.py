"""The way from a bare machine to Odoo with a database, shared by the commands."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from . import checks, database, odoo_source, postgres, python_env
from .database import Cluster
from .paths import LOCAL, ODOO, SETUP, VENV
from .progress import Progress

REQUIREMENTS = SETUP / "requirements.txt"
STEPS = 4  # announced by prepared()


def python_packages(progress: Progress) -> None:
    with progress.step("Python packages") as step:
        python_env.ensure(VENV, REQUIREMENTS, step)


@contextmanager
def prepared(progress: Progress) -> Iterator[Cluster]:
    """Everything up to the core database; PostgreSQL runs until the end."""
    complete = VENV.exists() and ODOO.exists()
    checks.require_free_disk(
        LOCAL,
        checks.LATER_GIGABYTES if complete else checks.FIRST_SETUP_GIGABYTES,
    )
    python_packages(progress)
    with progress.step("Odoo 19") as step:
        odoo = odoo_source.ensure(step)
    with ExitStack() as servers:
        with progress.step("PostgreSQL") as step:
            env = servers.enter_context(postgres.running(step))
        cluster = database.connect(odoo, env)
        with progress.step("Odoo's CRM with demo data") as step:
            database.ensure_core(cluster, step)
        yield cluster

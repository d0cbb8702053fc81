"""The commands other than test, lint and build."""

import os
import signal
import subprocess
from contextlib import ExitStack

from . import artefacts, checks, database, environment, postgres, server
from .paths import LOCAL, LOGS, ODOO_DATA, POSTGRES, VENV
from .private_server import PrivateServer, fallback_folder
from .progress import Progress

LOGIN = "admin"


def demo(port: int, interface: str) -> int:
    checks.require_free_port(port, interface)
    progress = Progress(environment.STEPS + 2)
    log = LOGS / "demo.log"
    with environment.prepared(progress) as cluster, ExitStack() as servers:
        with progress.step("Demo database") as step:
            database.ensure_demo(cluster, step)
        with progress.step("Odoo's server"):
            odoo = servers.enter_context(
                server.serving(cluster, database.DEMO, port, log, interface)
            )
        print(f"\nCRM Tasks is at {odoo.url} (login {LOGIN}, password {LOGIN}).")
        print(f"Odoo's log is {log}. Ctrl-C stops everything.", flush=True)
        odoo.wait_until_end()
    return 0


def update() -> int:
    progress = Progress(environment.STEPS + 1)
    with environment.prepared(progress) as cluster:
        with progress.step("Demo database") as step:
            database.ensure_demo(cluster, step)
    return 0


def shell() -> int:
    progress = Progress(environment.STEPS + 1)
    with environment.prepared(progress) as cluster:
        with progress.step("Demo database") as step:
            database.ensure_demo(cluster, step)
        options = (f"--database={database.DEMO}", "--no-http", "--log-level=warn")
        command = cluster.odoo_command(*options, command="shell")
        # In the shell Ctrl-C only interrupts what is being computed.
        signal.signal(signal.SIGINT, lambda *_: None)
        arguments = [str(part) for part in command]
        return subprocess.run(arguments, env=cluster.env, cwd=LOCAL).returncode


def clean(everything: bool) -> int:
    """Remove databases, files and logs; with ``everything`` the downloads as well."""
    private = (POSTGRES, fallback_folder(POSTGRES))
    with Progress(1).step("Removing databases and logs") as step:
        if postgres.is_external():
            benches = database.names_like(os.environ, database.BENCH)
            for name in (*database.ALL, *benches):
                postgres.query(os.environ, f'DROP DATABASE IF EXISTS "{name}"')
        elif VENV.exists():
            for folder in private:
                PrivateServer(postgres.programs(), folder).stop_leftover()
        for folder in (*private, ODOO_DATA, LOGS):
            artefacts.remove(folder)
        if everything:
            step.update("and all downloads")
            artefacts.remove(LOCAL)
    return 0

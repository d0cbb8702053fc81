"""Odoo's HTTP server as a child process."""

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import processes
from .database import PROGRAM, Cluster
from .errors import SetupError
from .paths import LOCAL

PATIENCE = 180  # seconds until a starting server is given up


@contextmanager
def serving(
    cluster: Cluster,
    database: str,
    port: int,
    log: Path,
    interface: str = "127.0.0.1",
    options: tuple[str, ...] = (),
    program: processes.Command = PROGRAM,
) -> "Iterator[Server]":
    log.unlink(missing_ok=True)
    command = cluster.odoo_command(
        f"--database={database}",
        f"--db-filter=^{database}$",
        f"--http-port={port}",
        f"--http-interface={interface}",
        *options,
        program=program,
    )
    server = Server(command, cluster, port, log)
    try:
        server.start()
        yield server
    finally:
        server.stop()


class Server:
    def __init__(
        self, command: processes.Command, cluster: Cluster, port: int, log: Path
    ) -> None:
        self.url = f"http://localhost:{port}"
        self.log = log
        self._command = command
        self._env = cluster.env

    def start(self) -> None:
        """Also again, when it was stopped or killed: the log goes on."""
        self.process = processes.start(
            self._command, log=self.log, env=self._env, cwd=LOCAL
        )
        self.wait_until_ready()

    def stop(self) -> None:
        processes.stop(self.process)

    def kill(self) -> None:
        """As ``kill -9`` of all its processes does: it can't clean up anything."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                reason = processes.reason(self.log)
                raise SetupError(f"Odoo didn't start: {reason} (see {self.log})")
            time.sleep(0.2)

    def wait_until_end(self) -> None:
        """Until the user stops us; the server ending by itself is an error."""
        self.process.wait()
        reason = processes.reason(self.log)
        raise SetupError(f"Odoo ended: {reason} (see {self.log})")

    def _answers(self) -> bool:
        # The login page rather than /web/health: it also loads the database.
        try:
            with urllib.request.urlopen(f"{self.url}/web/login", timeout=60):
                return True
        except (urllib.error.URLError, OSError):
            return False

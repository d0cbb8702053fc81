"""A PostgreSQL server of this checkout's own, on a socket only its user reaches.

It is tuned for demo and test data: nothing is fsynced, so that a crash of the *machine*
may lose them.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TextIO

from . import processes
from .errors import SetupError
from .paths import LOGS, POSTGRES
from .progress import Step

ROLE = "odoo"  # Odoo refuses to work as "postgres"
# PostgreSQL refuses to run as root; this user is on every Unix.
USER_FOR_ROOT = "nobody"
SOCKET_PREFIX = "crm-tasks-pg-"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
}


class PrivateServer:
    def __init__(self, programs: Path, folder: Path = POSTGRES) -> None:
        self.programs = programs
        self.folder = folder
        self.user = USER_FOR_ROOT if os.geteuid() == 0 else None
        self.socket: Path | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self, step: Step) -> dict[str, str]:
        """Return the variables that lead libpq to the server."""
        self._make_reachable()
        self.stop_leftover()
        if not self.data.exists():
            step.update("creating its data folder")
            self._create_data()
        if self.socket is not None:
            shutil.rmtree(self.socket, ignore_errors=True)
        # Short, as the system limits the length of a socket's path.
        self.socket = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX))
        self._own(self.socket)
        settings = {**SETTINGS, "unix_socket_directories": str(self.socket)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._control("start", "-o", options, "-l", str(self.folder / "server.log"))
        return {"PGHOST": str(self.socket), "PGUSER": ROLE}

    def stop(self) -> None:
        if self.socket is not None:
            if (self.data / "postmaster.pid").exists():
                self._control("stop", "-m", "fast")
            shutil.rmtree(self.socket, ignore_errors=True)
            self.socket = None

    def _make_reachable(self) -> None:
        """Root's server is another user's, who may not pass a closed home folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._own(self.folder)
        if self._reaches():
            return
        installed = self.programs.parents[1]
        self.folder = fallback_folder(self.folder)
        self.folder.mkdir(mode=0o711, exist_ok=True)
        if self.folder.stat().st_uid not in (0, os.geteuid(), *self._ids()):
            raise SetupError(f"{self.folder} belongs to somebody else: remove it.")
        self._own(self.folder)
        copy = self.folder / installed.name
        if not copy.exists():
            # The programs find their libraries beside the package.
            libraries = f"{installed.name}.libs"
            shutil.copytree(installed.parent / libraries, self.folder / libraries)
            shutil.copytree(installed, f"{copy}.new", symlinks=True)
            os.rename(f"{copy}.new", copy)
        self.programs = copy / self.programs.relative_to(installed)
        if not self._reaches():
            raise SetupError(f"The user {self.user} can't reach {self.folder}.")

    def _reaches(self) -> bool:
        commands = (
            [self.programs / "postgres", "--version"],
            ["test", "-w", self.folder],
        )
        try:
            return not any(self._run(command).returncode for command in commands)
        except OSError:
            return False

    def _create_data(self) -> None:
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        done = self._run(
            [
                *(self.programs / "initdb", "-D", new, "-U", ROLE, "--no-sync"),
                *("--auth=trust", "--encoding=UTF8", "--locale=C"),
                # Upper and lower case of all alphabets, without the system's locales.
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ]
        )
        if done.returncode:
            raise SetupError(f"PostgreSQL's initdb failed: {done.stderr.strip()}")
        new.rename(self.data)

    def stop_leftover(self) -> None:
        """The server of a setup that was killed."""
        state = self.data / "postmaster.pid"
        if not state.exists():
            return
        socket = Path(state.read_text().splitlines()[4])
        command = [self.programs / "pg_ctl", "-w", "-D", self.data]
        self._run([*command, "-m", "fast", "stop"])
        if socket.name.startswith(SOCKET_PREFIX):
            shutil.rmtree(socket, ignore_errors=True)

    def _control(self, *arguments: str) -> None:
        LOGS.mkdir(parents=True, exist_ok=True)
        log = LOGS / "pg_ctl.log"
        command = [self.programs / "pg_ctl", "-w", "-D", self.data, *arguments]
        # Into a file: the server would hold a pipe open for as long as it runs.
        with log.open("w") as output:
            done = self._run(command, output)
        if done.returncode:
            raise SetupError(
                f"PostgreSQL didn't {arguments[0]}: {processes.reason(log)} "
                f"(see {self.folder / 'server.log'})"
            )

    def _run(
        self, command: processes.Command, output: int | TextIO = subprocess.PIPE
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            text=True,
            cwd="/",
            user=self.user,
            group=self._ids()[1] if self.user else None,
            extra_groups=[] if self.user else None,
        )

    def _ids(self) -> tuple[int, int]:
        if self.user is None:
            return os.geteuid(), os.getegid()
        entry = pwd.getpwnam(self.user)
        return entry.pw_uid, entry.pw_gid

    def _own(self, folder: Path) -> None:
        if self.user:
            os.chown(folder, *self._ids())


def fallback_folder(folder: Path) -> Path:
    """Outside of the checkout, yet always the same one in place of ``folder``."""
    persistent = Path("/var/tmp")
    parent = persistent if persistent.is_dir() else Path(tempfile.gettempdir())
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return parent / f"crm-tasks-{digest}"

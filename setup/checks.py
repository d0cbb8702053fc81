"""Conditions that are better told before a long step than in the middle of it."""

import shutil
import socket
from pathlib import Path

from .errors import SetupError

GIGABYTE = 1024**3
FIRST_SETUP_GIGABYTES = 3.0
LATER_GIGABYTES = 0.5


def require_free_disk(folder: Path, gigabytes: float) -> None:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free / GIGABYTE
    if free < gigabytes:
        raise SetupError(
            f"Too little disk space below {existing}: {free:.1f} GB are free, "
            f"{gigabytes:g} GB are needed."
        )


def require_free_port(port: int, interface: str = "127.0.0.1") -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except OSError:
            raise SetupError(
                f"Port {port} is taken: stop what uses it, or choose another "
                "with --port."
            ) from None


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

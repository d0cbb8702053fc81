"""One command at a time per checkout."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import SetupError


@contextmanager
def exclusive(path: Path, command: str) -> Iterator[None]:
    """Hold the lock file; the kernel frees it however this process ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read().strip() or "another command"
            raise SetupError(
                f"Already at work in this checkout: {holder}. Wait for it or stop it."
            ) from None
        handle.truncate(0)
        handle.write(f"setup {command} (process {os.getpid()})")
        handle.flush()
        yield

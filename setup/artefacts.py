"""Folders that are either complete and stamped with their inputs, or redone."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STAMP = ".stamp"


def digest(*inputs: str) -> str:
    return hashlib.sha256("\0".join(inputs).encode()).hexdigest()[:16]


def is_current(folder: Path, stamp: str) -> bool:
    try:
        return (folder / STAMP).read_text().split()[0] == stamp
    except (FileNotFoundError, IndexError):
        return False


def write_stamp(folder: Path, stamp: str, note: str = "") -> None:
    """Written last: a folder without it was interrupted."""
    (folder / STAMP).write_text(f"{stamp} {note}\n")


def read_note(folder: Path) -> str:
    return (folder / STAMP).read_text().partition(" ")[2].strip()


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Build in a sibling, put it in place of ``folder`` when all went well."""
    new, old = (folder.with_name(folder.name + suffix) for suffix in (".new", ".old"))
    for leftover in (new, old):
        remove(leftover)
    new.mkdir(parents=True)
    yield new
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    remove(old)


def remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)

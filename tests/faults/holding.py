"""Requests that are held in the middle of their transaction, to be struck there."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from setup.postgres import programs
from tests.conftest import RunningOdoo

PATIENCE = 120  # seconds
POLL = 0.05  # seconds
KEY = 19  # of the lock in PostgreSQL for which the held transaction waits
Found = TypeVar("Found")

MARK = f"""
    CREATE OR REPLACE FUNCTION hold_here() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock_shared({KEY}); RETURN NEW; END';
    CREATE OR REPLACE TRIGGER hold_here BEFORE INSERT ON {{table}}
        FOR EACH ROW WHEN ({{row}}) EXECUTE FUNCTION hold_here();
"""
HELD = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event_type = 'Lock' AND wait_event = 'advisory'"
)


def wait_until(holds: Callable[[], Found], what: str, poll: float = POLL) -> Found:
    deadline = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < deadline, f"Not within {PATIENCE} s: {what}"
        time.sleep(poll)
    return found


@contextmanager
def holding(server: RunningOdoo, table: str, row: str) -> Iterator[None]:
    """Who inserts a certain row comes no further until the end of the block.

    :param row: condition in SQL of the row, which it calls ``NEW``
    """
    server.query(MARK.format(table=table, row=row))
    command = [programs() / "psql", "-XAtq", "-d", server.database]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may be killed together with PostgreSQL
        text=True,
        env=os.environ,
    ) as keeper:
        assert keeper.stdin and keeper.stdout
        print(f"SELECT pg_advisory_lock({KEY}), 'kept';", file=keeper.stdin, flush=True)
        assert keeper.stdout.readline().endswith("kept\n")
        try:
            yield
        finally:
            keeper.kill()
    server.query(f"DROP TRIGGER hold_here ON {table}")


def wait_for_held(server: RunningOdoo) -> int:
    """:return: the process of PostgreSQL that works for the held request"""
    return int(wait_until(lambda: server.query(HELD), "a request that is held"))

"""Odoo on a machine whose clock the tests move."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from setup import database
from tests.conftest import RunningOdoo, running_odoo
from tests.faults.holding import wait_until

MOVED_CLOCK = Path(__file__).with_name("moved_clock.py")
POSTGRES_CLOCK = """
    CREATE OR REPLACE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE AS
        'SELECT pg_catalog.now() + interval ''{ahead} seconds'''
"""


class Clock:
    """Of Odoo and PostgreSQL; it goes on from where it was moved to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        #: what Python runs instead of Odoo itself
        self.program = (Path(shutil.copy(MOVED_CLOCK, folder)),)
        self.set_ahead("0")

    def set_ahead(self, seconds: str) -> None:
        new = self.folder / "new"
        new.write_text(seconds)
        os.rename(new, self.folder / "wanted")

    def shows(self, seconds: str) -> bool:
        shown = self.folder / "shown"
        return shown.exists() and shown.read_text() == seconds


class TimedOdoo:
    """The server with its clock."""

    def __init__(self, odoo: RunningOdoo, clock: Clock) -> None:
        self.odoo = odoo
        self.clock = clock
        self.is_running = True

    def set_clock(self, moment: datetime) -> None:
        """Move the clock of the machine, forward or back.

        :param moment: aware; it is kept while the server is down
        """
        ahead = (moment - datetime.now(UTC)) / timedelta(seconds=1)
        seconds = f"{ahead:.3f}"
        self.clock.set_ahead(seconds)
        self.odoo.query(POSTGRES_CLOCK.format(ahead=seconds))
        if self.is_running:
            wait_until(lambda: self.clock.shows(seconds), "a clock that was moved")

    def kill(self) -> None:
        self.odoo.kill()
        self.is_running = False

    def start_again(self) -> None:
        self.odoo.start_again()
        self.is_running = True

    def run_cron(self, cron: int) -> None:
        """Until nothing is left to do."""
        self.odoo.call("ir.cron", "method_direct_trigger", ids=[cron])


@pytest.fixture(scope="module")
def timed_odoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimedOdoo]:
    clock = Clock(tmp_path_factory.mktemp("clock"))
    # crons are run by the tests, at the moments that they mean
    options = ("--max-cron-threads=0",)
    with running_odoo(database.SPARE, options, clock.program) as odoo:
        yield TimedOdoo(odoo, clock)


@pytest.fixture
def timed(timed_odoo: TimedOdoo) -> TimedOdoo:
    if not timed_odoo.is_running:  # another test failed meanwhile
        timed_odoo.start_again()
    return timed_odoo

"""A cron dies in its second batch, with its server or alone among several workers. The
first batch is kept, the second one is done when the cron runs again; nothing is done
twice."""

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from setup import checks, database
from tests.conftest import running_odoo
from tests.faults.conftest import Clock, TimedOdoo
from tests.faults.cron_work import (
    MONDAY,
    MORNING,
    Absence,
    Handover,
    Processes,
    Reminders,
    Series,
    Work,
)
from tests.faults.holding import holding, wait_for_held, wait_until
from tests.records import xml_id


@pytest.mark.parametrize("kind", [Reminders, Absence, Handover, Series])
def test_server_killed(timed: TimedOdoo, kind: type[Work]) -> None:
    timed.set_clock(MORNING)
    work = kind(timed.odoo)
    cron = xml_id(timed.odoo, work.cron)
    # Odoo counts up from there to now, by minutes
    timed.odoo.query(f"UPDATE ir_cron SET nextcall = '{MONDAY}' WHERE id = {cron}")
    timed.run_cron(cron)
    assert work.done() == 0

    timed.set_clock(work.due)
    work.begin()

    def run() -> None:
        with suppress(OSError, HTTPException):  # it dies meanwhile
            timed.run_cron(cron)

    with holding(timed.odoo, *work.held), ThreadPoolExecutor(1) as pool:
        pool.submit(run)
        wait_for_held(timed.odoo)
        timed.kill()
    assert work.done() == work.batch

    timed.start_again()
    timed.run_cron(cron)
    assert work.done() == work.count
    timed.odoo.require_sound()


# ---- by Odoo's own cron workers

WORKERS = 2
# the process that says so in the log
STARTED = re.compile(r" (\d+) INFO .*\.ir_cron: Job .* starting")


@pytest.fixture
def several_workers(tmp_path: Path) -> Iterator[TimedOdoo]:
    """A server that has processes of their own for crons, which do nothing yet."""
    clock = Clock(tmp_path)
    options = (
        "--workers=1",
        f"--max-cron-threads={WORKERS}",
        f"--gevent-port={checks.find_free_port()}",
    )
    with running_odoo(database.SPARE, options, clock.program) as odoo:
        odoo.query("UPDATE ir_cron SET active = false")
        odoo.query("DELETE FROM crm_task_reminder")  # the demo's
        yield TimedOdoo(odoo, clock)


@pytest.mark.parametrize("kind", [Reminders, Absence, Series, Processes])
def test_worker_killed(several_workers: TimedOdoo, kind: type[Work]) -> None:
    timed = several_workers
    work = kind(timed.odoo)
    timed.kill()
    timed.set_clock(work.due)
    timed.start_again()
    assert work.done() == 0

    with holding(timed.odoo, *work.held):
        timed.odoo.query(
            f"UPDATE ir_cron SET active = true, nextcall = '{MONDAY}'"
            f" WHERE id = {xml_id(timed.odoo, work.cron)}"
        )
        timed.odoo.wake_crons()
        wait_for_held(timed.odoo)
        (worker,) = STARTED.findall(timed.odoo.log.read_text())
        os.kill(int(worker), signal.SIGKILL)
    assert work.done() == work.batch

    def is_done() -> bool:
        timed.odoo.wake_crons()
        return work.done() == work.count

    wait_until(is_done, "what the worker left", poll=1)
    timed.odoo.require_sound()

"""Odoo on a machine whose clock is moved.

Copied into a folder, whose file ``wanted`` says by how many seconds the clock is ahead,
now and after a restart; ``shown`` says the same as soon as it is. Of a server with
several processes, only the first one follows a clock that moves while it runs.
"""

import datetime
import os
import sys
import threading
import time
from pathlib import Path

import freezegun

POLL = 0.02  # seconds


def main() -> None:
    # the process for websockets keeps the time of the machine: freezegun and gevent
    # don't go together
    if sys.argv[1:2] != ["gevent"]:
        move_clock()

    from odoo.cli import main as run_odoo

    run_odoo()


def move_clock() -> None:
    folder = Path(__file__).parent
    ahead = (folder / "wanted").read_text()
    clock = freezegun.freeze_time(moment(ahead), tick=True).start()
    # how long something takes doesn't depend on the clock
    time.monotonic = freezegun.api.real_monotonic
    time.perf_counter = freezegun.api.real_perf_counter
    # PostgreSQL's clock is a function of the test, where there is one
    os.environ["PGOPTIONS"] = "-c search_path=public,pg_catalog"
    threading.Thread(target=follow, args=(clock, folder, ahead), daemon=True).start()


def moment(ahead: str) -> datetime.datetime:
    # not by a name in this module: there freezegun would replace it
    now = freezegun.api.real_datetime.now(datetime.UTC).replace(tzinfo=None)
    return now + datetime.timedelta(seconds=float(ahead))


def follow(clock, folder: Path, ahead: str) -> None:  # noqa: ANN001
    (folder / "shown").write_text(ahead)
    while True:
        time.sleep(POLL)
        wanted = (folder / "wanted").read_text()
        if wanted and wanted != ahead:
            clock.move_to(moment(wanted))
            ahead = wanted
            (folder / "shown").write_text(ahead)


main()

"""Odoo on a machine whose clock is moved: ``python moved_clock.py FOLDER server …``

The folder's file ``wanted`` says by how many seconds the clock is ahead, now and after
a restart; ``shown`` says the same as soon as it is.
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
    folder = Path(sys.argv.pop(1))
    ahead = (folder / "wanted").read_text()
    clock = freezegun.freeze_time(moment(ahead), tick=True).start()
    # how long something takes doesn't depend on the clock
    time.monotonic = freezegun.api.real_monotonic
    time.perf_counter = freezegun.api.real_perf_counter
    # PostgreSQL's clock is a function of the test, where there is one
    os.environ["PGOPTIONS"] = "-c search_path=public,pg_catalog"
    threading.Thread(target=follow, args=(clock, folder, ahead), daemon=True).start()

    from odoo.cli import main as run_odoo

    run_odoo()


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

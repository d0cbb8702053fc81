"""Fifty reps and two managers at work on a server with several processes.

Everybody remembers what the server confirmed; at the end the database holds just that:
nothing is lost, nothing is doubled. Reps have a browser open, which is told of each
change, by a process for websockets.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from setup import checks, database
from tests.conftest import RunningOdoo, running_odoo
from tests.faults.holding import wait_until
from tests.faults.people import Desk, Manager, Rep
from tests.listening import Listener

SECONDS = 180
REPS, MANAGERS = 50, 2
CHANGED = "crm_task/recount"  # what a browser is told
# Odoo logs a statement that failed, also when it then tries the request again; an error
# that stays is one for the person, too.
TRIED_AGAIN = r"^ERROR odoo\.sql_db: bad query"
# what gevent says of Odoo's websockets
QUEUE = r"^WARNING py\.warnings: .*/bus/websocket\.py:.* Queue\(0\)"
RETRIED = re.compile(r"(\w+), \d tries left, try again")


@pytest.fixture
def websocket_port() -> int:
    return checks.find_free_port()


@pytest.fixture
def load_server(
    websocket_port: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RunningOdoo]:
    # on a busy machine a client may need more than Odoo's two seconds to say what it
    # wants
    monkeypatch.setenv("ODOO_HTTP_SOCKET_TIMEOUT", "60")
    options = (
        "--workers=2",
        f"--gevent-port={websocket_port}",
        "--limit-time-real=600",
        "--limit-time-cpu=600",
    )
    with running_odoo(database.SPARE, options) as running:
        running.expect_in_log(TRIED_AGAIN)
        running.expect_in_log(QUEUE)
        yield running


# by task of a lead: whether it is closed, how often it was completed, how many calls in
# vain and comments it has
STANDING = """
    SELECT task.id, task.active,
           (SELECT count(*) FROM crm_task_result result
             WHERE result.mail_activity_id = task.id AND is_completing),
           (SELECT count(*) FROM crm_task_result result
             WHERE result.mail_activity_id = task.id AND NOT is_completing),
           (SELECT count(*) FROM mail_message message
             WHERE message.model = 'mail.activity' AND message.res_id = task.id
               AND message.body LIKE '%On my way%')
      FROM mail_activity task
     WHERE task.res_model = 'crm.lead' AND task.res_id = {lead}
     ORDER BY task.id
"""


def require_remembered(server: RunningOdoo, rep: Rep) -> None:
    rows = [
        line.split("|")
        for line in server.query(STANDING.format(lead=rep.lead)).split("\n")
        if line
    ]
    found = {int(row[0]): row[1:] for row in rows}
    assert set(rep.mine) <= set(found)
    assert len(found) == len(rep.mine) + 2 * rep.applied
    for task, row in found.items():
        closed = task in rep.closed
        expected = [
            "f" if closed else "t",
            "1" if closed else "0",
            str(rep.attempts[task]),
            str(rep.comments[task]),
        ]
        assert row == expected, (rep.login, task)


def require_heard(rep: Rep) -> None:
    """His browser was told of each change, once."""

    def all_heard() -> bool:
        return rep.browser.heard[CHANGED] >= len(rep.changes)

    wait_until(all_heard, f"{len(rep.changes)} changes for {rep.login}")
    assert rep.browser.heard[CHANGED] == len(rep.changes), rep.login
    assert rep.browser.is_open


def test_load(
    load_server: RunningOdoo,
    websocket_port: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server = load_server
    # writes to what people of other tests never touch: each new user
    server.query("UPDATE ir_cron SET active = false WHERE cron_name = 'Digest Emails'")
    desk = Desk(server)
    reps, managers = Rep.hire(desk, REPS), Manager.hire(desk, MANAGERS)
    for manager in managers:
        manager.reps = reps
    people = [*reps, *managers]
    for rep in reps:
        rep.browser = Listener(server, websocket_port, rep.login)
    end = time.monotonic() + SECONDS
    with ThreadPoolExecutor(len(people)) as pool:
        for done in [pool.submit(person.work_until, end) for person in people]:
            done.result()  # no error

    for rep in reps:
        require_remembered(server, rep)
        require_heard(rep)
        rep.browser.close()
    server.require_sound()
    retried = Counter(RETRIED.findall(server.log.read_text()))
    with capsys.disabled():
        print(f"\n{len(people)} people, {SECONDS} s\n{desk.report()}")
        print(f"changes told to open browsers: {sum(len(rep.changes) for rep in reps)}")
        print(f"tried again by Odoo: {dict(retried) or 'nothing'}")

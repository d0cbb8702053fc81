"""What a second server brings where the work is done by jobs.

::

    python3 -m tests.bench.servers --records 10000

A template is applied to so many leads: by OCA's job queue, on one server, then on two,
that work on one database, one job each at a time. With ``--peers`` also as it is done
without these add-ons: plain Odoo's plan, in a job of OCA's queue for each lead.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from setup import database, environment, processes
from setup.database import Cluster
from setup.errors import SetupError
from setup.lock import exclusive
from setup.paths import LOCAL, LOGS
from setup.progress import Progress
from tests.several_servers import several_servers

from .http_press import Browser

LOGIN = PASSWORD = "admin"
PEERS_RECORDS = 1000  # each is a request of its own
WARM_UP = 4000  # documents: jobs enough for each server to have some
CHUNK = 1000  # leads created at a time
PATIENCE = 3600  # seconds
POLL = 0.25  # seconds; asking takes the processors some time, too
SUMMARY = "Bench of servers"
MADE = f"SELECT count(*) FROM mail_activity WHERE summary = '{SUMMARY}'"
ALL_DONE = """
    SELECT 1 FROM mail_activity_schedule_batch
     WHERE schedule_id = {} HAVING count(*) FILTER (WHERE state = 'waiting') = 0
"""
# a server action, as somebody would write it
PLAIN_JOBS = """
for record in records:
    values = {{"plan_id": {plan}, "res_model": "crm.lead", "res_ids": str(record.ids)}}
    env["mail.activity.schedule"].create(values).with_delay().action_schedule_plan()
"""


class Taken(NamedTuple):
    seconds: float
    processors: float  # that were busy on average, with whatever ran on the machine

    def __str__(self) -> str:
        return f"{self.processors:.2f} processors busy"


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        prog="python3 -m tests.bench.servers",
        description="Measures one server and several on one database.",
    )
    result.add_argument("--records", type=int, default=10_000, metavar="NUMBER")
    result.add_argument("--peers", action="store_true")
    result.add_argument("--servers", type=int, nargs="+", default=[1, 2])
    return result


def bench(records: int, counts: list[int], with_peers: bool) -> int:
    progress = Progress(environment.STEPS + 2)
    with environment.prepared(progress) as cluster:
        with progress.step("Add-ons in a fresh database") as step:
            database.ensure_fresh(cluster, step, reuse=True)
        with progress.step("The same beside add-ons of the OCA") as step:
            database.ensure_queue(cluster, step)
        return bench_on(cluster, records, counts, with_peers)


def bench_on(
    cluster: Cluster, records: int, counts: list[int], with_peers: bool = False
) -> int:
    """The same where the databases are there already."""
    print(f"\n{records:,} records, {os.cpu_count()} processors", flush=True)
    first = 0.0
    for count in counts:
        taken = _measure(cluster, records, count)
        seconds = taken.seconds
        first = first or seconds
        print(
            f"{count} server{'s' if count > 1 else ' '} {seconds:8.1f} s"
            f" {records / seconds:8.0f} records/s {first / seconds:5.2f}×  ({taken})",
            flush=True,
        )
    if with_peers:
        some = min(records, PEERS_RECORDS)
        taken = _measure_plain(cluster, some)
        print(
            f"1 server, plain Odoo, a job for each of {some:,} records"
            f" {taken.seconds:8.1f} s {some / taken.seconds:8.0f} records/s  ({taken})",
            flush=True,
        )
    return 0


def _measure_plain(cluster: Cluster, records: int) -> Taken:
    """What plain Odoo takes with ``queue_job``."""
    name = database.SPARE
    database.clone(cluster, database.CORE, name)
    with Progress(1).step("OCA's job queue beside plain Odoo") as step:
        log = LOGS / "bench-queue.log"
        database.install(cluster.with_oca(), name, ["queue_job"], log, step)
    options = ("--max-cron-threads=0",)
    with several_servers(cluster, name, 1, options, by_jobs=True) as (server,):
        browser = Browser(server.url, name, LOGIN, PASSWORD)
        leads = _leads(browser, records)
        line = {"responsible_type": "other", "responsible_id": browser.user}
        action = browser.call(
            "ir.actions.server",
            "create",
            [
                {
                    "name": SUMMARY,
                    "model_id": browser.call(
                        "ir.model", "search", [["model", "=", "crm.lead"]]
                    )[0],
                    "state": "code",
                    "code": PLAIN_JOBS.format(plan=_template(browser, **line)),
                }
            ],
        )
        context = {"active_model": "crm.lead", "active_ids": leads}
        started = time.monotonic(), _busy()
        browser.call("ir.actions.server", "run", action, context=context)
        return _until(cluster, f"{MADE} HAVING count(*) = {records}", *started)


def _measure(cluster: Cluster, records: int, count: int) -> Taken:
    name = database.SPARE
    database.clone(cluster, database.QUEUE, name)
    options = ("--max-cron-threads=0",)
    with several_servers(cluster, name, count, options, by_jobs=True) as servers:
        browser = Browser(servers[0].url, name, LOGIN, PASSWORD)
        template = _template(browser, responsible_type="salesperson")
        _launch(cluster, browser, template, WARM_UP)
        taken = _launch(cluster, browser, template, records)
    made = int(cluster.query(MADE, name))
    if made != records + WARM_UP:
        raise SetupError(f"{made} tasks instead of {records + WARM_UP}")
    return taken


def _template(browser: Browser, **values: Any) -> int:
    task_type = browser.call(
        "mail.activity.type", "search", [["category", "=", "phonecall"]], limit=1
    )
    line = {
        "activity_type_id": task_type[0],
        "summary": SUMMARY,
        **values,
    }
    values = {
        "name": SUMMARY,
        "res_model": "crm.lead",
        "template_ids": [[0, 0, line]],
    }
    template: int = browser.call("mail.activity.plan", "create", [values])[0]
    return template


def _launch(cluster: Cluster, browser: Browser, template: int, records: int) -> Taken:
    """Apply the template, until all is done."""
    values = {
        "res_model": "crm.lead",
        "res_ids": json.dumps(_leads(browser, records)),
        "plan_id": template,
    }
    schedule = browser.call("mail.activity.schedule", "create", [values])[0]
    started = time.monotonic(), _busy()
    browser.call("mail.activity.schedule", "action_schedule_plan", [schedule])
    return _until(cluster, ALL_DONE.format(schedule), *started)


def _busy() -> float:
    """Seconds for which the processors have worked since the machine was started."""
    first, *_others = Path("/proc/stat").read_text().splitlines()
    _name, user, nice, system, _idle, _wait, *interrupts = first.split()[:8]
    ticks = sum(map(int, (user, nice, system, *interrupts)))
    return ticks / os.sysconf("SC_CLK_TCK")


def _until(cluster: Cluster, question: str, started: float, busy: float) -> Taken:
    """What was taken since it was started, as soon as the database has an answer."""
    while not cluster.query(question, database.SPARE):
        if time.monotonic() - started > PATIENCE:
            raise SetupError("The jobs don't come to an end.")
        time.sleep(POLL)
    seconds = time.monotonic() - started
    return Taken(seconds, (_busy() - busy) / seconds)


def _leads(browser: Browser, records: int) -> list[int]:
    leads: list[int] = []
    for start in range(0, records, CHUNK):
        values = [
            {"name": f"Lead {start + number}"}
            for number in range(min(CHUNK, records - start))
        ]
        context = {"tracking_disable": True}
        leads += browser.call("crm.lead", "create", values, context=context)
    return leads


def main() -> int:
    options = parser().parse_args()
    processes.stop_cleanly_on_signals()
    try:
        with exclusive(LOCAL / "lock", "bench"):
            return bench(options.records, options.servers, options.peers)
    except SetupError as error:
        print(f"bench: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

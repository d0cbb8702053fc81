"""Two servers on one database, one of which dies in the middle of its work: nothing is
lost and nothing is done twice; with OCA's job queue and without it."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.client import HTTPException

import pytest

from setup import database, log_check
from tests.conftest import REFUSALS, RunningOdoo, connected
from tests.odoo_api import ApiError
from tests.records import xml_id
from tests.several_servers import several_servers
from tests.test_process import published_copy

COUNT = 900
PATIENCE = 90  # seconds until all is done, from the moment at which a server dies
POLL = 0.05  # seconds

# what a dead server leaves behind; and what two do at the same moment is tried again
EXPECTED = (
    REFUSALS,
    r"queue_job\S*: (Re-queued dead job|was requested to run job|exception in GET)",
    r"^ERROR odoo\.sql_db: bad query: ",
)


@contextmanager
def two_servers(template, **options):
    cluster = connected().with_oca()
    database.clone(cluster, template, database.SPARE)
    with several_servers(cluster, database.SPARE, 2, **options) as servers:
        running = [
            RunningOdoo(cluster, server, database.SPARE, server.log)
            for server in servers
        ]
        yield running
    for one in running:
        log_check.require_clean(one.log, "the black-box tests", EXPECTED)


@pytest.fixture
def by_jobs():
    with two_servers(
        database.QUEUE, by_jobs=True, options=("--max-cron-threads=1",)
    ) as servers:
        yield servers


@pytest.fixture
def by_crons():
    with two_servers(database.FRESH, options=("--max-cron-threads=2",)) as servers:
        yield servers


def wait_until(holds, what, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, f"Not within {patience} s: {what}"
        time.sleep(POLL)


def new_leads(server):
    user = xml_id(server, "base.user_admin")
    return server.call(
        "crm.lead",
        "create",
        vals_list=[{"name": f"Roof {n}", "user_id": user} for n in range(COUNT)],
        context={"tracking_disable": True},
    )


def count_tasks(server, leads):
    """How many there are, and on how many of the leads."""
    ids = ", ".join(map(str, leads))
    text = server.query(
        "SELECT count(*), count(DISTINCT res_id) FROM mail_activity"
        f" WHERE res_model = 'crm.lead' AND res_id IN ({ids})"
    )
    return tuple(map(int, text.split("|")))


def task_number(server):
    """Of the newest task, also of one whose transaction is under way."""
    return int(server.query("SELECT last_value FROM mail_activity_id_seq"))


def kill_at_work(dying, left, leads, last):
    """Kill a server as soon as tasks are being made.

    :param int last: the number of the newest one before
    """
    wait_until(lambda: task_number(left) > last, "tasks under way")
    dying.kill()
    assert count_tasks(left, leads)[0] < COUNT


def require_each_once(server, leads):
    wait_until(
        lambda: count_tasks(server, leads)[0] >= COUNT, "a task on each of the leads"
    )
    assert count_tasks(server, leads) == (COUNT, COUNT)


# ---- by jobs


def launch_template(server, leads):
    """:return: the id of the dialog"""
    template = server.call(
        "mail.activity.plan",
        "create",
        vals_list=[
            {
                "name": "Say hello",
                "res_model": "crm.lead",
                "template_ids": [
                    (
                        0,
                        0,
                        {
                            "activity_type_id": xml_id(
                                server, "mail.mail_activity_data_call"
                            ),
                            "summary": "Hello",
                            "responsible_type": "salesperson",
                        },
                    )
                ],
            }
        ],
    )[0]
    schedule = server.call(
        "mail.activity.schedule",
        "create",
        vals_list=[
            {
                "res_model": "crm.lead",
                "res_ids": json.dumps(leads),
                "plan_id": template,
            }
        ],
    )[0]
    server.call("mail.activity.schedule", "action_schedule_plan", ids=[schedule])
    return schedule


@pytest.mark.parametrize("dying", [0, 1], ids=["runner", "worker"])
def test_template(by_jobs, dying):
    server, left = by_jobs[dying], by_jobs[1 - dying]
    leads = new_leads(left)
    last = task_number(left)
    schedule = launch_template(left, leads)
    kill_at_work(server, left, leads, last)
    over = "SELECT launch_over FROM mail_activity_schedule WHERE id = {}"
    wait_until(lambda: left.query(over.format(schedule)) == "t", "the end")
    assert count_tasks(left, leads) == (COUNT, COUNT)
    left.require_sound()


def test_processes(by_jobs):
    dying, left = by_jobs
    leads, process = new_leads(left), published_copy(left)
    last = task_number(left)
    left.call("crm.task.process", "action_start", ids=[process], res_ids=leads)
    kill_at_work(dying, left, leads, last)
    require_each_once(left, leads)
    left.require_sound()


# ---- by crons


@contextmanager
def crons_at_work(servers):
    """Both servers are asked for the same scheduled action, again and again."""
    over = threading.Event()

    def run(server, cron):
        while not over.is_set():
            # the other one is at it, or this one was killed
            with suppress(ApiError, OSError, HTTPException):
                server.call("ir.cron", "method_direct_trigger", ids=[cron])
            over.wait(POLL)

    cron = xml_id(servers[0], "crm_task_workflow.ir_cron_advance_process_runs")
    threads = [threading.Thread(target=run, args=(s, cron)) for s in servers]
    for server in servers:
        server.client()
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_crons(by_crons):
    dying, left = by_crons
    leads, process = new_leads(left), published_copy(left)
    last = task_number(left)
    left.call("crm.task.process", "action_start", ids=[process], res_ids=leads)
    with crons_at_work(by_crons):
        kill_at_work(dying, left, leads, last)
        require_each_once(left, leads)
    left.require_sound()

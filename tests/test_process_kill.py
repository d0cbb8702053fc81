"""A server that dies in the middle of a batch of starts: nothing is lost or doubled."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPException

from tests.odoo_api import ApiError
from tests.records import xml_id
from tests.test_process import published_copy

COUNT = 1000
PATIENCE = 90  # seconds until the batch is through, kills included
POLL = 0.02  # seconds

# by run: its open tokens, the open tasks they wait for, and those of its document
STANDING = """
    SELECT count(*), count(DISTINCT res_id),
           count(*) FILTER (WHERE tokens = 1 AND waited_for = 1 AND tasks = 1),
           count(*) FILTER (WHERE tokens = 1 AND waited_for = 0 AND tasks = 0)
      FROM (SELECT res_id,
                   (SELECT count(*) FROM crm_task_process_token
                     WHERE run_id = run.id) AS tokens,
                   (SELECT count(*) FROM crm_task_process_token token
                      JOIN mail_activity task ON task.id = token.task_id
                     WHERE token.run_id = run.id AND token.state = 'waiting'
                       AND task.active) AS waited_for,
                   (SELECT count(*) FROM mail_activity task
                     WHERE task.res_model = run.res_model
                       AND task.res_id = run.res_id) AS tasks
              FROM crm_task_process_run run WHERE state = 'running') AS standing
"""
# of the newest task, also of one whose transaction is still under way
NUMBER = "SELECT last_value FROM mail_activity_id_seq"


def numbers(server, statement):
    return [int(text) for text in server.query(statement).split("|")]


def wait_until(holds, what):
    deadline = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < deadline, f"Not within {PATIENCE} s: {what}"
        time.sleep(POLL)
    return found


@contextmanager
def cron_at_work(server):
    """The cron of processes, run by the server; it may be killed meanwhile."""
    cron = xml_id(server, "crm_task_workflow.ir_cron_advance_process_runs")

    def run():
        # already at work by itself, or killed
        with suppress(ApiError, OSError, HTTPException):
            server.call("ir.cron", "method_direct_trigger", ids=[cron])

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run)
        yield


def started(server):
    """How many runs stand at their task, all of them as they should.

    What is committed is seen at one moment: each run is still at its start without a
    task, or waits for the one task of its document.
    """
    runs, documents, waiting, ready = numbers(server, STANDING)
    assert runs == documents == waiting + ready == COUNT
    return waiting


def test_kill_in_the_middle_of_a_batch(spare_server):
    server = spare_server
    process, user = published_copy(server), xml_id(server, "base.user_admin")
    leads = [{"name": f"Roof {number}", "user_id": user} for number in range(COUNT)]
    ids = server.call(
        "crm.lead", "create", vals_list=leads, context={"tracking_disable": True}
    )
    last = numbers(server, NUMBER)
    server.call("crm.task.process", "action_start", ids=[process], res_ids=ids)
    with cron_at_work(server):
        wait_until(
            lambda: numbers(server, NUMBER) > last,
            "tasks in a transaction under way",
        )
        server.kill()
    before = started(server)
    assert before < COUNT

    server.start_again()
    with cron_at_work(server):
        wait_until(lambda: started(server) > before, "a batch that is kept")
        server.kill()
    assert before < started(server) < COUNT

    server.start_again()
    with cron_at_work(server):
        wait_until(lambda: started(server) == COUNT, "all runs at their task")
    assert numbers(
        server,
        "SELECT count(*), count(DISTINCT res_id) FROM mail_activity WHERE res_model ="
        f" 'crm.lead' AND res_id IN ({', '.join(map(str, ids))})",
    ) == [COUNT, COUNT]
    server.require_sound()

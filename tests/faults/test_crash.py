"""Odoo or PostgreSQL dies in the middle of a request: what was confirmed is kept, of
the rest nothing is half done, and done again it is done once."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from setup import database
from setup.errors import SetupError
from setup.private_server import SOCKET_PREFIX
from tests.conftest import RunningOdoo, running_odoo
from tests.faults.holding import holding, wait_for_held, wait_until
from tests.odoo_api import ApiError
from tests.records import xml_id

# What Odoo logs of the request whose connection is lost.
CONNECTION_LOST = (
    r'^ERROR odoo\.sql_db: bad query: b\'INSERT INTO "(crm_task_result|mail_activity)"',
    r"^ERROR odoo\.http: Exception during request handling",
)
# one of the processes that are new after a crash
CHECKPOINTER = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"


def is_private() -> bool:
    """Whether PostgreSQL runs for these tests only."""
    return Path(os.environ["PGHOST"]).name.startswith(SOCKET_PREFIX)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningOdoo]:
    with running_odoo(database.SPARE, ("--max-cron-threads=0",)) as running:
        # as on production: what is confirmed is written
        running.query(f"ALTER DATABASE {running.database} SET synchronous_commit = on")
        restart(running)
        if is_private():
            # before it, a crash lets the sequences of a copied database fall back
            running.query("CHECKPOINT")
        yield running


def restart(server: RunningOdoo) -> None:
    server.kill()
    server.start_again()


class Deals:
    """Leads with work on all of them; how much of it is done, none of it by halves."""

    count = 0
    held: str  # table into which the struck request is about to insert
    # by lead: whether all of the work is done on it, and whether nothing is
    standing: str

    def __init__(self, server: RunningOdoo) -> None:
        self.server = server
        self.call_type = xml_id(server, "mail.mail_activity_data_call")
        self.user = xml_id(server, "base.user_admin")
        values = {"user_id": self.user}
        self.leads = server.call(
            "crm.lead",
            "create",
            vals_list=[values | {"name": f"Deal {n}"} for n in range(self.count)],
            context={"tracking_disable": True},
        )

    def done(self) -> int:
        leads = ", ".join(map(str, self.leads))
        done, untouched = map(
            int, self.server.query(self.standing.format(leads=leads)).split("|")
        )
        assert done + untouched == self.count
        return done


class Press(Deals):
    """Calls that are completed in one go, each of them followed by a task."""

    count = 150
    held = "crm_task_result"
    standing = """
        SELECT count(*) FILTER (WHERE closed = 1 AND results = 1 AND following = 1
                                  AND told = 1),
               count(*) FILTER (WHERE closed = 0 AND results = 0 AND following = 0
                                  AND told = 0)
          FROM (SELECT (SELECT count(*) FROM mail_activity
                         WHERE res_model = 'crm.lead' AND res_id = lead.id
                           AND active IS NOT TRUE) AS closed,
                       (SELECT count(*) FROM crm_task_result
                         WHERE lead_id = lead.id) AS results,
                       (SELECT count(*) FROM mail_activity
                         WHERE res_model = 'crm.lead' AND res_id = lead.id AND active
                           AND summary = 'Write an offer') AS following,
                       (SELECT count(*) FROM mail_message
                         WHERE model = 'crm.lead' AND res_id = lead.id
                           AND mail_activity_type_id IS NOT NULL) AS told
                  FROM crm_lead lead WHERE id IN ({leads})) AS lead
    """

    def __init__(self, server: RunningOdoo) -> None:
        super().__init__(server)
        task = {
            "activity_type_id": self.call_type,
            "res_model_id": xml_id(server, "crm.model_crm_lead"),
            "user_id": self.user,
        }
        self.tasks = server.call(
            "mail.activity",
            "create",
            vals_list=[task | {"res_id": lead} for lead in self.leads],
        )
        rule = [("title", "=", "Write an offer")]
        if not server.call("crm.task.followup", "search", domain=rule):
            self.let_follow("Write an offer")
        self.last = f"NEW.mail_activity_id = {self.tasks[-1]}"

    def let_follow(self, title: str) -> None:
        values = {
            "activity_type_id": self.call_type,
            "next_type_id": xml_id(self.server, "mail.mail_activity_data_todo"),
            "mode": "create",
            "title": title,
        }
        self.server.call("crm.task.followup", "create", vals_list=[values])

    def go_on(self) -> None:
        self.server.call(
            "mail.activity", "action_outcome", ids=self.tasks, outcome="done"
        )


class Launch(Deals):
    """A template that makes two tasks on each lead, in batches of 200 leads."""

    count = 450
    held = "mail_activity"
    standing = """
        SELECT count(*) FILTER (WHERE tasks = 2 AND told = 1),
               count(*) FILTER (WHERE tasks = 0 AND told = 0)
          FROM (SELECT (SELECT count(*) FROM mail_activity
                         WHERE res_model = 'crm.lead' AND res_id = lead.id) AS tasks,
                       (SELECT count(*) FROM mail_message
                         WHERE model = 'crm.lead' AND res_id = lead.id
                           AND body LIKE '%Two calls%') AS told
                  FROM crm_lead lead WHERE id IN ({leads})) AS lead
    """

    def __init__(self, server: RunningOdoo) -> None:
        super().__init__(server)
        line = {"activity_type_id": self.call_type, "responsible_type": "on_demand"}
        (template,) = server.call(
            "mail.activity.plan",
            "create",
            vals_list=[
                {
                    "name": "Two calls",
                    "res_model": "crm.lead",
                    "template_ids": [
                        (0, 0, line | {"summary": text}) for text in ("First", "Second")
                    ],
                }
            ],
        )
        values = {"plan_id": template, "plan_on_demand_user_id": self.user}
        self.context = {"active_model": "crm.lead", "active_ids": self.leads}
        self.dialog = server.call(
            "mail.activity.schedule",
            "create",
            vals_list=[values],
            context=self.context,
        )
        self.launch()  # the first batch; the second is struck
        self.last = f"NEW.res_id = {self.leads[399]}"

    def launch(self) -> Any:
        return self.server.call(
            "mail.activity.schedule",
            "action_launch_batch",
            ids=self.dialog,
            context=self.context,
        )

    def go_on(self) -> None:
        while not self.launch()["is_over"]:
            pass


def kill_odoo(server: RunningOdoo, _backend: int) -> None:
    server.kill()


def crash_postgres(server: RunningOdoo, backend: int) -> None:
    """PostgreSQL ends all its processes when one dies, and recovers by its log. Where
    it may serve others, too, only the connection is ended."""
    for pattern in CONNECTION_LOST:
        server.expect_in_log(pattern)
    if not is_private():
        server.query(f"SELECT pg_terminate_backend({backend})")
        return
    before = server.query(CHECKPOINTER)
    os.kill(backend, signal.SIGKILL)

    def recovered() -> bool:
        try:
            return server.query(CHECKPOINTER) not in ("", before)
        except SetupError:
            return False

    wait_until(recovered, "PostgreSQL, after its crash")


@pytest.mark.parametrize("strike", [kill_odoo, crash_postgres])
@pytest.mark.parametrize("work", [Press, Launch])
def test_crash(
    server: RunningOdoo,
    work: type[Press | Launch],
    strike: Callable[[RunningOdoo, int], None],
) -> None:
    deals = work(server)
    before = deals.done()
    assert before < deals.count
    with holding(server, deals.held, deals.last), ThreadPoolExecutor(1) as pool:
        request = pool.submit(deals.go_on)
        backend = wait_for_held(server)
        strike(server, backend)
        assert isinstance(request.exception(), ApiError | OSError | HTTPException)
    restart(server)  # Odoo learns of each lost connection only when it uses it
    assert deals.done() == before

    deals.go_on()
    assert deals.done() == deals.count
    server.require_sound()

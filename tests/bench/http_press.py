"""One press of *Done*, from the request to its answer, on two real servers."""

import http.cookiejar
import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any

from setup import checks, server
from setup.database import Cluster
from setup.errors import SetupError
from setup.paths import LOGS

from . import databases, table
from .measuring import Figures, Series
from .table import OURS, PLAIN

LOGIN, PASSWORD = "bench.seller007", "admin"
WARM_UP, PRESSES = 5, 40


class Browser:
    """A session of one user, talking as the web client does."""

    def __init__(
        self, url: str, database: str, login: str = LOGIN, password: str = PASSWORD
    ) -> None:
        self.url = url
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        session = self.post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": password},
        )
        self.user: int = session["uid"]

    def post(self, path: str, params: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            self.url + path,
            data=json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with self._opener.open(request, timeout=120) as answer:
            values = json.load(answer)
        if "error" in values:
            raise SetupError(f"{path}: {values['error']['data']['debug']}")
        return values["result"]

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )


class Presser:
    """A seller with calls to make on leads of his own."""

    def __init__(
        self, cluster: Cluster, browser: Browser, database: str, is_ours: bool
    ) -> None:
        self._browser = browser
        leads = browser.call("crm.lead", "search", [], limit=WARM_UP + PRESSES)
        lead_model, call = (
            int(
                cluster.query(
                    f"SELECT res_id FROM ir_model_data WHERE {xml_id}", database
                )
            )
            for xml_id in (
                "module = 'crm' AND name = 'model_crm_lead'",
                "module = 'mail' AND name = 'mail_activity_data_call'",
            )
        )
        self._tasks = browser.call(
            "mail.activity",
            "create",
            [
                {
                    "res_model_id": lead_model,
                    "res_id": lead,
                    "activity_type_id": call,
                    "summary": "Call back",
                    "date_deadline": date.today().isoformat(),
                }
                for lead in leads
            ],
        )
        self._method, self._arguments = "action_feedback", []
        if is_ours:
            # what the button of the outcome asks the server for
            done = cluster.query(
                "SELECT id FROM crm_task_outcome"
                f" WHERE code = 'done' AND activity_type_id = {call}",
                database,
            )
            self._method, self._arguments = "action_press", [int(done)]

    def press(self) -> float:
        """:return: seconds"""
        task = self._tasks.pop()
        start = time.perf_counter()
        self._browser.call("mail.activity", self._method, [task], *self._arguments)
        return time.perf_counter() - start


@contextmanager
def _serving(cluster: Cluster, arm: str, tasks: int) -> Iterator[Presser]:
    name = databases.name_of(arm, tasks)
    with server.serving(
        cluster,
        name,
        checks.find_free_port(),
        LOGS / f"{name}-http.log",
        options=("--max-cron-threads=0",),
    ) as odoo:
        yield Presser(cluster, Browser(odoo.url, name), name, arm == OURS)


def measure(cluster: Cluster, tasks: int) -> Figures:
    """In turn on both; what was pressed stays done."""
    series = {PLAIN: Series(), OURS: Series()}
    with ExitStack() as servers:
        pressers = {
            arm: servers.enter_context(_serving(cluster, arm, tasks)) for arm in series
        }
        for number in range(WARM_UP + PRESSES):
            for arm, presser in pressers.items():
                taken = presser.press()
                if number >= WARM_UP:
                    series[arm].seconds.append(taken)
    return Figures(table.HTTP_PRESS, tasks, series)

"""A page of Odoo in Chromium, as somebody has it open: nothing in it is prepared for
tests. Spoken to by the DevTools protocol."""

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
import websocket

from setup import browser
from tests.conftest import RunningOdoo

PATIENCE = 90  # seconds until something shows
POLL = 0.1  # seconds
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-timer-throttling",
    "--mute-audio",
    "--remote-debugging-port=0",
    "--window-size=1366,900",
)


class Page:
    """The one page that is open."""

    def __init__(self, devtools: websocket.WebSocket) -> None:
        self._devtools = devtools
        self._sent = 0

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        """Have the browser do something.

        :return: its answer
        """
        self._sent += 1
        call = {"id": self._sent, "method": method, "params": params}
        self._devtools.send(json.dumps(call))
        while True:
            answer: dict[str, Any] = json.loads(self._devtools.recv())
            if answer.get("id") == self._sent:
                assert "error" not in answer, answer["error"]
                return answer["result"]  # type: ignore[no-any-return]

    def run(self, script: str) -> Any:
        """:return: what an expression in JavaScript gives"""
        answer = self.command(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def text(self, selector: str) -> str | None:
        """What is read there; None where there is nothing."""
        found: str | None = self.run(
            f"document.querySelector({json.dumps(selector)})?.innerText.trim()"
        )
        return found

    def click(self, selector: str) -> None:
        self.wait_for(selector)
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def wait_for(self, selector: str, text: str | None = None) -> None:
        """Until something is there, and reads so."""
        deadline = time.monotonic() + PATIENCE
        while (found := self.text(selector)) is None or text not in (None, found):
            wanted = f"{text!r} in {selector}"
            assert time.monotonic() < deadline, f"{found!r} instead of {wanted}"
            time.sleep(POLL)


@contextmanager
def open_browser(
    server: RunningOdoo, login: str, password: str, profile: Path
) -> Iterator[Page]:
    """Odoo's first page, for a user.

    :param profile: an empty folder for the browser's own files
    """
    program = browser.find()
    if program is None:
        pytest.fail("There is no browser on this machine.")
    command = [program, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as chromium:
        try:
            devtools = websocket.create_connection(
                _address(profile / "DevToolsActivePort"),
                suppress_origin=True,
                timeout=PATIENCE,
            )
            page = Page(devtools)
            session = log_in(server, login, password)
            page.command(
                "Network.setCookie", name="session_id", value=session, url=server.url
            )
            page.command("Page.navigate", url=f"{server.url}/odoo")
            yield page
        finally:
            chromium.kill()


def _address(said: Path) -> str:
    """Where the only page of the browser is spoken to."""
    deadline = time.monotonic() + PATIENCE
    while not said.exists() or not said.read_text().strip():
        assert time.monotonic() < deadline, "The browser didn't start"
        time.sleep(POLL)
    port = said.read_text().split()[0]
    while True:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            pages = [page for page in json.load(answer) if page["type"] == "page"]
        if pages:
            return str(pages[0]["webSocketDebuggerUrl"])
        assert time.monotonic() < deadline, "The browser has no page"
        time.sleep(POLL)


def log_in(server: RunningOdoo, login: str, password: str) -> str:
    """:return: the id of a new session"""
    cookies = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    values = {"db": server.database, "login": login, "password": password}
    request = urllib.request.Request(
        f"{server.url}/web/session/authenticate",
        json.dumps({"params": values}).encode(),
        {"Content-Type": "application/json"},
    )
    with opener.open(request, timeout=120) as answer:
        assert json.load(answer).get("result", {}).get("uid"), f"Who is {login}?"
    (session,) = (cookie.value for cookie in cookies if cookie.name == "session_id")
    return str(session)

"""A running Odoo with the add-ons and demo data for the black-box tests."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from setup import check, checks, database, log_check, odoo_source, postgres
from setup.database import PROGRAM, Cluster
from setup.paths import LOGS
from setup.processes import Command
from setup.server import Server, serving
from tests.odoo_api import Client
from tests.records import create_share

ADMIN = "admin"
# Odoo logs each refusal that a client gets (AccessError, UserError, …): tests provoke
# them, and see them in the answer.
REFUSALS = r"^WARNING odoo\.http: "


class RunningOdoo:
    """The server, as the ``server`` fixture hands it out.

    :ivar str url: its address, without a slash at the end
    :ivar str database: the name of its database
    :ivar str login: the administrator's login, which is also the password
    """

    def __init__(self, cluster: Cluster, odoo: Server, name: str, log: Path) -> None:
        self.url = odoo.url
        self.database = name
        self.login = self.password = ADMIN
        self.log = log
        self.expected_in_log = [REFUSALS]
        self._cluster = cluster
        self._odoo = odoo
        self._clients: dict[str, Client] = {}

    def api_key(self, login: str = ADMIN) -> str:
        """A new bearer key of this user for ``/json/2``.

        It is stored as Odoo stores it, so that a test needs no password.
        """
        from passlib.context import CryptContext

        key = secrets.token_hex(20)
        context = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=6000)
        created = self._cluster.query(
            "INSERT INTO res_users_apikeys (name, user_id, scope, key, index) "
            f"SELECT 'black-box test', id, 'rpc', '{context.hash(key)}', '{key[:8]}' "
            f"FROM res_users WHERE login = {postgres.quoted(login)} RETURNING id",
            self.database,
        )
        assert created, f"There is no user {login!r}"
        return key

    def client(self, login: str = ADMIN) -> Client:
        """The API as this user sees it."""
        if login not in self._clients:
            self._clients[login] = Client(self.url, self.database, self.api_key(login))
        return self._clients[login]

    def call(self, model: str, method: str, **arguments: Any) -> Any:
        """Call a method as the administrator; see :meth:`Client.call`."""
        return self.client().call(model, method, **arguments)

    def query(self, statement: str) -> str:
        """What is committed in the database: rows as lines, columns between ``|``."""
        return self._cluster.query(statement, self.database)

    @property
    def process_id(self) -> int:
        return self._odoo.process.pid

    def kill(self) -> None:
        """As ``kill -9`` does: nobody is asked, nothing is finished."""
        self._odoo.kill()

    def start_again(self) -> None:
        self._odoo.start()

    def wake_crons(self) -> None:
        """Let them look at once what there is to do, as Odoo does."""
        self._cluster.query(f"NOTIFY cron_trigger, '{self.database}'")

    def problems(self) -> list[str]:
        """What ``python3 -m setup check`` says of the database."""
        return check.find_problems(self._cluster, self.database)

    def require_sound(self) -> None:
        """All tasks, results and processes are as they must be at any time."""
        assert not self.problems()

    def expect_in_log(self, pattern: str) -> None:
        """Don't count warnings or errors of the log that match as failures."""
        re.compile(pattern)
        self.expected_in_log.append(pattern)


def connected() -> Cluster:
    if "PGHOST" not in os.environ:
        pytest.fail("Please run these tests by: python3 -m setup test PATH")
    return database.connect(odoo_source.located(), os.environ)


@contextmanager
def running_odoo(
    name: str, options: tuple[str, ...] = (), program: Command = PROGRAM
) -> Iterator[RunningOdoo]:
    """Odoo on a free port, on a copy of the fresh database called ``name``.

    At the end its log must hold no warning or error that no test expected.

    :param options: of Odoo's command line
    :param program: what Python runs instead of Odoo itself
    """
    cluster = connected()
    database.clone(cluster, database.FRESH, name)
    log = LOGS / f"{name}.log"
    port = checks.find_free_port()
    with serving(cluster, name, port, log, options=options, program=program) as odoo:
        running = RunningOdoo(cluster, odoo, name, log)
        yield running
    log_check.require_clean(log, "the black-box tests", running.expected_in_log)


@pytest.fixture(scope="session")
def server() -> Iterator[RunningOdoo]:
    """Odoo with all add-ons and demo data, on a database that the tests may change."""
    with running_odoo(database.BLACKBOX) as running:
        yield running
        running.require_sound()


@pytest.fixture
def share(server: RunningOdoo) -> Iterator[Callable[..., None]]:
    """Sets what the administrator shares with Marc Demo; gone after the test."""
    made: list[int] = []
    yield lambda level, **values: made.append(create_share(server, level, **values))
    server.call("crm.task.share", "unlink", ids=made)


@pytest.fixture
def spare_server() -> Iterator[RunningOdoo]:
    """One for a single test that leaves its database unusable for others."""
    with running_odoo(database.SPARE) as running:
        yield running

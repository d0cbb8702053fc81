"""The private PostgreSQL server, for real."""

import os
import shutil
import signal
import subprocess
import tempfile
from io import StringIO
from pathlib import Path

import pytest

from setup import postgres
from setup.private_server import PrivateServer, fallback_folder
from setup.progress import Step
from setup.python_env import clean_environment


@pytest.fixture
def server():
    # pytest's own folders are closed to the user that the server of root is.
    folder = Path(tempfile.mkdtemp(prefix="crm-tasks-test-"))
    folder.chmod(0o711)
    server = PrivateServer(postgres.programs(), folder / "postgres")
    yield server
    server.stop()
    for path in (folder, fallback_folder(folder / "postgres")):
        shutil.rmtree(path, ignore_errors=True)


def start(server):
    return clean_environment(**server.start(Step("PostgreSQL", StringIO())))


def pid_of(server):
    return int((server.data / "postmaster.pid").read_text().split()[0])


def is_alive(pid):
    """Whether it still does something: nobody may have reaped an ended process."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


def test_start_and_stop(server):
    env = start(server)
    assert postgres.query(env, "SELECT current_user") == "odoo"
    assert postgres.query(env, "SHOW listen_addresses") == ""
    # Case mapping beyond ASCII, on which searching for names depends.
    assert postgres.query(env, "SELECT 'Ünal' ILIKE 'üNAL'") == "t"
    pid, socket = pid_of(server), server.socket
    server.stop()
    assert not is_alive(pid)
    assert not socket.exists()


def test_data_outlives_a_stop(server):
    postgres.query(start(server), "CREATE DATABASE kept")
    server.stop()
    names = postgres.query(start(server), "SELECT datname FROM pg_database")
    assert "kept" in names.split()


def test_server_left_over_by_a_killed_setup(server):
    start(server)
    left_over = pid_of(server)
    again = PrivateServer(server.programs, server.folder)
    try:
        assert postgres.query(start(again), "SELECT 1") == "1"
        assert pid_of(again) != left_over
        assert not is_alive(left_over)
        assert not server.socket.exists()
    finally:
        again.stop()


def test_crashed_server_starts_again(server):
    start(server)
    os.kill(pid_of(server), signal.SIGKILL)
    assert postgres.query(start(server), "SELECT 1") == "1"


def test_interrupted_creation_is_redone(server):
    (server.folder / "data.new").mkdir(parents=True)
    (server.folder / "data.new" / "PG_VERSION").write_text("18")
    assert postgres.query(start(server), "SELECT 1") == "1"

"""Bad situations get one clear line, a non-zero exit and leave nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest


def only_line(done):
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_help_explains_every_command(setup_command):
    done = setup_command("--help")
    assert done.returncode == 0
    for command in (
        "demo",
        "test",
        "bench",
        "shell",
        "update",
        "lint",
        "build",
        "check",
        "clean",
    ):
        assert f"\n    {command} " in done.stdout
    assert "ODOO_PATH" in done.stdout


def test_port_taken(setup_command, checkout):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = setup_command("demo", "--port", port)
    assert done.returncode == 1
    assert f"Port {port} is taken" in only_line(done)
    assert not (checkout / ".local" / "venv").exists()


def test_no_network(setup_command, checkout):
    done = setup_command("demo", "--port", "0")
    assert done.returncode == 1
    assert "is there a network?" in only_line(done)
    assert not (checkout / ".local" / "venv" / ".stamp").exists()


def test_wrong_path(setup_command):
    done = setup_command("test", "no_such_folder")
    assert done.returncode == 1
    assert only_line(done) == "setup: There is no no_such_folder."


def test_two_runs_at_once(setup_command, checkout):
    from setup.lock import exclusive

    with exclusive(checkout / ".local" / "lock", "demo"):
        done = setup_command("update")
    assert done.returncode == 1
    assert f"setup demo (process {os.getpid()})" in only_line(done)


def test_unsupported_python(checkout):
    for version in ((3, 9, 18), (3, 14, 0), (2, 7, 18)):
        code = f"import sys; sys.version_info = {version}; import setup"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True
        )
        assert done.returncode == 1
        assert "Python 3.10 to 3.13" in only_line(done)


STOP = [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -signal.SIGKILL)]


@pytest.mark.parametrize(("number", "code_expected"), STOP)
def test_stopping_ends_the_children(checkout, number, code_expected):
    """While a long step is under way."""
    sleep = f"sleep 347.{os.getpid()}"
    code = f"""
from pathlib import Path
from setup import processes
processes.stop_cleanly_on_signals()
try:
    processes.run(["sh", "-c", "echo ready; exec {sleep}"], "x", Path("x.log"))
except KeyboardInterrupt:
    raise SystemExit(130)
"""
    process = subprocess.Popen([sys.executable, "-c", code], cwd=checkout)
    log = checkout / "x.log"
    wait_until(lambda: log.exists() and log.read_text())
    process.send_signal(number)
    assert process.wait(20) == code_expected
    assert wait_until(lambda: sleep not in running_commands())


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def running_commands():
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True)
    return listed.stdout

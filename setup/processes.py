"""Child processes that never outlive the command that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from .errors import SetupError
from .progress import Step

Command = Sequence[object]  # strings and paths
Process: TypeAlias = "subprocess.Popen[bytes]"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop_cleanly_on_signals() -> None:
    """Turn the first stop signal into KeyboardInterrupt, ignore impatient others."""

    def interrupt(_signum: int, _frame: object) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in STOP_SIGNALS:
        signal.signal(number, interrupt)


def end_with_parent() -> None:
    """In a new child: ask the kernel to end it even when this process is killed."""
    if sys.platform == "linux":
        PR_SET_PDEATHSIG = 1
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(
    command: Command, *, log: Path, env: Mapping[str, str] | None, cwd: Path | None
) -> Process:
    """Start a command in a process group of its own, its output added to ``log``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )


def stop(process: Process, patience: float = 10) -> None:
    """Ask the whole group to end, then insist."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(patience)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait(patience)


def run(
    command: Command,
    what: str,
    log: Path,
    *,
    step: Step | None = None,
    watch: Callable[[str], str | None] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run to the end; ``watch`` turns the newest output into a progress text."""
    log.unlink(missing_ok=True)
    process = start(command, log=log, env=env, cwd=cwd)
    try:
        with log.open(errors="replace") as output:
            while process.poll() is None:
                time.sleep(0.2)
                text = watch(output.read()) if watch else None
                if step and text:
                    step.update(text)
    finally:
        stop(process)
    if process.returncode:
        raise SetupError(f"{what} failed: {reason(log)} (see {log})")


def output_of(command: Command, what: str, env: Mapping[str, str] | None = None) -> str:
    """The standard output of a quick command."""
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=env,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise SetupError(f"{what} failed: {lines[0]}")
    return done.stdout


def reason(log: Path) -> str:
    """The line of a log that best tells why the command failed."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    lines = [line for line in lines if line]
    telling = [
        line
        for line in lines
        if line.startswith(("ERROR:", "E:", "fatal:", "npm error"))
    ]
    return (telling or lines or ["no reason given"])[-1][:300]

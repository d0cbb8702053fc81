"""Odoo in a process of its own for each database, asked over a pipe."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from setup import processes
from setup.database import Cluster
from setup.errors import SetupError
from setup.paths import LOCAL, LOGS, ODOO_CONFIG, VENV, python_of

PROGRAM = Path(__file__).with_name("in_odoo") / "worker.py"


class Worker:
    """Started when it is entered; it ends with this process."""

    def __init__(self, cluster: Cluster, database: str) -> None:
        self.database = database
        self._log = LOGS / f"{database}.log"
        self._env = cluster.env

    def __enter__(self) -> "Worker":
        LOGS.mkdir(parents=True, exist_ok=True)
        command = [
            *(python_of(VENV), PROGRAM, f"--config={ODOO_CONFIG}"),
            *(f"--database={self.database}", "--log-level=error"),
        ]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._env,
                cwd=LOCAL,
                text=True,
                preexec_fn=processes.end_with_parent,
            )
        return self

    def __exit__(self, *_exception: object) -> None:
        self._process.kill()
        self._process.wait()

    def ask(
        self, what: str, watch: Callable[[str], None] | None = None, **values: Any
    ) -> Any:
        """Let it do something, and wait for the answer.

        :param watch: told how far it is
        :raise SetupError: when it fails
        """
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"do": what, **values}) + "\n")
            self._process.stdin.flush()
        except OSError:
            pass  # it has ended: its output has ended, too
        for line in self._process.stdout:
            answer = json.loads(line)
            if "error" in answer:
                raise SetupError(
                    f"{what} {values} in {self.database}:\n{answer['error']}"
                )
            if "progress" not in answer:
                return answer["result"]
            if watch:
                watch(answer["progress"])
        reason = processes.reason(self._log)
        raise SetupError(f"Odoo ended: {reason} (see {self._log})")

"""Numbered steps with live progress on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

SECONDS_BETWEEN_PLAIN_LINES = 15


class Step:
    def __init__(self, label: str, stream: TextIO) -> None:
        self.label = label
        self.outcome = ""
        self._stream = stream
        self._live = stream.isatty()
        self._started = self._printed = time.monotonic()
        self._print(f"{label} …")

    def update(self, text: str) -> None:
        """Show how far the step is, for example ``41 MB/122 MB``."""
        now = time.monotonic()
        if self._live or now - self._printed > SECONDS_BETWEEN_PLAIN_LINES:
            self._printed = now
            self._print(f"{self.label} … {text}")

    def unchanged(self, what: str = "ready") -> None:
        self.outcome = what

    def finish(self) -> None:
        seconds = time.monotonic() - self._started
        took = f" ({seconds:.0f} s)" if seconds >= 1 else ""
        self._print(f"{self.label}: {self.outcome or 'done'}{took}")
        self.break_line()

    def break_line(self) -> None:
        """Leave what is shown on the terminal standing."""
        if self._live:
            print(file=self._stream, flush=True)

    def _print(self, line: str) -> None:
        if self._live:
            self._stream.write(f"\r\x1b[K{line[:110]}")
            self._stream.flush()
        else:
            print(line, file=self._stream, flush=True)


class Progress:
    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total = total
        self.number = 0
        self._stream = stream or sys.stdout

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        self.number += 1
        step = Step(f"[{self.number}/{self.total}] {title}", self._stream)
        try:
            yield step
        except BaseException:
            step.break_line()
            raise
        step.finish()

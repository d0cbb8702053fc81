"""Warnings and errors in Odoo's log are defects, unless Odoo alone causes them."""

import re
from collections.abc import Iterable
from pathlib import Path

from .errors import SetupError

RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ ([A-Z]+) \S+ (.*)")
BAD_LEVELS = {"WARNING", "ERROR", "CRITICAL"}
# Each with the reason why it is none of ours; matched against "LEVEL logger: message".
ALLOWED = {
    r"^WARNING odoo\.tests\.common.*Killing chrome descendants-or-self": (
        "Chromium was slow to end after a tour had passed"
    ),
}
LINES_SHOWN = 25


def problems(log: str, allowed: Iterable[str] = ALLOWED) -> list[str]:
    """The offending records, each with the traceback that follows it."""
    found: list[str] = []
    inside = False
    for line in log.splitlines():
        record = RECORD.match(line)
        if record:
            said = f"{record[1]} {record[2]}"
            inside = record[1] in BAD_LEVELS and not any(
                re.search(pattern, said) for pattern in allowed
            )
            if inside:
                found.append(line)
        elif inside:
            found[-1] += f"\n{line}"
    return found


def require_clean(path: Path, what: str, allowed: Iterable[str] = ()) -> None:
    """Raise with the offending lines shown."""
    if not path.exists():
        raise SetupError(f"There is no log of {what}: {path}")
    found = problems(path.read_text(errors="replace"), (*ALLOWED, *allowed))
    for problem in found:
        print("\n".join(problem.splitlines()[:LINES_SHOWN]), flush=True)
    if found:
        count = f"{len(found)} warnings or errors"
        raise SetupError(f"{count} are in the log of {what}: {path}")

"""What the pytest processes of one run add up to."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from . import log_check
from .errors import SetupError

PASSED, NO_TESTS_COLLECTED = 0, 5
BROWSER_REASON = re.compile(r"chrom|browser|odoo-http|dev ?tools", re.IGNORECASE)


@dataclass(frozen=True)
class Skipped:
    test: str
    reason: str

    @property
    def for_browser(self) -> bool:
        return bool(BROWSER_REASON.search(self.reason))


@dataclass
class Report:
    passed: int = 0
    failed: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def add(self, title: str, results: Path, code: int) -> None:
        """Count one pytest process by its JUnit file and exit code."""
        before = self.failed
        if results.exists():
            for case in ElementTree.parse(results).iter("testcase"):
                self._count(case)
        if code not in (PASSED, NO_TESTS_COLLECTED) and self.failed == before:
            self.complaints.append(f"pytest broke off in {title} (exit code {code})")

    def _count(self, case: ElementTree.Element) -> None:
        name = f"{case.get('classname')}::{case.get('name')}"
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            self.failed += 1
        elif skip is not None:
            self.skipped.append(Skipped(name, skip.get("message", "")))
        else:
            self.passed += 1

    def check_log(self, path: Path, what: str) -> None:
        try:
            log_check.require_clean(path, what)
        except SetupError as error:
            self.complaints.append(str(error))

    def conclude(self, has_browser: bool) -> int:
        """Print the sum, in one line that ends the output, and say the exit code."""
        for skipped in self.skipped:
            print(f"skipped: {skipped.test}: {skipped.reason}")
        without_browser = [skipped for skipped in self.skipped if skipped.for_browser]
        if has_browser and without_browser:
            self.complaints.append(
                f"{len(without_browser)} browser tests skipped despite a browser"
            )
        if not self.passed + self.failed + len(self.skipped):
            self.complaints.append("no test was run")
        for complaint in self.complaints:
            print(f"FAILED: {complaint}")
        print(
            f"tests: {self.passed} passed, {self.failed} failed, "
            f"{len(self.skipped)} skipped",
            flush=True,
        )
        return 1 if self.failed or self.complaints else 0

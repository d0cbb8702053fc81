"""Chromium, in which Odoo runs tours and Hoot suites."""

import os
import shutil
import subprocess

from . import apt, processes
from .errors import SetupError
from .paths import LOGS
from .progress import Step

# In the order in which Odoo looks for one.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def find() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


def ensure(step: Step) -> str | None:
    """The browser's path, or None where the machine can't have one (said so)."""
    found = find()
    if found:
        step.unchanged(found)
        return found
    become_root = _way_to_become_root()
    if become_root is None or not apt.is_debian():
        step.unchanged("NO BROWSER: none found, and no right to install one")
        return None
    try:
        _install(become_root, step)
    except SetupError as error:
        step.unchanged(f"NO BROWSER: {error}")
    return find()


def _way_to_become_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        sudo = ["sudo", "--non-interactive"]
        if subprocess.run([*sudo, "true"], capture_output=True).returncode == 0:
            return sudo
    return None


def _install(become_root: list[str], step: Step) -> None:
    apt_get = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qy"]
    step.update("reading the package lists")
    processes.run([*apt_get, "update"], "apt-get update", LOGS / "chromium-update.log")
    processes.run(
        [*apt_get, "install", "--no-install-recommends", "chromium"],
        "Installing Chromium",
        LOGS / "chromium.log",
        step=step,
        watch=lambda output: (output.strip().splitlines() or [""])[-1] or None,
    )

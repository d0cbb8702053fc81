"""Virtual environments with pinned packages."""

import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from . import artefacts, processes
from .errors import SetupError
from .paths import LOCAL, LOGS, VENV, python_of
from .progress import Step


def ensure(venv: Path, requirements: Path, step: Step) -> None:
    """Make ``venv`` hold exactly what ``requirements`` pins."""
    stamp = artefacts.digest(requirements.read_text(), sys.version, sys.executable)
    if artefacts.is_current(venv, stamp):
        step.unchanged()
        return
    log = LOGS / f"{venv.name}.log"
    # Built in place, as a virtual environment holds its own path.
    artefacts.remove(venv)
    _create(venv, log)
    processes.run(
        [
            python_of(venv),
            *("-m", "pip", "install", "--no-input", "--disable-pip-version-check"),
            *("--progress-bar", "off", "--requirement", requirements),
        ],
        "Getting the Python packages (is there a network?)",
        log,
        step=step,
        watch=_package_counter(requirements),
    )
    artefacts.write_stamp(venv, stamp)


def ensure_folder(folder: Path, requirements: Path, step: Step) -> None:
    """Make ``folder`` hold what ``requirements`` pins, and nothing that it needs."""
    stamp = artefacts.digest(requirements.read_text(), sys.version)
    if artefacts.is_current(folder, stamp):
        step.unchanged()
        return
    with artefacts.replacing(folder) as new:
        processes.run(
            [
                *(python_of(VENV), "-m", "pip", "install", "--no-input", "--no-deps"),
                *("--disable-pip-version-check", "--progress-bar", "off"),
                *("--target", new, "--requirement", requirements),
            ],
            "Getting add-ons of the OCA (is there a network?)",
            LOGS / f"{folder.name}.log",
            step=step,
        )
        artefacts.write_stamp(new, stamp)


def _create(venv: Path, log: Path) -> None:
    command = [sys.executable, "-m", "venv", str(venv)]
    if importlib.util.find_spec("ensurepip"):
        processes.run(command, "Creating the virtual environment", log)
        return
    # Debian's python3 comes without ensurepip; pip lies in a package of its own.
    with artefacts.replacing(LOCAL / "pip") as folder:
        wheel = _pip_wheel(folder, log)
        processes.run(
            [*command, "--without-pip"], "Creating the virtual environment", log
        )
        processes.run(
            [python_of(venv), wheel / "pip", "install", "--no-index", wheel],
            "Installing pip",
            log,
        )


def _pip_wheel(folder: Path, log: Path) -> Path:
    advice = "Python's ensurepip is missing: install your system's python3-venv package"
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise SetupError(f"{advice}.")
    try:
        processes.run(
            ["apt-get", "download", "python3-pip-whl"], "apt-get", log, cwd=folder
        )
    except SetupError as error:
        raise SetupError(f"{advice} ({error})") from None
    for package in folder.glob("*.deb"):
        processes.run(["dpkg", "-x", package, folder], "Unpacking pip", log)
    return next(folder.glob("usr/share/python-wheels/pip-*.whl"))


def _package_counter(requirements: Path) -> Callable[[str], str | None]:
    total = len(re.findall(r"(?m)^[\w.-]+==", requirements.read_text()))
    seen = 0

    def watch(output: str) -> str | None:
        nonlocal seen
        seen += len(re.findall(r"(?m)^(?:Collecting|Processing) ", output))
        if "Installing collected packages" in output:
            seen = -1
        return "installing" if seen < 0 else f"{min(seen, total)}/{total} packages"

    return watch


def clean_environment(**extra: str) -> dict[str, str]:
    """This process's environment without what would lead Python astray."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "ODOO_RC")}
    env.update(extra, PYTHONUNBUFFERED="1", PYTHONDONTWRITEBYTECODE="")
    return env

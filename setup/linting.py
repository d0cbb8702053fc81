"""``setup lint``: the tools of OCA's template, from PyPI and npm."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import artefacts, checks, lint_tools, processes, python_env
from .errors import SetupError
from .paths import LINT_VENV, LOCAL, LOGS, NPM, ROOT, SETUP
from .progress import Progress, Step

REQUIREMENTS = SETUP / "requirements-lint.txt"
PACKAGE_JSON = SETUP / "npm" / "package.json"


def lint(paths: Sequence[str], fix: bool) -> int:
    """Run every tool on its files; 1 when one of them found something."""
    checks.require_free_disk(LOCAL, checks.LATER_GIGABYTES)
    progress = Progress(2)
    with progress.step("Python packages for checks") as step:
        python_env.ensure(LINT_VENV, REQUIREMENTS, step)
    with progress.step("npm packages for checks") as step:
        _ensure_npm(step)
    files = _files(paths)
    failed = [tool.name for tool in lint_tools.TOOLS if not _passes(tool, files, fix)]
    if failed:
        print(f"lint: {', '.join(failed)} found something (see --fix)", flush=True)
        return 1
    print("lint: all is well", flush=True)
    return 0


def _ensure_npm(step: Step) -> None:
    stamp = artefacts.digest(PACKAGE_JSON.read_text())
    if artefacts.is_current(NPM, stamp):
        step.unchanged()
        return
    with artefacts.replacing(NPM) as new:
        shutil.copy(PACKAGE_JSON, new)
        processes.run(
            [
                *(*lint_tools.npm(), "install", "--no-package-lock", "--no-audit"),
                *("--no-fund", "--ignore-scripts", "--no-update-notifier"),
            ],
            "Getting the npm packages (is there a network?)",
            LOGS / "npm.log",
            step=step,
            cwd=new,
        )
        artefacts.write_stamp(new, stamp)


def _files(paths: Sequence[str]) -> list[str]:
    """The files in question, relative to the repository, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        raise SetupError("lint needs git and a checkout to tell which files are ours.")
    files = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    if not paths:
        return files
    wanted = [Path(path).resolve() for path in paths]
    return [
        name
        for name in files
        if any(path == ROOT / name or path in (ROOT / name).parents for path in wanted)
    ]


def _passes(tool: lint_tools.Tool, files: list[str], fix: bool) -> bool:
    own = [name for name in files if tool.takes(name)]
    if not own:
        return True
    print(f"== {tool.name}: {len(own)} files", flush=True)
    command = [str(part) for part in tool.command(own, fix)]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    return tool.advice_only or not done.returncode

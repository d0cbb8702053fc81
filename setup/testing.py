"""``setup test``: add-on tests inside Odoo, then black-box tests against a server."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from . import addons, browser, database, environment, processes
from .database import Cluster
from .errors import SetupError
from .paths import LOCAL, LOGS, ODOO_CONFIG, ROOT, TESTS, VENV, python_of
from .progress import Progress
from .python_env import clean_environment
from .report import Report

ADDONS_LOG = LOGS / "addon-tests.log"
OCA_LOG = LOGS / "addon-tests-oca.log"


@dataclass(frozen=True)
class Selection:
    """Paths for pytest, by the process that runs them."""

    addons: tuple[str, ...]
    plain: tuple[str, ...]
    beside_oca: tuple[str, ...] = ()  # add-ons, too, in a database with the OCA's

    @property
    def needs_odoo(self) -> bool:
        setup_tests = str(TESTS.relative_to(ROOT) / "setup")
        return bool(self.addons or self.beside_oca) or any(
            Path(path.split("::")[0]).parts[:2] != Path(setup_tests).parts
            for path in self.plain
        )


def select(paths: Sequence[str], root: Path = ROOT) -> Selection:
    """Sort the paths given by the user (``file::test`` too); none means all."""
    if not paths:
        paths = [str(addon.path) for addon in addons.find(root)] + [str(root / "tests")]
    beside_oca = {addon.name for addon in addons.beside_oca(root)}
    chosen: dict[str, list[str]] = {"addons": [], "plain": [], "beside_oca": []}
    for given in paths:
        name, colons, test = given.partition("::")
        path = Path(name).resolve()
        if not path.exists():
            raise SetupError(f"There is no {name}.")
        if root not in path.parents:
            raise SetupError(f"{name} isn't in this repository.")
        relative = path.relative_to(root)
        top = relative.parts[0]
        in_addon = (root / top / "__manifest__.py").exists()
        if not in_addon and top != "tests":
            raise SetupError(f"{name} is neither in an add-on nor in tests/.")
        kind = "beside_oca" if top in beside_oca else "addons" if in_addon else "plain"
        chosen[kind].append(f"{relative}{colons}{test}")
    return Selection(**{kind: tuple(found) for kind, found in chosen.items()})


def test(paths: Sequence[str], keyword: str | None) -> int:
    selection = select(paths)
    extra = ["-k", keyword] if keyword else []
    report = Report()
    if selection.needs_odoo:
        progress = Progress(environment.STEPS + 3)
        with environment.prepared(progress) as cluster:
            with progress.step("Browser") as step:
                has_browser = browser.ensure(step) is not None
            with progress.step("Add-ons in a fresh database") as step:
                installed = database.ensure_fresh(cluster, step, reuse=bool(paths))
            if installed:
                report.check_log(database.INSTALL_LOG, "the installation")
            with progress.step("The same beside add-ons of the OCA") as step:
                database.ensure_queue(cluster, step)
            _test_addons(cluster, selection.addons, extra, report)
            _test_beside_oca(cluster, selection.beside_oca, extra, report)
            _test_plain(selection.plain, extra, report, cluster.env)
    else:
        has_browser = True
        environment.python_packages(Progress(1))
        _test_plain(selection.plain, extra, report, clean_environment())
    return report.conclude(has_browser)


def _test_addons(
    cluster: Cluster, paths: Sequence[str], extra: Sequence[str], report: Report
) -> None:
    if paths:
        database.clone(cluster, database.FRESH, database.TEST)
        _test_in_odoo("add-on tests", cluster, paths, extra, ADDONS_LOG, report)


def _test_beside_oca(
    cluster: Cluster, paths: Sequence[str], extra: Sequence[str], report: Report
) -> None:
    if paths:
        database.clone(cluster, database.QUEUE, database.TEST)
        beside = cluster.with_oca()
        _test_in_odoo("tests beside the OCA", beside, paths, extra, OCA_LOG, report)


def _test_in_odoo(
    title: str,
    cluster: Cluster,
    paths: Sequence[str],
    extra: Sequence[str],
    log: Path,
    report: Report,
) -> None:
    log.unlink(missing_ok=True)
    options = [
        f"--odoo-config={ODOO_CONFIG}",
        f"--odoo-database={database.TEST}",
        "--odoo-http",
        "--odoo-log-level=info",
        f"--odoo-extra=logfile={log}",
        f"--odoo-extra=screenshots={LOCAL / 'screenshots'}",
        "--odoo-extra=max-cron-threads=0",
    ]
    _pytest(title, [*options, *extra, *paths], cluster.env, report)
    report.check_log(log, f"the {title}")


def _test_plain(
    paths: Sequence[str], extra: Sequence[str], report: Report, env: Mapping[str, str]
) -> None:
    if paths:
        # Without Odoo on the path: these tests see only what a client sees.
        outside = {key: value for key, value in env.items() if key != "PYTHONPATH"}
        _pytest("black-box tests", [*extra, *paths], outside, report)


def _pytest(
    title: str, options: list[str], env: Mapping[str, str], report: Report
) -> None:
    print(f"\n== {title}", flush=True)
    results = LOGS / f"{title.replace(' ', '-')}.xml"
    results.unlink(missing_ok=True)
    results.parent.mkdir(parents=True, exist_ok=True)
    command = [
        *(python_of(VENV), "-m", "pytest", "-p", "no:cacheprovider"),
        *(f"--junitxml={results}", *options),
    ]
    arguments = [str(part) for part in command]
    # In a session of its own, so that Ctrl-C reaches it once: through us.
    process = subprocess.Popen(
        arguments,
        env=env,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=processes.end_with_parent,
    )
    try:
        code = process.wait()
    except KeyboardInterrupt:
        # Lets pytest end what its fixtures started.
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        raise
    finally:
        processes.stop(process)
    report.add(title, results, code)

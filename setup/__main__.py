"""The command line: ``python3 -m setup COMMAND``."""

import argparse
import sys
from collections.abc import Sequence

from . import bench, database, linting, processes, testing, wheels
from . import check as checking
from . import commands as run
from .errors import SetupError
from .lock import exclusive
from .paths import LOCAL

DESCRIPTION = """\
Everything that CRM Tasks needs, got, made and run in the folder .local:
pinned Python packages, Odoo 19, PostgreSQL, databases and a browser.
"""
EPILOG = """\
environment:
  ODOO_PATH             a checkout of Odoo 19.0 to use instead of a downloaded one
  PGHOST, PGPORT, PGUSER, PGPASSWORD
                        a PostgreSQL server to use instead of a private one
"""


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python3 -m setup",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add = commands.add_parser

    demo = add("demo", help="serve a database with demo data and all add-ons")
    demo.add_argument("--port", type=int, default=8069, help="default: 8069")
    demo.add_argument(
        "--interface",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="address to listen on (default: 127.0.0.1, this machine only)",
    )
    test = add("test", help="run add-on tests (in a real browser too), then tests/")
    test.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="add-ons, or files or folders in them or in tests/ (default: all); with "
        "paths, an up-to-date test database is used again",
    )
    test.add_argument("-k", metavar="EXPRESSION", help="only tests that match")
    bench.add_options(
        add(
            "bench", help="measure plain Odoo and the add-ons, in turn on the same data"
        )
    )
    add("shell", help="open Odoo's Python shell on the demo database")
    add("update", help="update changed add-ons in the demo database")
    lint = add("lint", help="run ruff, mypy, pylint-odoo, prettier and eslint")
    lint.add_argument("--fix", action="store_true", help="correct what it can")
    lint.add_argument("paths", nargs="*", metavar="FILE", help="default: all files")
    add("build", help="build a wheel of every add-on in dist/")
    check = add("check", help="look for tasks that contradict each other")
    check.add_argument(
        "database",
        nargs="?",
        default=database.DEMO,
        metavar="DATABASE",
        help=f"default: {database.DEMO}, the demo database",
    )
    clean = add("clean", help="remove databases, files and logs")
    clean.add_argument("--all", action="store_true", help="remove downloads as well")
    return top


def execute(options: argparse.Namespace) -> int:
    if options.command == "demo":
        return run.demo(options.port, options.interface)
    if options.command == "test":
        return testing.test(options.paths, options.k)
    if options.command == "bench":
        return bench.bench(options)
    if options.command == "lint":
        return linting.lint(options.paths, options.fix)
    if options.command == "build":
        return wheels.build()
    if options.command == "check":
        return checking.check(options.database)
    if options.command == "clean":
        return run.clean(options.all)
    return run.shell() if options.command == "shell" else run.update()


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    processes.stop_cleanly_on_signals()
    # Linting and building need no database: they may run beside a demo.
    name = "tools.lock" if options.command in ("lint", "build") else "lock"
    try:
        with exclusive(LOCAL / name, options.command):
            return execute(options)
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"setup: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""Where things are. Everything that setup makes lies in ``.local/``."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETUP = ROOT / "setup"
TESTS = ROOT / "tests"
DIST = ROOT / "dist"

LOCAL = ROOT / ".local"
LOGS = LOCAL / "log"
VENV = LOCAL / "venv"
ODOO = LOCAL / "odoo"
OCA = LOCAL / "oca"
ODOO_DATA = LOCAL / "data"
ODOO_CONFIG = LOCAL / "odoo.conf"
POSTGRES = LOCAL / "postgres"
LINT_VENV = LOCAL / "lint-venv"
NPM = LOCAL / "npm"


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"

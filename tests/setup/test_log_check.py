"""What of Odoo's log counts as a defect."""

import pytest

from setup import log_check
from setup.errors import SetupError

TIME = "2026-11-21 18:00:38,995 16266"
LOG = f"""\
{TIME} INFO db odoo.modules.loading: Loading module crm (3/9)
{TIME} WARNING db odoo.fields: Field a.b without a string
{TIME} INFO db odoo.http: an ERROR in the text only
{TIME} ERROR db odoo.http: Exception during request handling.
Traceback (most recent call last):
  File "x.py", line 1
ValueError: no
{TIME} INFO db odoo.http: on it goes
{TIME} CRITICAL ? odoo.service: broken
{TIME} WARNING db odoo.tests.common.Browser: Killing chrome descendants-or-self 1
"""


def test_problems_come_with_their_traceback():
    warning, error, critical = log_check.problems(LOG)
    assert warning.endswith("Field a.b without a string")
    assert error.endswith("ValueError: no")
    assert len(error.splitlines()) == 4
    assert critical.endswith("broken")


def test_clean_log():
    assert log_check.problems(f"{TIME} INFO db odoo: WARNING ERROR CRITICAL") == []


def test_expected_by_a_test():
    found = log_check.problems(LOG, [*log_check.ALLOWED, r"^WARNING odoo\.fields: "])
    assert [line.split()[3] for line in found] == ["ERROR", "CRITICAL"]


def test_level_is_part_of_what_is_allowed():
    assert len(log_check.problems(LOG, [r"^WARNING odoo\.http"])) == 4


def test_require_clean_shows_the_lines(tmp_path, capsys):
    path = tmp_path / "odoo.log"
    path.write_text(LOG)
    with pytest.raises(SetupError, match="3 warnings or errors are in the log of x"):
        log_check.require_clean(path, "x")
    assert "Field a.b without a string" in capsys.readouterr().out


def test_missing_log_is_no_clean_log(tmp_path):
    with pytest.raises(SetupError, match="There is no log"):
        log_check.require_clean(tmp_path / "odoo.log", "x")

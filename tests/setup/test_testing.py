"""Sorting of test paths, and what the results of a run add up to."""

import pytest

from setup.errors import SetupError
from setup.report import Report, Skipped
from setup.testing import Selection, select

JUNIT = """\
<testsuites><testsuite>
<testcase classname="a" name="passes"/>
<testcase classname="a" name="tour">{}</testcase>
</testsuite></testsuites>
"""
CHROME = '<skipped message="Chrome executable not found"/>'
HTTP = '<skipped message="Test x skipped because it is an HttpCase and --odoo-http …"/>'
OTHER = '<skipped message="account is not installed"/>'
FAILURE = '<failure message="no"/>'


@pytest.fixture
def repository(tmp_path, monkeypatch):
    for path in ("crm_a/tests", "crm_b/tests", "tests/setup", "setup"):
        (tmp_path / path).mkdir(parents=True)
    for name in ("crm_a", "crm_b"):
        (tmp_path / name / "__manifest__.py").write_text("{}")
    (tmp_path / "crm_a/tests/test_x.py").touch()
    (tmp_path / "tests/test_api.py").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_everything(repository):
    selection = select([], repository)
    assert selection == Selection(("crm_a", "crm_b"), ("tests",))
    assert selection.needs_odoo


def test_paths_go_to_their_process(repository):
    selection = select(
        ["tests/test_api.py", "crm_a/tests/test_x.py::TestX::test_y", "crm_b/"],
        repository,
    )
    assert selection == Selection(
        ("crm_a/tests/test_x.py::TestX::test_y", "crm_b"), ("tests/test_api.py",)
    )
    assert selection.needs_odoo


def test_relative_to_where_the_user_is(repository, monkeypatch):
    monkeypatch.chdir(repository / "crm_a")
    assert select(["tests"], repository).addons == ("crm_a/tests",)


@pytest.mark.parametrize("path", ["tests/setup", "tests/setup/../setup"])
def test_tests_of_setup_need_no_odoo(repository, path):
    assert not select([path], repository).needs_odoo


@pytest.mark.parametrize("path", ["setup", "/tmp", "tests/missing.py"])
def test_wrong_paths(repository, path):
    with pytest.raises(SetupError):
        select([path], repository)


def report_of(tmp_path, outcome, code=0):
    results = tmp_path / "results.xml"
    results.write_text(JUNIT.format(outcome))
    report = Report()
    report.add("tests", results, code)
    return report


@pytest.mark.parametrize("reason", [CHROME, HTTP])
def test_skipped_browser_test_with_a_browser(tmp_path, capsys, reason):
    assert report_of(tmp_path, reason).conclude(has_browser=True) == 1
    assert "1 browser tests skipped" in capsys.readouterr().out


def test_skipped_browser_test_without_a_browser(tmp_path, capsys):
    assert report_of(tmp_path, CHROME).conclude(has_browser=False) == 0
    output = capsys.readouterr().out
    assert "skipped: a::tour: Chrome executable not found" in output
    assert output.endswith("tests: 1 passed, 0 failed, 1 skipped\n")


def test_other_skips_are_told_only(tmp_path, capsys):
    report = report_of(tmp_path, OTHER)
    assert report.skipped == [Skipped("a::tour", "account is not installed")]
    assert report.conclude(has_browser=True) == 0
    assert "account is not installed" in capsys.readouterr().out


def test_failure(tmp_path, capsys):
    assert report_of(tmp_path, FAILURE, code=1).conclude(has_browser=True) == 1
    output = capsys.readouterr().out
    assert output.endswith("tests: 1 passed, 1 failed, 0 skipped\n")


def test_pytest_breaking_off_is_a_failure(tmp_path):
    report = Report()
    report.add("tests", tmp_path / "missing.xml", 4)
    assert report.conclude(has_browser=True) == 1


def test_no_test_at_all_is_a_failure(tmp_path):
    report = Report()
    report.add("tests", tmp_path / "missing.xml", 5)
    assert report.conclude(has_browser=True) == 1


def test_log_counts(tmp_path):
    log = tmp_path / "odoo.log"
    log.write_text("2026-11-21 18:00:38,995 1 WARNING db odoo.x: bad\n")
    report = report_of(tmp_path, "")
    report.check_log(log, "the tests")
    assert report.conclude(has_browser=True) == 1

"""Where Odoo comes from when there is no Debian."""

import subprocess
from io import StringIO

import pytest

from setup import artefacts, odoo_source
from setup.errors import SetupError
from setup.progress import Step

RELEASE = "version_info = ({}, 0, 0, FINAL, 0, '')\n"


@pytest.fixture
def step():
    return Step("Odoo", StringIO())


def make_repository(folder, major):
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(RELEASE.format(major))
    git = ["git", "-C", folder, "-c", "user.name=x", "-c", "user.email=x@example.com"]
    subprocess.run([*git, "init", "-q", "-b", "19.0"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "x"], check=True)
    return folder.as_uri()


@pytest.fixture
def target(tmp_path, monkeypatch):
    monkeypatch.setattr(odoo_source, "ODOO", tmp_path / "local" / "odoo")
    monkeypatch.setattr(odoo_source, "LOGS", tmp_path / "log")
    monkeypatch.delenv("ODOO_PATH", raising=False)
    return odoo_source.ODOO


def test_clone(tmp_path, target, step):
    repository = make_repository(tmp_path / "origin", 19)
    odoo_source._from_git("recipe", step, repository)
    assert artefacts.is_current(target, "recipe")
    odoo = odoo_source.located()
    assert odoo.root == target
    assert odoo.build.startswith("git ")


@pytest.mark.parametrize("major", [18, 20])
def test_clone_of_another_version_is_not_kept(tmp_path, target, step, major):
    repository = make_repository(tmp_path / "origin", major)
    with pytest.raises(SetupError, match="is not version 19.0"):
        odoo_source._from_git("recipe", step, repository)
    assert not target.exists()


def test_clone_fails(tmp_path, target, step):
    with pytest.raises(SetupError, match="Cloning Odoo .*network"):
        odoo_source._from_git("recipe", step, (tmp_path / "nothing").as_uri())
    assert not target.exists()


def test_own_checkout(tmp_path, target, step, monkeypatch):
    make_repository(tmp_path / "mine", 19)
    monkeypatch.setenv("ODOO_PATH", str(tmp_path / "mine"))
    assert odoo_source.ensure(step).root == tmp_path / "mine"
    monkeypatch.setenv("ODOO_PATH", str(tmp_path))
    with pytest.raises(SetupError, match="odoo/release.py is missing"):
        odoo_source.ensure(step)

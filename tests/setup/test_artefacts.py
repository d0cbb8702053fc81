"""Interrupted steps are redone, complete ones skipped."""

import pytest

from setup import artefacts, checks
from setup.errors import SetupError


def build(folder, content, fail=False):
    with artefacts.replacing(folder) as new:
        (new / "content").write_text(content)
        if fail:
            raise KeyboardInterrupt
        artefacts.write_stamp(new, artefacts.digest(content), f"made of {content}")


def test_complete_is_current(tmp_path):
    build(tmp_path / "odoo", "one")
    assert artefacts.is_current(tmp_path / "odoo", artefacts.digest("one"))
    assert not artefacts.is_current(tmp_path / "odoo", artefacts.digest("two"))
    assert artefacts.read_note(tmp_path / "odoo") == "made of one"


def test_interrupted_leaves_the_old_one(tmp_path):
    folder = tmp_path / "odoo"
    build(folder, "one")
    with pytest.raises(KeyboardInterrupt):
        build(folder, "two", fail=True)
    assert (folder / "content").read_text() == "one"
    assert artefacts.is_current(folder, artefacts.digest("one"))


def test_interrupted_is_redone(tmp_path):
    folder = tmp_path / "odoo"
    with pytest.raises(KeyboardInterrupt):
        build(folder, "one", fail=True)
    assert not artefacts.is_current(folder, artefacts.digest("one"))
    build(folder, "one")
    assert artefacts.is_current(folder, artefacts.digest("one"))
    assert [path.name for path in tmp_path.iterdir()] == ["odoo"]


def test_killed_between_the_renames(tmp_path):
    folder = tmp_path / "odoo"
    build(folder, "one")
    folder.rename(tmp_path / "odoo.old")
    assert not artefacts.is_current(folder, artefacts.digest("one"))
    build(folder, "two")
    assert [path.name for path in tmp_path.iterdir()] == ["odoo"]


def test_too_little_disk(tmp_path):
    checks.require_free_disk(tmp_path / "not" / "there", 0)
    with pytest.raises(SetupError, match="GB are free, 1e.06 GB are needed"):
        checks.require_free_disk(tmp_path / "not" / "there", 1e6)

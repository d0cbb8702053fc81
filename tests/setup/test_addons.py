"""Which add-ons there are, and which of them changed."""

import pytest

from setup import addons


def write(root, name, manifest, **files):
    folder = root / name
    folder.mkdir()
    (folder / "__manifest__.py").write_text(repr(manifest))
    for file, text in files.items():
        (folder / file).write_text(text)
    return folder


@pytest.fixture
def repository(tmp_path):
    write(tmp_path, "types", {"depends": ["crm", "calendar"]})
    write(tmp_path, "workflow", {"depends": ["types"]})
    write(tmp_path, "bridge", {"depends": ["types", "project"], "auto_install": True})
    write(tmp_path, "queue", {"depends": ["types", "queue_job"], "auto_install": True})
    write(tmp_path, "draft", {"depends": ["stock"], "installable": False})
    (tmp_path / "tests").mkdir()
    return tmp_path


def test_find(repository):
    names = [addon.name for addon in addons.find(repository)]
    assert names == ["bridge", "queue", "types", "workflow"]


def test_core_dependencies(repository):
    found = addons.on_odoo_alone(repository)
    assert addons.core_dependencies(found) == ["calendar", "crm", "project"]
    assert addons.core_dependencies([]) == ["crm"]


def test_beside_add_ons_of_others(repository):
    assert [addon.name for addon in addons.beside_oca(repository)] == ["queue"]
    names = [addon.name for addon in addons.on_odoo_alone(repository)]
    assert names == ["bridge", "types", "workflow"]


def checksum_of(repository, name):
    return addons.checksums(addons.find(repository))[name]


@pytest.mark.parametrize("change", ["types/models.py", "types/views/task.xml"])
def test_change_is_seen(repository, change):
    before = addons.checksums(addons.find(repository))
    path = repository / change
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    after = addons.checksums(addons.find(repository))
    assert addons.changed(before, after) == ["types"]


def test_renaming_is_seen(repository):
    (repository / "types" / "a.py").write_text("x")
    before = checksum_of(repository, "types")
    (repository / "types" / "a.py").rename(repository / "types" / "b.py")
    assert checksum_of(repository, "types") != before


@pytest.mark.parametrize(
    "change", ["tests/test_x.py", "readme/USAGE.md", "static/src/x.js"]
)
def test_change_without_part_in_the_database(repository, change):
    before = checksum_of(repository, "types")
    path = repository / "types" / change
    path.parent.mkdir(parents=True)
    path.write_text("x")
    assert checksum_of(repository, "types") == before


def test_new_addon_is_a_change():
    assert addons.changed({"a": "1", "gone": "1"}, {"a": "1", "b": "2"}) == ["b"]
    assert addons.changed({}, {"a": "1"}) == ["a"]

"""``python3 -m setup check`` sees tasks that contradict each other."""

import pytest

from tests.records import xml_id


@pytest.fixture
def task(server):
    values = {
        "activity_type_id": xml_id(server, "mail.mail_activity_data_todo"),
        "date_due": "2031-03-10 12:00:00",
        "user_id": xml_id(server, "base.user_admin"),
    }
    (task,) = server.call("mail.activity", "create", vals_list=[values])
    yield task
    server.query(f"DELETE FROM mail_activity WHERE id = {task}")


def test_names_what_is_wrong(server, task):
    server.require_sound()
    server.query(
        "UPDATE mail_activity SET date_overdue = date_overdue + interval '1 day'"
        f" WHERE id = {task}"
    )
    assert server.problems() == [f"Overdue at another moment than due: 1 ({task})"]


def test_changes_nothing(server, task):
    """Neither what is right nor what is wrong."""
    server.query(f"UPDATE mail_activity SET is_cancelled = true WHERE id = {task}")
    state = f"SELECT to_jsonb(task) FROM mail_activity task WHERE id = {task}"
    before = server.query(state)
    assert server.problems() == [f"Open task that is cancelled: 1 ({task})"]
    assert server.query(state) == before

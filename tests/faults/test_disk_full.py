"""The disk of the filestore is full: who attaches a file is told so, nothing is half
done, and the same file can be attached as soon as there is room again."""

import base64
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from setup import database
from tests.conftest import RunningOdoo, running_odoo
from tests.odoo_api import ApiError
from tests.records import xml_id

TOLD_IN_LOG = (
    r"^ERROR odoo\.addons\.crm_task_types\.models\.ir_attachment: A file couldn't be"
    r" stored: \[Errno 27\] File too large"
)
ROOM = 4_000_000  # bytes; logs are shorter
PICTURE = bytes(range(256)) * (2 * ROOM // 256)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningOdoo]:
    with running_odoo(database.SPARE) as running:
        running.expect_in_log(TOLD_IN_LOG)
        yield running


@contextmanager
def full_disk(server: RunningOdoo) -> Iterator[None]:
    """Files of the server can't grow beyond a size that the picture has not."""
    before = resource.prlimit(server.process_id, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process_id, resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process_id, resource.RLIMIT_FSIZE, before)


@pytest.fixture
def task(server: RunningOdoo) -> int:
    (lead,) = server.call("crm.lead", "create", vals_list=[{"name": "Roof"}])
    (task,) = server.call(
        "mail.activity",
        "create",
        vals_list=[
            {
                "activity_type_id": xml_id(server, "mail.mail_activity_data_call"),
                "res_model_id": xml_id(server, "crm.model_crm_lead"),
                "res_id": lead,
            }
        ],
    )
    return int(task)


def attach(server: RunningOdoo, task: int) -> int:
    values = {"name": "roof.png", "datas": base64.b64encode(PICTURE).decode()}
    owner = {"res_model": "mail.activity", "res_id": task}
    (file,) = server.call("ir.attachment", "create", vals_list=[values | owner])
    return int(file)


def require_refused(error: ApiError) -> None:
    assert error.name == "odoo.exceptions.UserError"
    assert "disk of the server is full" in error.message


def count_attached(server: RunningOdoo, task: int) -> int:
    domain = [("res_model", "=", "mail.activity"), ("res_id", "=", task)]
    return int(server.call("ir.attachment", "search_count", domain=domain))


def test_attached_and_completed(server: RunningOdoo, task: int) -> None:
    with full_disk(server), pytest.raises(ApiError) as error:
        attach(server, task)
    require_refused(error.value)
    assert count_attached(server, task) == 0

    file = attach(server, task)
    server.call(
        "mail.activity",
        "action_outcome",
        ids=[task],
        outcome="done",
        attachment_ids=[file],
    )
    (stored,) = server.call("ir.attachment", "read", ids=[file], fields=["datas"])
    assert base64.b64decode(stored["datas"]) == PICTURE
    server.require_sound()


def test_comment_with_a_file(server: RunningOdoo, task: int) -> None:
    def comment() -> None:
        server.call(
            "mail.activity",
            "message_post",
            ids=[task],
            body="All of the roof",
            attachments=[["roof.txt", "tile" * ROOM]],
        )

    def count_comments() -> int:
        said = (
            f"model = 'mail.activity' AND res_id = {task}"
            " AND body LIKE '%All of the roof%'"
        )
        return int(server.query(f"SELECT count(*) FROM mail_message WHERE {said}"))

    with full_disk(server), pytest.raises(ApiError) as error:
        comment()
    require_refused(error.value)
    assert (count_comments(), count_attached(server, task)) == (0, 0)

    comment()
    assert (count_comments(), count_attached(server, task)) == (1, 1)

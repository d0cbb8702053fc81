"""What a colleague gets of a task over HTTP because he may open its project, and what
sharing takes from that."""

import json

import pytest

from tests.odoo_api import ApiError
from tests.records import xml_id

COLLEAGUE = "demo"  # Marc Demo, who opens his own leads only
SECRET = "Timbuktu"


@pytest.fixture(scope="module")
def member_id(server):
    """The colleague, as a follower of projects."""
    (user,) = server.call(
        "res.users",
        "read",
        ids=[xml_id(server, "base.user_demo")],
        fields=["partner_id"],
    )
    return user["partner_id"][0]


@pytest.fixture(scope="module")
def project(server):
    """A project that only its followers may open."""
    (project_id,) = server.call(
        "project.project",
        "create",
        vals_list=[{"name": "Journey", "privacy_visibility": "followers"}],
    )
    return project_id


@pytest.fixture(scope="module")
def task(server, project):
    """A task of the administrator on his lead, in the project."""
    admin = xml_id(server, "base.user_admin")
    (lead,) = server.call(
        "crm.lead",
        "create",
        vals_list=[{"name": "Closed to the colleague", "user_id": admin}],
    )
    (task_id,) = server.call(
        "mail.activity",
        "create",
        vals_list=[
            {
                "activity_type_id": xml_id(server, "mail.mail_activity_data_call"),
                "document_ref": f"crm.lead,{lead}",
                "project_id": project,
                "user_id": admin,
                "summary": f"Ride to {SECRET}",
                "date_start": "2031-03-18 09:00:00",
                "checklist_item_ids": [[0, 0, {"name": f"Camels for {SECRET}"}]],
            }
        ],
    )
    return task_id


@pytest.fixture
def follow(server, project, member_id):
    """The colleague follows the project during the test."""
    arguments = {"ids": [project], "partner_ids": [member_id]}
    server.call("project.project", "message_subscribe", **arguments)
    yield
    server.call("project.project", "message_unsubscribe", **arguments)


def ways(server, task, project):
    """What the colleague gets by each way: an answer or an error, as text."""
    colleague = server.client(COLLEAGUE)

    def ask(model, method, **arguments):
        try:
            return json.dumps(colleague.call(model, method, **arguments))
        except ApiError as error:
            return str(error)

    of_project = [["project_id", "=", project]]
    return {
        "read": ask("mail.activity", "read", ids=[task], fields=["summary"]),
        "search": ask(
            "mail.activity", "search_read", domain=of_project, fields=["summary"]
        ),
        "group": ask(
            "mail.activity",
            "formatted_read_group",
            domain=of_project,
            groupby=["summary"],
            aggregates=["__count"],
        ),
        "checklist": ask(
            "crm.task.checklist.item",
            "search_read",
            domain=[["name", "ilike", SECRET]],
            fields=["name"],
        ),
    }


def count(server, project):
    """What the colleague reads on the project."""
    colleague = server.client(COLLEAGUE)
    (values,) = colleague.call(
        "project.project", "read", ids=[project], fields=["crm_task_count"]
    )
    return values["crm_task_count"]


def test_neither_document_nor_project(server, task, project):
    for way, text in ways(server, task, project).items():
        assert SECRET not in text, (way, text)


def test_seen_by_the_project(server, task, project, follow):
    for way, text in ways(server, task, project).items():
        assert SECRET in text, (way, text)
    assert count(server, project) == 1
    with pytest.raises(ApiError) as refused:
        server.client(COLLEAGUE).call(
            "mail.activity", "write", ids=[task], vals={"summary": "Mine"}
        )
    assert refused.value.name == "odoo.exceptions.AccessError"


@pytest.mark.parametrize("level", ["none", "busy"])
def test_sharing_narrows_it(server, task, project, follow, share, level):
    share(level)
    for way, text in ways(server, task, project).items():
        assert SECRET not in text, (way, text)
    assert count(server, project) == 0


def test_rules_for_other_types_take_nothing(server, task, project, follow, share):
    email = xml_id(server, "mail.mail_activity_data_email")
    share("none", activity_type_ids=[[6, 0, [email]]])
    for way, text in ways(server, task, project).items():
        assert SECRET in text, (way, text)
    assert count(server, project) == 1


def test_nobody_enters_a_project_by_a_task_of_his(server, project):
    colleague = server.client(COLLEAGUE)
    (mine,) = colleague.call(
        "mail.activity",
        "create",
        vals_list=[{"summary": "Mine", "user_id": xml_id(server, "base.user_demo")}],
    )
    with pytest.raises(ApiError) as refused:
        colleague.call(
            "mail.activity", "write", ids=[mine], vals={"project_id": project}
        )
    assert refused.value.name == "odoo.exceptions.AccessError"
    assert "Journey" not in refused.value.message

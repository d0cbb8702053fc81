"""A task type of one's own, over Odoo's HTTP API, on Odoo's demo leads."""

from datetime import datetime, timedelta

import pytest

from tests.odoo_api import ApiError
from tests.records import xml_id

REP = "demo"  # Marc Demo, a salesman of Odoo's demo data
VALIDATION = "odoo.exceptions.ValidationError"


@pytest.fixture(scope="module")
def visit(server):
    """The administrator makes the type, on leads and contacts, with a required
    field."""
    models = [
        xml_id(server, name)
        for name in ("crm.model_crm_lead", "base.model_res_partner")
    ]
    (type_id,) = server.call(
        "mail.activity.type",
        "create",
        vals_list=[
            {
                "name": "Site visit",
                "code": "site_visit",
                "icon": "fa-car",
                "duration_hours": 2,
                "model_ids": [(6, 0, models)],
                "custom_field_ids": [
                    (
                        0,
                        0,
                        {"name": "Result of the visit", "required_when": "completed"},
                    )
                ],
            }
        ],
    )
    return type_id


@pytest.fixture
def rep(server):
    return server.client(REP)


@pytest.fixture
def lead(rep):
    """One of the rep's own demo leads."""
    return rep.call(
        "crm.lead", "search", domain=[("user_id.login", "=", REP)], limit=1
    )[0]


@pytest.fixture
def task(server, rep, visit, lead):
    """A site visit planned on a demo lead by the rep, in two days at nine: late in the
    evening, tomorrow is today for people further east."""
    day = datetime.now() + timedelta(days=2)
    (task_id,) = rep.call(
        "mail.activity",
        "create",
        vals_list=[
            {
                "activity_type_id": visit,
                "res_model_id": xml_id(server, "crm.model_crm_lead"),
                "res_id": lead,
                "user_id": rep.call(
                    "res.users", "search", domain=[("login", "=", REP)]
                )[0],
                "summary": "Measure the roof",
                "date_start": day.strftime("%Y-%m-%d 09:00:00"),
            }
        ],
    )
    return task_id


def read(client, task_id, *fields):
    (values,) = client.call("mail.activity", "read", ids=[task_id], fields=list(fields))
    return values


def custom_field(server, visit):
    (field,) = server.call(
        "crm.task.custom.field",
        "search_read",
        domain=[("activity_type_id", "=", visit)],
        fields=["key"],
    )
    return field["key"]


def test_code_is_for_ever(server, visit):
    with pytest.raises(ApiError) as error:
        server.call("mail.activity.type", "write", ids=[visit], vals={"code": "other"})
    assert error.value.name == VALIDATION
    assert "can't be changed" in error.value.message


def test_a_rep_does_not_configure(rep, visit):
    with pytest.raises(ApiError) as error:
        rep.call("mail.activity.type", "write", ids=[visit], vals={"name": "Mine"})
    assert error.value.status == 403


def test_defaults(rep, lead, task):
    values = read(
        rep, task, "date_start", "date_due", "duration_hours", "state", "res_name"
    )
    start = datetime.fromisoformat(values["date_start"])
    assert datetime.fromisoformat(values["date_due"]) == start + timedelta(hours=2)
    assert (values["duration_hours"], values["state"]) == (2, "planned")
    (document,) = rep.call("crm.lead", "read", ids=[lead], fields=["name"])
    assert values["res_name"] == document["name"]


def test_refused_on_another_model(server, visit):
    with pytest.raises(ApiError) as error:
        server.call(
            "mail.activity",
            "create",
            vals_list=[
                {
                    "activity_type_id": visit,
                    "res_model_id": xml_id(server, "calendar.model_calendar_event"),
                    "res_id": server.call(
                        "calendar.event", "search", domain=[], limit=1
                    )[0],
                }
            ],
        )
    assert error.value.name == VALIDATION
    for text in ("Site visit", "Calendar Event", "Lead", "Contact"):
        assert text in error.value.message


def test_moved_by_a_day_and_by_odoos_button(rep, task):
    before = datetime.fromisoformat(read(rep, task, "date_start")["date_start"])
    day = (before + timedelta(days=7)).date()
    rep.call("mail.activity", "write", ids=[task], vals={"date_deadline": str(day)})
    moved = datetime.fromisoformat(read(rep, task, "date_start")["date_start"])
    assert moved == before + timedelta(days=7)
    rep.call("mail.activity", "action_reschedule_tomorrow", ids=[task])
    values = read(rep, task, "date_start", "reschedule_count")
    assert datetime.fromisoformat(values["date_start"]).time() == before.time()
    assert values["reschedule_count"] == 2


def test_completed_when_the_required_field_is_filled(server, rep, visit, lead, task):
    with pytest.raises(ApiError) as error:
        rep.call("mail.activity", "action_feedback", ids=[task], feedback="Nice roof")
    assert error.value.name == VALIDATION
    assert "Result of the visit" in error.value.message
    assert read(rep, task, "state")["state"] == "planned"

    result = {custom_field(server, visit): "Flat, 120 m²"}
    rep.call("mail.activity", "write", ids=[task], vals={"task_properties": result})
    rep.call("mail.activity", "action_feedback", ids=[task], feedback="Nice roof")
    assert read(rep, task, "state")["state"] == "done"
    messages = rep.call(
        "mail.message",
        "search_count",
        domain=[
            ("model", "=", "crm.lead"),
            ("res_id", "=", lead),
            ("body", "ilike", "Nice roof"),
        ],
    )
    assert messages == 1


def test_deleted_type_lives_on_in_its_tasks(server, rep, visit, task):
    """The last test: the type is gone afterwards."""
    server.call("mail.activity.type", "unlink", ids=[visit])
    assert read(rep, task, "activity_type_id")["activity_type_id"][1] == "Site visit"
    with pytest.raises(ApiError):
        server.call("mail.activity.type", "action_unarchive", ids=[visit])
    result = {custom_field(server, visit): "Flat"}
    rep.call("mail.activity", "write", ids=[task], vals={"task_properties": result})
    rep.call("mail.activity", "action_done", ids=[task])
    assert read(rep, task, "state")["state"] == "done"

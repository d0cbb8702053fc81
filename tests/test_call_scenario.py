"""ELMA365's call task over Odoo's HTTP API, from start to finish; and races."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from tests.odoo_api import ApiError

REP = "demo"  # Marc Demo, a salesman of Odoo's demo data


@pytest.fixture
def rep(server):
    return server.client(REP)


@pytest.fixture
def lead(server, rep):
    (user,) = rep.call("res.users", "search", domain=[("login", "=", REP)])
    (lead_id,) = rep.call(
        "crm.lead",
        "create",
        vals_list=[{"name": "Desks for ELMA", "type": "opportunity", "user_id": user}],
    )
    return lead_id


def plan_call(server, rep, lead):
    (call_type,) = server.call(
        "mail.activity.type", "search", domain=[("code", "=", "call")]
    )
    (model,) = server.call("ir.model", "search", domain=[("model", "=", "crm.lead")])
    (user,) = rep.call("res.users", "search", domain=[("login", "=", REP)])
    values = {
        "activity_type_id": call_type,
        "res_model_id": model,
        "res_id": lead,
        "user_id": user,
        "summary": "Ask for the budget",
        "date_start": datetime.now().strftime("%Y-%m-%d %H:%M:00"),
    }
    return rep.call("mail.activity", "create", vals_list=[values])[0]


def read(client, task, *fields):
    return client.call("mail.activity", "read", ids=[task], fields=list(fields))[0]


def results(client, task):
    return client.call(
        "crm.task.result",
        "search_read",
        domain=[("mail_activity_id", "=", task)],
        fields=["outcome_id", "attempt", "comment", "is_completing"],
        order="id",
    )


def press(client, task, outcome, **values):
    return client.call(
        "mail.activity", "action_outcome", ids=[task], outcome=outcome, **values
    )


def test_from_start_to_finish(server, rep, lead):
    task = plan_call(server, rep, lead)
    names = [
        button["name"]
        for button in read(rep, task, "outcome_buttons")["outcome_buttons"]
    ]
    assert names == ["Done", "Change", "No answer", "Close deal"]

    press(rep, task, "no_answer")
    assert read(rep, task, "attempt_count")["attempt_count"] == 1

    tomorrow = (datetime.now() + timedelta(days=1)).strftime("%Y-%m-%d 09:00:00")
    press(rep, task, "change", date_start=tomorrow, reason="Call me tomorrow")
    values = read(rep, task, "date_start", "reschedule_reason")
    assert values == {
        "id": task,
        "date_start": tomorrow,
        "reschedule_reason": "Call me tomorrow",
    }

    press(rep, task, "done", comment="They have 20,000")
    assert read(rep, task, "state")["state"] == "done"
    assert [row["outcome_id"][1] for row in results(rep, task)] == [
        "No answer",
        "Change",
        "Done",
    ]

    closing = plan_call(server, rep, lead)
    (reason,) = rep.call("crm.lost.reason", "search", domain=[], limit=1)
    with pytest.raises(ApiError) as error:
        press(rep, closing, "close_deal")
    assert "lost" in error.value.message
    press(rep, closing, "close_deal", lost_reason_id=reason)
    (deal,) = rep.call(
        "crm.lead", "read", ids=[lead], fields=["active", "lost_reason_id"]
    )
    assert not deal["active"]
    assert deal["lost_reason_id"][0] == reason

    rep.call("mail.activity", "action_undo_last", ids=[closing])
    (deal,) = rep.call("crm.lead", "read", ids=[lead], fields=["active"])
    assert deal["active"]


def test_two_press_at_once(server, rep, lead):
    """One wins, the others are told who, when and how; one result."""
    for _round in range(3):
        task = plan_call(server, rep, lead)

        def press_done(_number, task=task):
            try:
                press(rep, task, "done")
            except ApiError as error:
                return error.message
            return ""

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(press_done, range(4)))
        assert answers.count("") == 1, answers
        assert all("was closed already: Done" in text for text in answers if text), (
            answers
        )
        assert len(results(rep, task)) == 1


def test_results_cannot_be_forged(server, rep, lead):
    task = plan_call(server, rep, lead)
    press(rep, task, "done")
    (result,) = results(rep, task)
    for client in (rep, server.client()):
        for method, arguments in (
            ("write", {"vals": {"comment": "x"}}),
            ("unlink", {}),
        ):
            with pytest.raises(ApiError):
                client.call("crm.task.result", method, ids=[result["id"]], **arguments)

"""What a colleague gets of a task over HTTP, by level: /json/2, XML-RPC, downloads."""

import json
import urllib.error
import urllib.request
import xmlrpc.client
from http.cookiejar import CookieJar

import pytest

from tests.odoo_api import ApiError
from tests.records import xml_id

COLLEAGUE = "demo"  # Marc Demo, a salesman of Odoo's demo data
SECRET = "Zanzibar"


@pytest.fixture(scope="module")
def client_id(server):
    """A client whom the colleague may open, so that only sharing can hide the task."""
    (partner_id,) = server.call(
        "res.partner", "create", vals_list=[{"name": "Sunshine Travel"}]
    )
    return partner_id


@pytest.fixture(scope="module")
def task(server, client_id):
    """A task of the administrator, with a file."""
    (task_id,) = server.call(
        "mail.activity",
        "create",
        vals_list=[
            {
                "activity_type_id": xml_id(server, "mail.mail_activity_data_call"),
                "res_model_id": xml_id(server, "base.model_res_partner"),
                "res_id": client_id,
                "user_id": xml_id(server, "base.user_admin"),
                "summary": f"Fly to {SECRET}",
                "date_start": "2031-03-18 09:00:00",
            }
        ],
    )
    return task_id


@pytest.fixture(scope="module")
def attachment(server, task):
    (attachment_id,) = server.call(
        "ir.attachment",
        "create",
        vals_list=[
            {
                "name": "plan.txt",
                "raw": f"{SECRET} by night",
                "res_model": "mail.activity",
                "res_id": task,
            }
        ],
    )
    return attachment_id


def ways(server, task, client_id, attachment):
    """What the colleague gets by each way: an answer or an error, as text."""
    colleague = server.client(COLLEAGUE)

    def json_2(model, method, **arguments):
        try:
            return json.dumps(colleague.call(model, method, **arguments))
        except ApiError as error:
            return str(error)

    server.expect_in_log(r"xmlrpc.*endpoints are deprecated")

    def by_xmlrpc(model, method, *args):
        proxy = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/object")
        uid = xml_id(server, "base.user_demo")
        key = colleague.key
        try:
            return str(
                proxy.execute_kw(server.database, uid, key, model, method, list(args))
            )
        except xmlrpc.client.Fault as error:
            return error.faultString

    return {
        "read": json_2("mail.activity", "read", ids=[task], fields=["summary"]),
        "search": json_2(
            "mail.activity", "search_read", domain=[["id", "=", task]], fields=[]
        ),
        "group": json_2(
            "mail.activity",
            "formatted_read_group",
            domain=[["id", "=", task]],
            groupby=["summary"],
            aggregates=["__count"],
        ),
        "client": json_2(
            "res.partner",
            "web_read",
            ids=[client_id],
            specification={
                "activity_ids": {"fields": {"summary": {}}},
                "activity_summary": {},
            },
        ),
        "xmlrpc": by_xmlrpc("mail.activity", "read", [task], ["summary"]),
        "xmlrpc search": by_xmlrpc(
            "mail.activity", "search_read", [["summary", "ilike", SECRET]]
        ),
        "file": json_2("ir.attachment", "read", ids=[attachment], fields=["raw"]),
        "download": download(server, attachment),
    }


def download(server, attachment):
    """The file as the browser of the colleague gets it, by its id."""
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(CookieJar())
    )
    login = {"db": server.database, "login": COLLEAGUE, "password": COLLEAGUE}
    browser.open(
        urllib.request.Request(
            f"{server.url}/web/session/authenticate",
            json.dumps({"params": login}).encode(),
            {"Content-Type": "application/json"},
        )
    )
    try:
        with browser.open(f"{server.url}/web/content/{attachment}") as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return str(error)


def test_all_ways_show_it_without_a_rule(server, task, client_id, attachment):
    for way, text in ways(server, task, client_id, attachment).items():
        assert SECRET in text or "by night" in text, (way, text)


@pytest.mark.parametrize("level", ["none", "busy"])
def test_no_way_shows_what_is_not_shared(
    server, task, client_id, attachment, share, level
):
    share(level)
    for way, text in ways(server, task, client_id, attachment).items():
        assert SECRET not in text and "by night" not in text, (way, text)


def test_read_only_refuses_changes(server, task, share):
    share("read")
    colleague = server.client(COLLEAGUE)
    (seen,) = colleague.call("mail.activity", "read", ids=[task], fields=["summary"])
    assert SECRET in seen["summary"]
    for method, arguments in (
        ("write", {"vals": {"summary": "Mine"}}),
        ("action_feedback", {}),
        ("unlink", {}),
    ):
        with pytest.raises(ApiError) as refused:
            colleague.call("mail.activity", method, ids=[task], **arguments)
        assert refused.value.name == "odoo.exceptions.AccessError"
        assert SECRET not in refused.value.message


def test_full_access_completes(server, client_id, share):
    share("full")
    (task_id,) = server.call(
        "mail.activity",
        "create",
        vals_list=[
            {
                "activity_type_id": xml_id(server, "mail.mail_activity_data_call"),
                "res_model_id": xml_id(server, "base.model_res_partner"),
                "res_id": client_id,
                "user_id": xml_id(server, "base.user_admin"),
            }
        ],
    )
    colleague = server.client(COLLEAGUE)
    colleague.call("mail.activity", "action_feedback", ids=[task_id], feedback="Done")
    (done,) = server.call("mail.activity", "read", ids=[task_id], fields=["state"])
    assert done["state"] == "done"

"""The fixtures' own promises: a server with all add-ons, demo data and an API."""

import urllib.request

import pytest

from setup import addons
from tests.odoo_api import ApiError


def test_login_page(server):
    with urllib.request.urlopen(f"{server.url}/web/login") as page:
        assert b'name="password"' in page.read()


def test_every_addon_is_installed(server):
    installed = server.call(
        "ir.module.module",
        "search_read",
        domain=[("state", "=", "installed")],
        fields=["name"],
    )
    names = {module["name"] for module in installed}
    assert names >= {"crm", *(addon.name for addon in addons.on_odoo_alone())}


def test_demo_data(server):
    assert server.call("crm.lead", "search_count", domain=[]) > 10


def test_client_of_a_user(server):
    server.call("res.users", "create", vals_list=[{"name": "Bo", "login": "bo"}])
    (user,) = server.client("bo").call(
        "res.users", "search_read", domain=[("login", "=", "bo")], fields=["name"]
    )
    assert user["name"] == "Bo"


def test_refusal(server):
    server.call("res.users", "create", vals_list=[{"name": "Al", "login": "al"}])
    with pytest.raises(ApiError) as refusal:
        server.client("al").call("ir.model.access", "create", vals_list=[{"name": "x"}])
    assert refusal.value.status == 403
    assert refusal.value.name == "odoo.exceptions.AccessError"
    assert "not allowed to create" in refusal.value.message


def test_unknown_method(server):
    with pytest.raises(ApiError) as error:
        server.call("crm.lead", "no_such_method")
    assert (error.value.status, error.value.name.split(".")[-1]) == (404, "NotFound")

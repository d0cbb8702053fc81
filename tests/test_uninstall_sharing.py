"""Uninstalling the sharing of tasks gives back plain access, with all tasks."""

from typing import Any

from tests.conftest import RunningOdoo

ADD_ON = "crm_task_sharing"


def test_uninstall_sharing(spare_server: RunningOdoo) -> None:
    call = spare_server.call
    colleague = spare_server.client("demo")
    (admin,) = call("res.users", "search", domain=[("login", "=", "admin")])
    (partner,) = call("res.partner", "create", vals_list=[{"name": "Open to all"}])
    (task,) = call(
        "mail.activity",
        "create",
        vals_list=[
            {
                "summary": "Keep me",
                "user_id": admin,
                "document_ref": f"res.partner,{partner}",
                "date_start": "2026-03-20 09:00:00",
            }
        ],
    )
    call(
        "crm.task.share",
        "create",
        vals_list=[{"user_id": admin, "grantee_kind": "everyone", "level": "none"}],
    )
    # the demo data share the administrator's tasks with this colleague, later
    (theirs,) = call("res.users", "search", domain=[("login", "=", "demo")])
    call(
        "crm.task.share",
        "create",
        vals_list=[
            {
                "user_id": admin,
                "grantee_kind": "user",
                "grantee_id": theirs,
                "level": "none",
            }
        ],
    )

    def seen() -> Any:
        domain = [("id", "=", task)]
        return colleague.call("mail.activity", "search", domain=domain)

    assert seen() == []
    everything = {"domain": [], "context": {"active_test": False}}
    before = call("mail.activity", "search_count", **everything)

    (module,) = call("ir.module.module", "search", domain=[("name", "=", ADD_ON)])
    call("ir.module.module", "button_immediate_uninstall", ids=[module])

    assert seen() == [task]
    # more than before: nothing is withheld any more
    assert call("mail.activity", "search_count", **everything) >= before
    (kept,) = call("mail.activity", "read", ids=[task], fields=["summary", "date_due"])
    assert kept["summary"] == "Keep me"
    fields = call("res.users", "fields_get", attributes=["string"])
    assert "task_share_ids" not in fields
    models = call("ir.model", "search_count", domain=[("model", "like", "crm.task.sh")])
    assert models == 0

"""Uninstalling gives back plain Odoo, with all tasks."""

# Odoo logs what it deletes later only, with what hangs on it
STAGES = r"^ERROR odoo\.sql_db: bad query: b'DELETE FROM \"project_"


def uninstall(server, name):
    (module,) = server.call("ir.module.module", "search", domain=[("name", "=", name)])
    server.call("ir.module.module", "button_immediate_uninstall", ids=[module])


def test_uninstall(spare_server):
    call = spare_server.call
    spare_server.expect_in_log(STAGES)
    uninstall(spare_server, "project")  # whose models are gone when the add-ons go
    everything = {"domain": [], "context": {"active_test": False}}
    (admin,) = call("res.users", "search", domain=[("login", "=", "admin")])
    values = {
        "summary": "Keep me",
        "user_id": admin,
        "date_start": "2026-03-20 09:00:00",
    }
    (task_id,) = call("mail.activity", "create", vals_list=[values])
    (type_id,) = call("mail.activity.type", "create", vals_list=[{"name": "Tasting"}])
    call("mail.activity", "write", ids=[task_id], vals={"activity_type_id": type_id})
    demo_tasks = call(
        "ir.model.data",
        "search_count",
        # with it go the add-ons that depend on it
        domain=[("module", "=like", "crm_task_%"), ("model", "=", "mail.activity")],
    )
    before = call("mail.activity", "search_count", **everything)

    favorites = call(
        "ir.filters",
        "create",
        vals_list=[
            {"name": "Late", "model_id": "mail.activity", "domain": domain}
            for domain in (
                "[('date_due', '<', '2026-03-20 09:00:00')]",
                "[('date_deadline', '<', '2026-03-20')]",
            )
        ],
    )

    uninstall(spare_server, "crm_task_types")

    assert call("mail.activity", "search_count", **everything) == before - demo_tasks
    (task,) = call(
        "mail.activity",
        "read",
        ids=[task_id],
        fields=["summary", "date_deadline", "activity_type_id"],
    )
    assert task["summary"] == "Keep me"
    assert task["date_deadline"] == "2026-03-20"
    assert task["activity_type_id"][1] == "Tasting"
    fields = call("mail.activity", "fields_get", attributes=["string"])
    assert "date_due" not in fields
    (email,) = call(
        "mail.activity.type",
        "search_read",
        domain=[("icon", "=", "fa-envelope")],
        fields=["category"],
    )
    assert email["category"] == "default"
    left = call("ir.filters", "search", domain=[("id", "in", favorites)])
    assert left == favorites[1:]
    # Odoo keeps track of this name, which server actions hand down
    (cron,) = call("ir.cron", "search", domain=[], limit=1)
    call("ir.cron", "write", ids=[cron], vals={"name": "Now and then"})

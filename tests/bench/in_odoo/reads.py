"""What people look at. Each function prepares it as a user and returns the work;
what is prepared isn't measured."""

PAGE = 80
COUNT_LIMIT = 10001  # as the web client asks for

TASK_FIELDS = {
    "summary": {},
    "res_name": {},
    "res_model": {},
    "res_id": {},
    "activity_type_id": {"fields": {"display_name": {}}},
    "icon": {},
    "user_id": {"fields": {"display_name": {}}},
    "date_deadline": {},
    "state": {},
    "create_date": {},
}
LEAD_FIELDS = {
    "name": {},
    "partner_id": {"fields": {"display_name": {}}},
    "user_id": {"fields": {"display_name": {}}},
    "stage_id": {"fields": {"display_name": {}}},
    "expected_revenue": {},
    "priority": {},
    "create_date": {},
}
LEAD_TASK_FIELDS = {
    "activity_ids": {"fields": {}},
    "activity_state": {},
    "activity_summary": {},
    "activity_type_id": {"fields": {"display_name": {}}},
    "activity_type_icon": {},
    "activity_date_deadline": {},
    "activity_user_id": {"fields": {"display_name": {}}},
    "my_activity_date_deadline": {},
    "activity_exception_decoration": {},
}
OVERDUE = [("activity_state", "=", "overdue")]


def _page(env, model, domain, fields):
    records = env[model]
    return lambda: records.web_search_read(
        domain, fields, limit=PAGE, count_limit=COUNT_LIMIT
    )


def _group(env, model, field):
    records = env[model]
    return lambda: records.formatted_read_group([], [field], ["__count"])


def page_domain(env):
    return []


def my_page_domain(env):
    return [("user_id", "=", env.uid)]


def page(env):
    return _page(env, "mail.activity", page_domain(env), TASK_FIELDS)


def my_page(env):
    return _page(env, "mail.activity", my_page_domain(env), TASK_FIELDS)


def count(env):
    return lambda: env["mail.activity"].search_count([])


def group_type(env):
    return _group(env, "mail.activity", "activity_type_id")


def group_user(env):
    return _group(env, "mail.activity", "user_id")


def kanban(env):
    Task = env["mail.activity"]
    field = "status_id" if "status_id" in Task._fields else "activity_type_id"
    return lambda: Task.web_read_group(
        [],
        [field],
        ["__count"],
        auto_unfold=True,
        unfold_read_specification=TASK_FIELDS,
        unfold_read_default_limit=PAGE,
    )


def counters(env):
    """What tells a user what to do; plain Odoo's systray does."""
    Task = env["mail.activity"]
    return getattr(Task, "get_task_counters", env["res.users"]._get_activity_groups)


def systray(env):
    """All that the top of the screen asks for."""
    Task, Users = env["mail.activity"], env["res.users"]
    if not hasattr(Task, "get_task_counters"):
        return Users._get_activity_groups
    return lambda: (Users._get_activity_groups(), Task.get_task_counters())


def lead_page(env):
    return _page(env, "crm.lead", OVERDUE, LEAD_FIELDS)


def lead_count(env):
    return lambda: env["crm.lead"].search_count(OVERDUE)


def lead_kanban(env):
    return _group(env, "crm.lead", "activity_state")


def lead_list(env):
    return _page(env, "crm.lead", [], LEAD_FIELDS)


def lead_list_tasks(env):
    return _page(env, "crm.lead", [], LEAD_FIELDS | LEAD_TASK_FIELDS)

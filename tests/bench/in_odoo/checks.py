"""Whether both databases say the same, and say the truth. Nothing here is measured."""

import reads

SAMPLE = 200
FOLLOWING_FIELDS = (
    "date_deadline",
    "date_due",
    "date_overdue",
    "partner_id",
    "res_name",
    "status_id",
    "user_tz",
)


def shorten(env, answer):
    """What can be compared of an answer: ids, numbers, groups with their counts."""
    if isinstance(answer, int):
        return answer
    if isinstance(answer, dict) and "records" in answer:
        return [record["id"] for record in answer["records"]]
    if isinstance(answer, list) and answer and "__count" in answer[0]:
        return sorted(_group(group) for group in answer)
    if isinstance(answer, dict) and "counters" in answer:
        counts = {one["name"]: one["count"] for one in answer["counters"]}
        return [counts["overdue"], counts["today"]]
    return None


def _group(group):
    label = next(value for name, value in group.items() if not name.startswith("__"))
    return [
        label[1] if isinstance(label, tuple | list) else str(label),
        group["__count"],
    ]


def visible(env, work):
    """The ids of all that the pages of an operation lead through."""
    domain = getattr(reads, f"{work}_domain")(env)
    return env["mail.activity"].search(domain).ids


def first_page(env, ids):
    """The first of these tasks in the order of our lists."""
    env.cr.execute(
        "SELECT id FROM mail_activity WHERE id = ANY(%s) ORDER BY date_overdue, id"
        " LIMIT %s",
        (ids, reads.PAGE),
    )
    return [task_id for (task_id,) in env.cr.fetchall()]


def counters(env):
    """Overdue tasks and those for today, counted one by one."""
    tasks = env["mail.activity"].search([("user_id", "=", env.uid)])
    states = tasks.mapped("state")
    return [states.count("overdue"), states.count("today")]


def wrong_values(env):
    """Tasks whose stored values aren't those that Odoo would have computed."""
    tasks = (
        env["mail.activity"].with_context(active_test=False).search([], limit=SAMPLE)
    )
    known = [tasks._fields[name] for name in FOLLOWING_FIELDS if name in tasks._fields]
    names = [field.name for field in known if field.store and field.compute]
    before = {task: [task[name] for name in names] for task in tasks}
    for name in names:
        env.add_to_compute(tasks._fields[name], tasks)
    return [
        [task.id, name, str(old), str(task[name])]
        for task, values in before.items()
        for name, old in zip(names, values, strict=True)
        if task[name] != old
    ]

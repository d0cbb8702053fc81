"""Run in Odoo's shell by ``tests.bench.processes``, which says ``SIZES`` and ``BATCH``
before: measures and prints a line of JSON for each size."""

# ruff: noqa: F821

import json
import time

PROCESS = "Bench"


def draw(env):
    """Start, call, end: published."""
    process = env["crm.task.process"].create({"name": PROCESS})
    call = env.ref("mail.mail_activity_data_call")
    start, task, end = (
        env["crm.task.process.step"].create(
            {"process_id": process.id, "name": kind, "kind": kind, **values}
        )
        for kind, values in (
            ("start", {}),
            (
                "task",
                {
                    "activity_type_id": call.id,
                    "summary": "Call {{ object.name }}",
                    "assignee_rule": "salesperson",
                },
            ),
            ("end", {}),
        )
    )
    for origin, target in ((start, task), (task, end)):
        env["crm.task.process.transition"].create(
            {
                "process_id": process.id,
                "origin_id": origin.id,
                "target_id": target.id,
                "is_default": origin == task,
            }
        )
    process.action_publish()
    return process


def make_leads(env, count, user):
    quiet = env["crm.lead"].with_context(tracking_disable=True)
    ids = []
    while len(ids) < count:
        numbers = range(len(ids), min(len(ids) + 500, count))
        ids += quiet.create(
            [
                {"name": f"Roof {number}", "type": "opportunity", "user_id": user.id}
                for number in numbers
            ]
        ).ids
        env.cr.commit()
    return ids


def measure(env, work):
    """:return: seconds, those of them that Odoo's processor worked, and queries of a
    piece of work that commits"""
    env.cr.commit()
    before = time.monotonic(), time.process_time(), env.cr.sql_log_count
    work()
    env.cr.commit()
    after = time.monotonic(), time.process_time(), env.cr.sql_log_count
    return [new - old for new, old in zip(after, before, strict=True)]


def start(env, process, lead_ids):
    """As a press of *Start* in a list does, and then the cron."""
    process.action_start(lead_ids)
    env.cr.commit()
    env["crm.task.process.run"].sudo()._cron_advance()


def complete(env, tasks, batch):
    """As presses on full pages of a list do, each in a transaction."""
    for position in range(0, len(tasks), batch):
        tasks[position : position + batch].action_outcome("done")
        env.cr.commit()


def run(env, process, count, batch):
    user = env.ref("base.user_demo")
    user.notification_type = "inbox"  # no mails: they aren't what is measured
    lead_ids = make_leads(env, count, user)
    started = measure(env, lambda: start(env, process, lead_ids))
    tasks = env["mail.activity"].search(
        [("res_model", "=", "crm.lead"), ("res_id", "in", lead_ids)]
    )
    assert len(tasks) == count, len(tasks)
    completed = measure(
        env, lambda: complete(env, tasks.with_user(user), batch or count)
    )
    done = env["crm.task.process.run"].search_count(
        [("process_id", "=", process.id), ("state", "=", "done")]
    )
    return {"runs": count, "start": started, "complete": completed, "done": done}


bench = draw(env)
run(env, bench, 20, BATCH)  # what is loaded once isn't measured
for size in SIZES:
    print("BENCH", json.dumps(run(env, bench, size, BATCH)), flush=True)

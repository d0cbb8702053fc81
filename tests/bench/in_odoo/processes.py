"""Processes on many leads: what is measured commits, as the engine does."""

import time
from itertools import pairwise

PROCESS, IDLE = "Bench", "Bench: blocks"
BLOCKS = 10


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
    connect(env, process, [start, task, end])
    process.action_publish()
    return process


def draw_blocks(env):
    """Blocks that don't wait, one after the other: what the engine costs by itself."""
    process = env["crm.task.process"].create({"name": IDLE})
    variable = env["crm.task.process.variable"].create(
        {"process_id": process.id, "name": "Steps", "kind": "number", "default": "0"}
    )
    steps = []
    for position in range(BLOCKS):
        kind = ("assign", "condition")[position % 2]
        if position in (0, BLOCKS - 1):
            kind = "end" if position else "start"
        steps.append(
            env["crm.task.process.step"].create(
                {"process_id": process.id, "name": f"{kind} {position}", "kind": kind}
            )
        )
    for step in steps:
        if step.kind == "assign":
            env["crm.task.process.value"].create(
                {
                    "step_id": step.id,
                    "target": "variable",
                    "variable_id": variable.id,
                    "text": "7",
                }
            )
    connect(env, process, steps)
    process.action_publish()
    return process


def connect(env, process, steps):
    for origin, target in pairwise(steps):
        env["crm.task.process.transition"].create(
            {
                "process_id": process.id,
                "origin_id": origin.id,
                "target_id": target.id,
                "is_default": origin.kind in ("task", "condition"),
            }
        )


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


def run(env, count, batch):
    """Start a run on each of new leads, complete its task; then pass blocks that don't
    wait on the same leads.

    :param int batch: tasks completed in one transaction; 0 for all of them
    :return: of each part: seconds, those of the processor, queries and block steps
    """
    process, blocks = _find(env, PROCESS, draw), _find(env, IDLE, draw_blocks)
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
    passed = measure(env, lambda: start(env, blocks, lead_ids))
    for each in (process, blocks):
        assert not env["crm.task.process.run"].search_count(
            [("process_id", "=", each.id), ("state", "!=", "done")]
        )
    both = [sum(pair) for pair in zip(started, completed, strict=True)]
    return {
        "start": [*started, 2 * count],  # up to the task
        "complete": [*completed, count],  # from there to the end
        "both": [*both, 3 * count],
        "blocks": [*passed, BLOCKS * count],
    }


def _find(env, name, make):
    return env["crm.task.process"].search([("name", "=", name)]) or make(env)

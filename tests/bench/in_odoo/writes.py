"""What people change; the transaction is rolled back afterwards. Each function prepares
it as a user and returns the work; what is prepared isn't measured.

``env.context["bench_batch"]`` says how many records the largest of them take: half of
it are completed or moved, a fifth gets a template.
"""

from datetime import timedelta

from loading import (
    CHAINED_TYPE,
    OTHER_STAGE,
    PLAN_OTHERS,
    PLAN_OWN,
    RULE_STAGE,
    leaders_of,
)

from odoo import fields


def _batch(env, share=1):
    return env.context["bench_batch"] // share


def _leads(env, count):
    """Of one company, as templates want it."""
    return env["crm.lead"].search(
        [("company_id", "=", env.company.id)], limit=count, order="id"
    )


def _sellers(env):
    return env["res.users"].search([("login", "like", "bench.seller")], order="id")


def _task_values(env, users):
    call = env.ref("mail.mail_activity_data_call")
    model_id = env["ir.model"]._get_id("crm.lead")
    day = fields.Date.today() + timedelta(days=3)
    return [
        {
            "res_model_id": model_id,
            "res_id": lead.id,
            "activity_type_id": call.id,
            "user_id": users[number % len(users)].id,
            "summary": "Ask for the plans",
            "date_deadline": day,
        }
        for number, lead in enumerate(_leads(env, _batch(env)))
    ]


def _create(env, users):
    values = _task_values(env, users)
    return lambda: env["mail.activity"].create(values)


def create_own(env):
    return _create(env, env.user)


def create_others(env):
    return _create(env, leaders_of(_sellers(env)))


def _chained_tasks(env):
    """Open tasks on leads that make another task when they are completed."""
    tasks = env["mail.activity"].search(
        [
            ("activity_type_id.name", "=", CHAINED_TYPE),
            ("res_model", "=", "crm.lead"),
            # who shares by rules may have kept the right to write to himself
            ("user_id", "in", _sellers(env)[1::2].ids),
        ],
        limit=_batch(env, 2),
        order="id",
    )
    assert len(tasks) == _batch(env, 2), "too few tasks for such a batch"
    return tasks


def complete(env):
    tasks = _chained_tasks(env)
    return lambda: tasks.action_feedback(feedback="They like it.")


def move(env):
    tasks = _chained_tasks(env)
    day = fields.Date.today() + timedelta(days=5)
    return lambda: tasks.write({"date_deadline": day})


def press(env):
    """What the browser asks for by a click."""
    task = env["mail.activity"].search(
        [
            ("user_id", "=", env.uid),
            ("res_model", "=", "crm.lead"),
            ("activity_type_id", "=", env.ref("mail.mail_activity_data_call").id),
        ],
        limit=1,
    )
    assert task
    if not hasattr(task, "action_press"):
        return task.action_feedback
    outcome = task.activity_type_id.outcome_ids.filtered(lambda o: o.code == "done")
    return lambda: task.action_press(outcome.id)


def _template(env, name):
    plan = env["mail.activity.plan"].search([("name", "=", name)])
    wizard = (
        env["mail.activity.schedule"]
        .with_context(
            active_model="crm.lead", active_ids=_leads(env, _batch(env, 5)).ids
        )
        .create({"plan_id": plan.id, "plan_date": fields.Date.today()})
    )
    return wizard.action_schedule_plan


def template_own(env):
    return _template(env, PLAN_OWN)


def template_others(env):
    return _template(env, PLAN_OTHERS)


def _set_stage(env, name):
    leads = _leads(env, _batch(env))
    stage = env["crm.stage"].search([("name", "=", name)])
    return lambda: leads.write({"stage_id": stage.id})


def stage_rule(env):
    return _set_stage(env, RULE_STAGE)


def stage(env):
    return _set_stage(env, OTHER_STAGE)

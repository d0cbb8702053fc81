"""Fills an empty database with the work of a sales organisation, always the same one.

People and settings are made by Odoo; what is many is made by PostgreSQL itself. Chance
comes from hashes of numbers, so that plain Odoo's database and ours hold the same
records under the same ids.
"""

import random

from sharing_rules import make_rules

LEADS, PARTNERS, TEAMS, SELLERS = 100_000, 20_000, 10, 200
# Ids count from here, far above those of Odoo's own records.
FIRST_ID = 1_000_000
CHUNK = 50_000
MANAGER, SELLER = "bench.manager", "bench.seller007"
CHAINED_TYPE = "Bench: call with a follow-up"
RULE_STAGE, OTHER_STAGE = "Bench: with a rule", "Bench: without a rule"
PLAN_OWN, PLAN_OTHERS = "Bench: for oneself", "Bench: for others"
TYPES = ("call", "email", "meeting", "todo")
ZONES = ("Europe/Brussels", "America/New_York")

PICK = """
CREATE OR REPLACE FUNCTION pg_temp.pick(number int, salt int, size int) RETURNS int
IMMUTABLE LANGUAGE SQL AS
'SELECT ((hashint4extended(number, salt) & 2147483647) % size)::int'
"""
INSERT_PARTNERS = """
INSERT INTO res_partner (id, name, complete_name, type, active, is_company, lang,
                         partner_share, create_uid, create_date, write_date)
SELECT %(first)s + n, 'Client ' || n, 'Client ' || n, 'contact', true, true, 'en_US',
       true, 1, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n
"""
FINISH_PARTNERS = """
UPDATE res_partner SET commercial_partner_id = id
 WHERE id >= %(first)s AND commercial_partner_id IS NULL
"""
# A fifth belongs to nobody: such leads are everybody's.
INSERT_LEADS = """
INSERT INTO crm_lead (id, name, type, active, priority, partner_id, user_id, team_id,
                      company_id, stage_id, expected_revenue, probability,
                      automated_probability, won_status, create_uid, create_date,
                      write_date, date_last_stage_update)
SELECT %(first)s + n, 'Roof ' || n, 'opportunity', true,
       pg_temp.pick(n, 1, 3)::text, %(first)s + 1 + pg_temp.pick(n, 2, %(partners)s),
       CASE WHEN n %% 5 > 0 THEN seller.id END, seller.team_id, seller.company_id,
       stage.id, 1000 * pg_temp.pick(n, 3, 90), 20, 20, 'pending', 1,
       %(day)s::timestamp - pg_temp.pick(n, 4, 700) * interval '1 day', now(),
       %(day)s::timestamp - pg_temp.pick(n, 4, 90) * interval '1 day'
  FROM generate_series(%(low)s, %(high)s) AS n
  JOIN bench_seller AS seller ON seller.number = pg_temp.pick(n, 5, %(sellers)s)
  JOIN bench_stage AS stage
    ON stage.number = pg_temp.pick(n, 6, (SELECT count(*)::int FROM bench_stage))
"""
# Half of the tasks is done by the salesperson of the lead, the rest by anybody. The
# deadline depends on nothing else. Those of the next days have no time, so that what
# plain Odoo calls overdue is overdue for us as well.
INSERT_TASKS = """
INSERT INTO mail_activity (id, res_model_id, res_model, res_id, res_name,
                           activity_type_id, user_id, user_tz, summary, date_deadline,
                           date_done, automated, active, create_uid, write_uid,
                           create_date, write_date {columns})
SELECT %(first)s + n, model.id, model.model, document.id, document.name, type.id,
       assignee.id, assignee.tz, 'Task ' || n, plan.day,
       CASE WHEN plan.done THEN plan.day END, false, NOT plan.done, assignee.id,
       assignee.id, plan.day - 20, plan.day - 20 {values}
  FROM generate_series(%(low)s, %(high)s) AS n
 CROSS JOIN LATERAL (SELECT pg_temp.pick(n, 11, 10) > 0 AS on_lead,
                            pg_temp.pick(n, 12, 10) < 7 AS done) AS chance
  LEFT JOIN crm_lead AS lead
    ON on_lead AND lead.id = %(first)s + 1 + pg_temp.pick(n, 13, %(leads)s)
  LEFT JOIN res_partner AS partner
    ON NOT on_lead AND partner.id = %(first)s + 1 + pg_temp.pick(n, 13, %(partners)s)
 CROSS JOIN LATERAL (
       SELECT COALESCE(lead.id, partner.id) AS id,
              COALESCE(lead.name, partner.complete_name) AS name,
              COALESCE(lead.partner_id, partner.id) AS partner_id,
              CASE WHEN on_lead THEN 'crm.lead' ELSE 'res.partner' END AS model
       ) AS document
  JOIN ir_model AS model ON model.model = document.model
  JOIN bench_type AS type
    ON type.number = pg_temp.pick(n, 14, (SELECT count(*)::int FROM bench_type))
  LEFT JOIN bench_seller AS owner
    ON owner.id = lead.user_id AND pg_temp.pick(n, 15, 2) = 0
  JOIN bench_seller AS anybody
    ON anybody.number = pg_temp.pick(n, 16, %(sellers)s + 1)
  JOIN bench_seller AS assignee
    ON assignee.number = COALESCE(owner.number, anybody.number)
 CROSS JOIN LATERAL (
       SELECT done,
              %(day)s::date + CASE WHEN done THEN pg_temp.pick(n, 17, 700) - 700
                                   ELSE pg_temp.pick(n, 17, 300) - 100 END AS day
       ) AS plan
 CROSS JOIN LATERAL (
       SELECT (plan.day + (8 + pg_temp.pick(n, 18, 9)) * interval '1 hour')
              AT TIME ZONE assignee.tz AT TIME ZONE 'UTC' AS start,
              (plan.day + interval '1 day')
              AT TIME ZONE assignee.tz AT TIME ZONE 'UTC' AS midnight,
              abs(plan.day - %(day)s::date) > 8
              AND pg_temp.pick(n, 19, 10) < 4 AS is_set
       ) AS clock
"""
OWN_COLUMNS = {
    "date_start": "CASE WHEN clock.is_set THEN clock.start END",
    "duration_hours": "CASE WHEN clock.is_set THEN 0.5 ELSE 0 END",
    "date_due": "CASE WHEN clock.is_set THEN clock.start + interval '30 minutes' END",
    "date_overdue": "CASE WHEN clock.is_set THEN clock.start + interval '30 minutes' "
    "ELSE clock.midnight END",
    "priority": "'0'",
    "partner_id": "document.partner_id",
    "status_id": "CASE WHEN plan.done THEN type.closing_id ELSE type.opening_id END",
    "reschedule_count": "0",
    "attempt_count": "0",
    "is_cancelled": "false",
}


def load(env, tasks, day):
    """Fill the database, and commit.

    :param int tasks: how many, done ones included
    :param str day: the day on which the deadlines center
    :return: an iterator that says what it is about to do
    """
    env = env(context={"tracking_disable": True, "mail_create_nosubscribe": True})
    yield "people"
    _remove_demo_data(env)
    manager, sellers = _make_people(env)
    _make_settings(env, manager, sellers)
    if "crm.task.share" in env:
        make_rules(env, sellers, random.Random("bench"))
    env.flush_all()
    _make_tables(env, manager, sellers)
    yield from _load_rows(env, "partners", PARTNERS, INSERT_PARTNERS, day)
    env.cr.execute(FINISH_PARTNERS, {"first": FIRST_ID})
    yield from _load_rows(env, "leads", LEADS, INSERT_LEADS, day)
    own = OWN_COLUMNS if "status_id" in env["mail.activity"]._fields else {}
    statement = INSERT_TASKS.format(
        columns="".join(f", {name}" for name in own),
        values="".join(f", {value}" for value in own.values()),
    )
    yield from _load_rows(env, "tasks", tasks, statement, day)
    for table in ("res_partner", "crm_lead", "mail_activity"):
        env.cr.execute(
            f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"
        )
    env.cr.commit()


def _remove_demo_data(env):
    """Tasks and leads that only one of the databases may have."""
    for table in ("mail_activity", "crm_lead"):
        env.cr.execute(f"DELETE FROM {table}")
    env.invalidate_all()


def _load_rows(env, what, count, statement, day):
    values = {
        "first": FIRST_ID,
        "leads": LEADS,
        "partners": PARTNERS,
        "sellers": SELLERS,
        "day": day,
    }
    for low in range(1, count + 1, CHUNK):
        high = min(low + CHUNK - 1, count)
        yield f"{what}: {low - 1:,} of {count:,}"
        env.cr.execute(statement, {**values, "low": low, "high": high})


def _make_people(env):
    """A manager of both companies, and the sellers of ten teams, five in each."""
    companies = env.company | env["res.company"].create({"name": "Bench Overseas"})
    groups = {
        name: env.ref(f"sales_team.group_sale_{name}")
        for name in ("manager", "salesman")
    }
    Users = env["res.users"].with_context(no_reset_password=True)
    manager = Users.create(
        {
            "name": "Bench Manager",
            "login": MANAGER,
            "tz": ZONES[0],
            "company_ids": companies.ids,
            "company_id": companies[0].id,
            "group_ids": [*groups["manager"].ids, env.ref("base.group_system").id],
        }
    )
    sellers = Users.create(
        [
            {
                "name": f"Seller {number:03}",
                "login": f"bench.seller{number:03}",
                "tz": ZONES[number % 2],
                "company_ids": companies[number % 2].ids,
                "company_id": companies[number % 2].id,
                "group_ids": groups["salesman"].ids,
            }
            for number in range(SELLERS)
        ]
    )
    for number in range(TEAMS):
        env["crm.team"].create(
            {
                "name": f"Bench team {number}",
                "company_id": companies[number % 2].id,
                "member_ids": sellers[number::TEAMS].ids,
            }
        )
    leaders_of(sellers).group_ids |= env.ref("sales_team.group_sale_salesman_all_leads")
    # all have the administrator's password
    env.cr.execute(
        "UPDATE res_users SET password = (SELECT password FROM res_users WHERE id = %s)"
        " WHERE id = ANY(%s)",
        (env.ref("base.user_admin").id, [manager.id, *sellers.ids]),
    )
    return manager, sellers


def leaders_of(sellers):
    """Of the first company's teams: they see all leads there, the others their own."""
    return sellers[-TEAMS::2]


def _make_settings(env, manager, sellers):
    """What the operations need: a type with a follow-up, templates, an automation."""
    call = env.ref("mail.mail_activity_data_call")
    todo = env.ref("mail.mail_activity_data_todo")
    call.copy(
        {
            "name": CHAINED_TYPE,
            "chaining_type": "trigger",
            "triggered_next_type_id": todo.id,
        }
    )
    for name, people in ((PLAN_OWN, manager), (PLAN_OTHERS, leaders_of(sellers))):
        env["mail.activity.plan"].create(
            {
                "name": name,
                "res_model": "crm.lead",
                "template_ids": [
                    (
                        0,
                        0,
                        {
                            "activity_type_id": todo.id,
                            "summary": f"Step {number}",
                            "sequence": number,
                            "delay_count": number,
                            "responsible_type": "other",
                            "responsible_id": people[number % len(people)].id,
                        },
                    )
                    for number in range(5)
                ],
            }
        )
    with_rule, _without = env["crm.stage"].create(
        [{"name": RULE_STAGE, "sequence": 90}, {"name": OTHER_STAGE, "sequence": 91}]
    )
    model = env["ir.model"]._get("crm.lead")
    env["base.automation"].create(
        {
            "name": "Bench: create a task",
            "model_id": model.id,
            "trigger": "on_stage_set",
            "trg_field_ref": with_rule.id,
            "action_server_ids": [
                (
                    0,
                    0,
                    {
                        "name": "Bench: create a task",
                        "model_id": model.id,
                        "state": "next_activity",
                        "activity_type_id": call.id,
                        "activity_summary": "Ask for the plans",
                        "activity_date_deadline_range": 2,
                        "activity_user_type": "specific",
                        "activity_user_id": manager.id,
                    },
                )
            ],
        }
    )


def _make_tables(env, manager, sellers):
    """Numbered people, types and stages for the statements above to choose from."""
    env.cr.execute(PICK)
    env.cr.execute(
        """
        CREATE TEMP TABLE bench_seller
               (number int, id int, tz text, team_id int, company_id int);
        CREATE TEMP TABLE bench_type
               (number int, id int, opening_id int, closing_id int);
        CREATE TEMP TABLE bench_stage (number int, id int);
        """
    )
    for number, user in enumerate(sellers | manager):
        env.cr.execute(
            "INSERT INTO bench_seller VALUES (%s, %s, %s, %s, %s)",
            (
                number,
                user.id,
                user.tz,
                user.sale_team_id.id or None,
                user.company_id.id,
            ),
        )
    types = env["mail.activity.type"].union(
        *(env.ref(f"mail.mail_activity_data_{name}") for name in TYPES),
        env["mail.activity.type"].search([("name", "=", CHAINED_TYPE)]),
    )
    for number, kind in enumerate(types):
        statuses = [None, None]
        if hasattr(kind, "_opening_status"):
            statuses = [kind._opening_status().id, kind._closing_status().id]
        env.cr.execute(
            "INSERT INTO bench_type VALUES (%s, %s, %s, %s)",
            (number, kind.id, *statuses),
        )
    stages = env["crm.stage"].search(
        [("is_won", "=", False), ("name", "not like", "Bench: ")]
    )
    for number, stage in enumerate(stages):
        env.cr.execute("INSERT INTO bench_stage VALUES (%s, %s)", (number, stage.id))

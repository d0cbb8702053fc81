"""Half of the sellers share by rules, each in his way."""

LEVELS = ("none", "busy", "read", "full")


def make_rules(env, sellers, chance):
    """Three rules a head: one for everybody, one for a team, one for a colleague; two
    of them for some types of tasks only.

    :param random.Random chance: a seeded one
    """
    types = env["mail.activity.type"].search([], order="id")
    teams = env["crm.team"].search([("member_ids", "in", sellers.ids)], order="id")
    values = []
    for seller in sellers[::2]:
        colleague = chance.choice([user for user in sellers if user != seller])
        for kind, grantee in (
            ("everyone", {}),
            ("team", {"team_id": chance.choice(teams).id}),
            ("user", {"grantee_id": colleague.id}),
        ):
            some = chance.sample(types.ids, 2) if kind != "everyone" else []
            values.append(
                {
                    "user_id": seller.id,
                    "grantee_kind": kind,
                    "level": chance.choice(LEVELS),
                    "activity_type_ids": [(6, 0, some)],
                    **grantee,
                }
            )
    env["crm.task.share"].create(values)

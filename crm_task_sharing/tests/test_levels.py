"""The most specific rule decides: as a pure function, and in SQL the same."""

import random
from datetime import date
from itertools import product

from odoo.tests import TransactionCase

from ..tools import levels
from ..tools.levels import BUSY, FULL, NONE, READ, Rule
from .common import ShareCase

CALL, MEETING = 1, 2


class TestDecide(TransactionCase):
    def _rule(self, number, grantee, types, level):
        position = levels.GRANTEES.index(grantee)
        return Rule(number, 7, position, frozenset(types), level)

    def test_nothing_said(self):
        self.assertIsNone(levels.decide([], CALL))
        of_meetings = self._rule(1, "user", [MEETING], FULL)
        self.assertIsNone(levels.decide([of_meetings], CALL))

    def test_whole_matrix(self):
        """Of any two rules about a call the more specific one decides, person before
        type; of two equally specific ones the stricter."""
        said = list(product(levels.GRANTEES, ([], [CALL]), (NONE, BUSY, READ, FULL)))
        for (who_a, types_a, level_a), (who_b, types_b, level_b) in product(said, said):
            a = self._rule(1, who_a, types_a, level_a)
            b = self._rule(2, who_b, types_b, level_b)
            rank_a = (levels.GRANTEES.index(who_a), len(types_a))
            rank_b = (levels.GRANTEES.index(who_b), len(types_b))
            if rank_a == rank_b:
                expected = min(level_a, level_b)
            else:
                expected = level_a if rank_a > rank_b else level_b
            for rules in ([a, b], [b, a]):
                with self.subTest(a=a, b=b):
                    self.assertEqual(levels.decide(rules, CALL).level, expected)

    def test_person_before_type(self):
        everybody = self._rule(1, "everyone", [CALL], NONE)
        colleague = self._rule(2, "user", [], FULL)
        self.assertEqual(levels.decide([everybody, colleague], CALL), colleague)

    def test_days(self):
        rule = self._rule(1, "user", [], READ)
        july = rule._replace(since=date(2026, 7, 1), until=date(2026, 7, 31))
        self.assertTrue(rule.holds_on(date(2026, 7, 1)))
        for day, holds in (
            (date(2026, 6, 30), False),
            (date(2026, 7, 1), True),
            (date(2026, 7, 31), True),
            (date(2026, 8, 1), False),
        ):
            self.assertEqual(july.holds_on(day), holds, day)

    def test_table_says_the_same(self):
        dice = random.Random(5)
        for _round in range(50):
            rules = [
                Rule(
                    number,
                    dice.choice([7, 8]),
                    dice.randrange(3),
                    frozenset(dice.sample([1, 2, 3], dice.randrange(3))),
                    dice.choice([NONE, BUSY, READ, FULL]),
                )
                for number in range(dice.randrange(1, 6))
            ]
            typed, general = levels.table(rules)
            for owner, task_type in product((7, 8), (1, 2, 3, False)):
                owned = [rule for rule in rules if rule.owner == owner]
                found = typed.get((owner, task_type)) or general.get(owner)
                self.assertEqual(found, levels.decide(owned, task_type))


class TestLevelsInSql(ShareCase):
    def test_sql_says_the_same(self):
        """Random rules: who finds a task, as ``decide`` says."""
        dice = random.Random(3)
        viewers = [self.colleague, self.boss, self.all_leads_user()]
        team = self.env["crm.team"].create(
            {"name": "Roofs", "member_ids": [(6, 0, self.colleague.ids)]}
        )
        types = [self.call, self.visit, self.env.ref("mail.mail_activity_data_todo")]
        owners = [self.rep, self.boss, self.colleague]
        tasks = self.env["mail.activity"].union(
            *(
                self.plan(self.lead, task_type, owner)
                for task_type, owner in product(types, (self.rep, self.boss))
            ),
            *(self.plan(self.client, task_type, self.colleague) for task_type in types),
        )
        Share = self.env["crm.task.share"]
        seen = 0
        for _round in range(12):
            Share.search([("user_id", "in", [owner.id for owner in owners])]).unlink()
            for _number in range(dice.randrange(1, 6)):
                owner = dice.choice(owners)
                kind = dice.choice(["everyone", "team", "user"])
                grantee = dice.choice([user for user in viewers if user != owner])
                Share.create(
                    {
                        "user_id": owner.id,
                        "grantee_kind": kind,
                        "team_id": team.id if kind == "team" else False,
                        "grantee_id": grantee.id if kind == "user" else False,
                        "level": dice.choice(["none", "busy", "read", "full"]),
                        "activity_type_ids": [
                            (
                                6,
                                0,
                                [t.id for t in dice.sample(types, dice.randrange(3))],
                            )
                        ],
                    }
                )
            for viewer in viewers:
                found = self.seen(tasks, viewer)
                for task in tasks:
                    expected = self._expected(task, viewer)
                    seen += expected
                    with self.subTest(
                        viewer=viewer.login, owner=task.user_id.login, task=task.id
                    ):
                        self.assertEqual(task in found, expected)
                        self.assertEqual(
                            task.with_user(viewer).has_access("read"), expected
                        )
        self.assertGreater(seen, 50)

    def _expected(self, task, viewer):
        on_document = self.env[task.res_model].browse(task.res_id)
        by_document = on_document.with_user(viewer).has_access("write")
        if task.user_id == viewer:
            return True
        rules = [
            Rule(
                share.id,
                share.user_id.id,
                levels.GRANTEES.index(share.grantee_kind),
                frozenset(share.activity_type_ids.ids),
                levels.NAMES[share.level],
            )
            for share in self.env["crm.task.share"].search(
                [("user_id", "=", task.user_id.id)]
            )
            if share.grantee_kind == "everyone"
            or viewer in share.team_id.member_ids
            or viewer == share.grantee_id
        ]
        rule = levels.decide(rules, task.activity_type_id.id)
        if rule and rule.level >= READ:
            return True
        return by_document if rule is None or task.create_uid == viewer else False

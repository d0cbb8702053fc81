"""The picture of a process and what is wrong with it, without a database."""

import doctest

from odoo.tests import BaseCase

from ..tools import condition, graph, lint, values
from ..tools.graph import Graph, Step, Transition, Variable, is_join_complete


def picture(*ways, variables=(), **kinds):
    """A graph from ways like ``"call>end"``, ``"call>end:done"`` (a branch) or
    ``"call>end!"`` (the default); steps are called as their kind if nothing is said."""
    steps, transitions = {}, []
    for position, text in enumerate(ways):
        text, _sign, branch = text.partition(":")
        origin, target = text.rstrip("!").split(">")
        for key in (origin, target):
            kind = kinds.get(key, key.rstrip("0123456789"))
            steps.setdefault(key, Step(key, kind, key.title()))
        transitions.append(
            Transition(
                f"w{position}", origin, target, branch, is_default=text.endswith("!")
            )
        )
    return Graph("crm.lead", tuple(steps.values()), tuple(transitions), variables)


def codes(found, level=None):
    return [
        (problem.code, problem.step)
        for problem in found
        if level in (None, problem.level)
    ]


class TestGraph(BaseCase):
    def test_examples(self):
        for module in (graph, values, condition):
            self.assertFalse(doctest.testmod(module).failed)

    def test_from_data(self):
        found = Graph.from_data(
            {
                "model": "crm.lead",
                "steps": [{"key": "a", "kind": "start", "name": "A", "x": 3}],
                "transitions": [{"key": "w", "origin": "a", "target": "a"}],
                "variables": [{"code": "budget", "kind": "number", "default": 5}],
            }
        )
        self.assertEqual(found.start.x, 3)
        self.assertEqual(found.variables_by_code["budget"].default, 5)
        with self.assertRaises(AttributeError):
            found.steps[0].name = "B"
        with self.assertRaises(TypeError):
            found.start.settings["other"] = 1

    def test_ways(self):
        found = picture("task>end1:outcome:3", "task>end2!")
        self.assertEqual(found.way("task", "outcome:3").target, "end1")
        self.assertEqual(found.way("task", "outcome:4").target, "end2")
        self.assertEqual(found.way("task").target, "end2")
        self.assertFalse(found.explicit_way("task", "outcome:4"))

    def test_a_single_way_is_the_default(self):
        self.assertTrue(picture("timer>end").way("timer"))
        self.assertFalse(picture("task>end:outcome:1").way("task"))

    def test_reach(self):
        found = picture("start>split", "split>join", "join>split")
        self.assertTrue(found.can_reach("join", "join"))
        self.assertFalse(found.can_reach("join", "join", without="split"))
        self.assertFalse(found.can_reach("split", "start"))

    def test_join(self):
        found = picture(
            "start>split", "split>task1", "split>task2", "task1>join", "task2>join",
            "task2>end", "join>end2",
        )  # fmt: skip
        fork = "split:1"

        def complete(*others):
            return is_join_complete(found, "join", fork, others)

        self.assertTrue(complete())
        self.assertFalse(complete(("task2", fork)))
        self.assertFalse(complete(("task2", fork + "/inner:5")))
        self.assertTrue(complete(("join", fork)))
        self.assertTrue(complete(("end", fork)), "it can't come any more")
        self.assertTrue(complete(("task2", "split:2")), "another time")

    def test_join_in_a_loop(self):
        """Who waits behind an inner join can come back to it only through the split."""
        found = picture(
            "start>split", "split>task1", "split>task2", "split>task3",
            "task1>join1", "task2>join1", "join1>join2", "task3>join2", "join2>split",
        )  # fmt: skip
        fork = "split:1"
        waiting = [("join2", fork)]
        self.assertTrue(is_join_complete(found, "join1", fork, waiting))
        self.assertFalse(is_join_complete(found, "join2", fork, [("join1", fork)]))


class TestLint(BaseCase):
    def assertFound(self, found, *expected):
        self.assertEqual(codes(lint.check(*found)), list(expected))

    def test_nothing_wrong(self):
        self.assertFound([picture("start>task", "task>end")])

    def test_start(self):
        self.assertIn(("no_start", ""), codes(lint.check(picture("task>end"))))
        found = codes(lint.check(picture("start>end", "start2>end", "end>start")))
        self.assertIn(("many_starts", "start2"), found)
        self.assertIn(("into_start", "start"), found)

    def test_end(self):
        found = lint.check(picture("start>task", "task>timer", "timer>task"))
        self.assertEqual(codes(found, lint.WARNING), [("no_end", "")])

    def test_unreachable(self):
        found = picture("start>end", "task>end")
        self.assertFound([found], ("unreachable", "task"))

    def test_dead_end(self):
        self.assertIn(
            ("dead_end", "task"), codes(lint.check(picture("start>task", "task2>end")))
        )

    def test_default(self):
        facts = lint.Facts(outcomes={"outcome:1": None})
        found = picture("start>task", "task>end:outcome:1")
        self.assertFound([found, facts], ("no_default", "task"))
        found = picture("start>task", "task>end!", "task>end2!")
        self.assertFound([found], ("many_defaults", "task"))

    def test_outcomes(self):
        ways = ("start>task", "task>end!", "task>end:outcome:1")
        self.assertFound([picture(*ways)], ("foreign_branch", "task"))
        facts = lint.Facts(outcomes={"outcome:1": 7})
        self.assertFound([picture(*ways), facts], ("foreign_outcome", "task"))
        facts = lint.Facts(outcomes={"outcome:1": None})
        found = picture(*ways, "task>end:outcome:1")
        self.assertFound([found, facts], ("same_branch", "task"))

    def test_timeout(self):
        found = picture("start>task", "task>end!", "task>end:timeout")
        self.assertFound([found], ("unused_timeout", "task"))
        self.assertFound([found, lint.Facts(timeouts=frozenset(["task"]))])

    def test_loop(self):
        ways = ("start>action", "action>condition", "condition>end!")
        idle = picture(*ways, "condition>action:")
        self.assertFound([idle], ("endless_loop", "action"))
        waiting = picture(*ways, "condition>timer", "timer>action")
        self.assertFound([waiting])
        facts = lint.Facts(waiting=frozenset(["action"]))
        self.assertFound([idle, facts])

    def test_variables(self):
        facts = lint.Facts(variables={"timer": {"budget", "day"}})
        known = (Variable("day", "date"),)
        found = picture("start>timer", "timer>end", variables=known)
        problems = lint.check(found, facts)
        self.assertEqual(
            problems, [lint.Problem("missing_variable", "timer", "budget")]
        )

    def test_join_without_split(self):
        found = picture("start>join", "join>end")
        self.assertFound([found], ("join_without_split", "join"))
        self.assertFound([picture("start>split", "split>join", "join>end")])


class TestConditions(BaseCase):
    def test_nothing_is_neither_more_nor_less(self):
        self.assertFalse(condition.matches([("budget", ">", 5)], {}))
        self.assertFalse(condition.matches([("budget", "<", 5)], {"budget": None}))

    def test_empty(self):
        self.assertTrue(condition.matches([("city", "=", False)], {}))
        self.assertTrue(condition.matches([("city", "=", False)], {"city": ""}))
        self.assertFalse(condition.matches([("city", "!=", False)], {}))

    def test_operators(self):
        domain = ["|", ("city", "in", ["Bonn"]), "!", ("budget", ">=", 10)]
        self.assertTrue(condition.matches(domain, {"city": "Bonn", "budget": 50}))
        self.assertTrue(condition.matches(domain, {"city": "Ulm", "budget": 5}))
        self.assertFalse(condition.matches(domain, {"city": "Ulm", "budget": 50}))

    def test_no_condition(self):
        for domain in ([("budget", "~", 1)], ["budget"], [("a", "=")]):
            with self.assertRaises(ValueError):
                condition.names(domain)


class TestValues(BaseCase):
    def test_no_value_of_its_kind(self):
        for kind, text in (("number", "many"), ("date", "soon"), ("boolean", "maybe")):
            with self.assertRaises(ValueError):
                values.to_plain(kind, text)

    def test_there_and_back(self):
        for kind, text in (
            ("text", "a"),
            ("number", 5),
            ("boolean", True),
            ("date", "2026-03-18"),
            ("datetime", "2026-03-18 12:00:00"),
            ("record", 7),
        ):
            value = values.from_plain(kind, text)
            self.assertEqual(values.to_plain(kind, value), text)

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.crm_task_types.tests.common import tagged

from .process_common import ProcessCase

BUDGET = {"name": "Budget", "code": "budget", "kind": "number", "default": "5"}


@tagged("post_install", "-at_install")
class TestProcessSimulation(ProcessCase):
    """What a process would do on a record, without doing it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        action = cls.env["ir.actions.server"].create(
            {
                "name": "Tell the world",
                "model_id": cls.model_id("crm.lead"),
                "state": "code",
                "code": "record.message_post(body='Told')",
            }
        )
        cls.process = cls.draw(
            {
                "start": {},
                "call": {"summary": "Call {{ object.name }}"},
                "timer": {"delay_count": 2},
                "assign": {"sets": [{"field": "crm.lead.priority", "text": "2"}]},
                "action": {"action_server_id": action.id},
                "call2": {"delay_count": 1, "delay_unit": "hours"},
                "end": {"end_result": "won"},
                "end2": {},
            },
            "start>call", "call>timer", "call>end2:no_answer", "timer>assign",
            "assign>action", "action>call2", "call2>end", variables=[BUDGET],
        )  # fmt: skip

    def simulate(self, *answers, by=None, **options):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            return self.process.with_user(by or self.boss).simulate(
                self.lead.id, answers, **options
            )

    def names(self, found):
        return [step["step_name"] for step in found["path"] if step["kind"] == "passed"]

    def fingerprint(self):
        """The number of rows of each table, and the last ids that were written."""
        self.env.flush_all()
        tables = self.env.execute_query(
            SQL("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                " 'public'::regnamespace ORDER BY relname")
        )  # fmt: skip
        rows = {}
        for (table,) in tables:
            name = SQL.identifier(table)
            rows[table] = self.env.execute_query(
                SQL(
                    "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM %s t",
                    name,
                )
            )
        return rows

    def test_up_to_the_first_question(self):
        found = self.simulate()
        self.assertEqual(self.names(found), ["start"])
        (task,) = found["tasks"]
        self.assertEqual(
            (task["title"], task["assignee"], task["start"]),
            ("Call Roof for Acme", self.rep.name, "2026-03-18 12:00:00"),
        )
        (waiting,) = found["waiting"]
        self.assertIn("No answer", [entry["name"] for entry in waiting["outcomes"]])

    def test_always_the_default(self):
        found = self.simulate(always_default=True)
        self.assertEqual(
            self.names(found),
            ["start", "call", "timer", "assign", "action", "call2", "end"],
        )
        self.assertEqual(found["state"], "done")
        self.assertEqual(found["tasks"][1]["start"], "2026-03-20 13:15:00")
        changed = {change["field"]: change["new"] for change in found["changes"]}
        self.assertEqual(changed["priority"], "2")
        named = [
            step["message"] for step in found["path"] if step["kind"] == "simulated"
        ]
        self.assertEqual(named, ["Tell the world"])

    def test_an_answer(self):
        found = self.simulate(self.no_answer.id)
        self.assertEqual(self.names(found), ["start", "call", "end2"])

    def test_an_error(self):
        self.lead.user_id = False
        found = self.simulate()
        self.assertEqual(found["state"], "error")
        self.assertIn("Nobody", found["message"])

    def test_nothing_is_written(self):
        before = self.fingerprint()
        self.simulate(always_default=True, variables={"budget": 9})
        self.env.invalidate_all()
        after = self.fingerprint()
        self.assertEqual(
            [name for name, rows in after.items() if rows != before.get(name)], []
        )

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self.simulate(by=self.rep)

    def test_what_can_not_be_published(self):
        self.process.transition_ids.unlink()
        with self.assertRaises(UserError):
            self.simulate()

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.crm_task_types.tests.common import tagged
from odoo.addons.mail.models.mail_thread import MailThread
from odoo.addons.mail.tests.common import MailCase

from .process_common import ProcessCase

BUDGET = {"name": "Budget", "code": "budget", "kind": "number", "default": "5"}


@tagged("post_install", "-at_install")
class TestProcessSimulation(MailCase, ProcessCase):
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
        self.assertEqual(named, ["“Tell the world” would run"])
        self.assertEqual(found["actions"], ["Tell the world"])

    def test_an_answer(self):
        found = self.simulate(self.no_answer.id)
        self.assertEqual(self.names(found), ["start", "call", "end2"])

    def test_an_outcome_that_moves_the_task_is_waited_on(self):
        """“Change” has no way of its own: the task is moved, and stays."""
        found = self.simulate(self.change.id)
        (task,) = found["tasks"]
        self.assertEqual(task["start"], "2026-03-19 12:15:00")
        self.assertEqual(found["next"]["task_id"], task["id"])
        self.assertEqual(
            self.names(self.simulate(self.change.id, self.done.id)),
            ["start", "call", "timer", "assign", "action"],
        )

    def test_effects_of_a_button(self):
        code = self.env["ir.actions.server"].create(
            {
                "name": "Call a robot",
                "model_id": self.model_id("crm.lead"),
                "state": "code",
                "code": "raise UserError('It ran')",
            }
        )
        mail = self.env["mail.template"].create(
            {
                "name": "Thanks",
                "model_id": self.model_id("crm.lead"),
                "subject": "Thank you",
                "email_to": "client@example.com",
            }
        )
        offer = self.env.ref("crm_task_types.mail_activity_type_offer")
        stage = self.env["crm.stage"].create({"name": "Offered"})
        self.done.effect_ids = [
            Command.create({"sequence": 20, **values})
            for values in (
                {"kind": "stage", "stage_id": stage.id},
                {"kind": "next_task", "next_type_id": offer.id},
                {"kind": "mail", "mail_template_id": mail.id},
                {"kind": "server_action", "action_server_id": code.id},
            )
        ]
        before = self.fingerprint()
        found = self.simulate(self.done.id)
        self.env.invalidate_all()
        self.assertEqual(before, self.fingerprint())
        self.assertIn(
            ("stage_id", "Offered"),
            [(change["field"], change["new"]) for change in found["changes"]],
        )
        self.assertEqual(
            [task["type_id"] for task in found["tasks"]],
            [self.call.id, offer.id, self.call.id],
        )
        self.assertIn({"subject": "Thank you", "to": "Acme"}, found["mails"])
        self.assertEqual(found["actions"], ["Call a robot", "Tell the world"])

    def test_nothing_is_sent(self):
        """Not even what Odoo sends at once, without the database."""
        mail = self.env["mail.template"].create(
            {"name": "Thanks", "model_id": self.model_id("crm.lead"),
             "subject": "Thank you", "email_to": "client@example.com"}
        )  # fmt: skip
        self.done.effect_ids = [
            Command.create({"kind": "mail", "mail_template_id": mail.id})
        ]
        self.env["base.automation"].create(
            {
                "name": "Robot",
                "model_id": self.model_id("crm.lead"),
                "trigger": "on_create_or_write",
                "action_server_ids": [
                    Command.create(
                        {
                            "name": "Beep",
                            "model_id": self.model_id("crm.lead"),
                            "state": "code",
                            "code": "raise UserError('It ran')",
                        }
                    )
                ],
            }
        )
        parameters = self.env["ir.config_parameter"].sudo()
        for name in ("private", "public"):
            parameters.set_param(f"mail.web_push_vapid_{name}_key", name)
        self.env["mail.push.device"].create(
            {
                "partner_id": self.rep.partner_id.id,
                "endpoint": "https://push.example.com/1",
                "keys": "{}",
            }
        )
        with (
            patch.object(MailThread, "_web_push_send_notification") as pushed,
            self.mock_mail_gateway(),
        ):
            found = self.simulate(self.done.id, always_default=True)
        self.assertFalse(pushed.called)
        self.assertEqual(len(self._mails), 0)
        self.assertIn("Beep", found["actions"])

    def test_time_at_joins(self):
        """What follows a join begins when the last branch has arrived."""
        self.process = self.draw(
            {
                "start": {}, "split": {}, "join": {}, "call": {}, "end": {},
                "timer": {"delay_count": 3}, "timer2": {"delay_count": 1},
            },
            "start>split", "split>timer", "split>timer2", "timer>join",
            "timer2>join", "join>call", "call>end", name="Parallel",
        )  # fmt: skip
        found = self.simulate()
        self.assertEqual(found["tasks"][0]["start"], "2026-03-21 12:00:00")

    def test_processes_within(self):
        child = self.publish(
            {"start": {}, "call": {}, "end": {}}, "start>call", "call>end",
            name="Child",
        )  # fmt: skip
        self.process = self.draw(
            {"start": {}, "subprocess": {"child_process_id": child.id}, "end": {}},
            "start>subprocess", "subprocess>end", name="Parent",
        )  # fmt: skip
        found = self.simulate()
        self.assertEqual(found["next"]["step_name"], "call")
        self.assertEqual(len(found["tasks"]), 1)
        self.assertEqual(self.simulate(self.done.id)["state"], "done")

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

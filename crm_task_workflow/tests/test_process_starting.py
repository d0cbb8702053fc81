"""The ways in which processes are started, and two at the same moment."""

from odoo import api
from odoo.fields import Command

from odoo.addons.crm_task_types.tests.common import tagged
from odoo.addons.crm_task_types.tests.race_common import RaceCase
from odoo.addons.mail.tools.discuss import Store

from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestProcessStarting(ProcessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.process = cls.call_process()

    def runs(self, lead=None):
        return self.Run.search([("res_id", "=", (lead or self.lead).id)])

    def action(self, **values):
        return self.env["ir.actions.server"].create(
            {
                "name": "Start",
                "model_id": self.model_id("crm.lead"),
                "state": "task_process",
                "task_process_id": self.process.id,
                **values,
            }
        )

    def test_server_action(self):
        leads = self.leads(3)
        action = self.action()
        action.with_context(active_model="crm.lead", active_ids=leads.ids).run()
        self.assertEqual(len(self.tasks(leads)), 3)

    def test_server_action_on_a_process_that_is_off(self):
        action = self.action()
        self.process.action_switch_off()
        self.assertIn("switched off", action.warning)

    def test_automation_rule(self):
        self.env["base.automation"].create(
            {
                "name": "New deal",
                "model_id": self.model_id("crm.lead"),
                "trigger": "on_create",
                "action_server_ids": [Command.set(self.action().ids)],
            }
        )
        lead = self.leads(1)
        self.assertStands(self.runs(lead), "call")

    def test_outcome(self):
        other = self.add_outcome(
            self.visit,
            "Agreed",
            {"kind": "complete"},
            {"kind": "process", "process_id": self.process.id},
            is_default=False,
        )
        task = self.plan()
        task.action_outcome(other)
        self.assertStands(self.runs(), "call")

    def test_won_and_lost(self):
        for name in ("won_process_ids", "lost_process_ids"):
            team = self.env["crm.team"].create(
                {"name": name, name: [Command.set(self.process.ids)]}
            )
            lead = self.leads(1, team_id=team.id)
            if name.startswith("won"):
                lead.action_set_won()
            else:
                lead.action_set_lost()
            self.assertStands(self.runs(lead), "call")

    def test_stage(self):
        stage = self.env["crm.stage"].create(
            {
                "name": "Talks",
                "task_set_ids": [Command.create({"process_id": self.process.id})],
            }
        )
        self.lead.with_user(self.rep).stage_id = stage
        self.assertStands(self.runs(), "call")

    def test_switched_off_nothing_starts(self):
        stage = self.env["crm.stage"].create(
            {
                "name": "Talks",
                "task_set_ids": [Command.create({"process_id": self.process.id})],
            }
        )
        self.process.action_switch_off()
        self.lead.stage_id = stage
        self.assertFalse(self.runs())

    def test_smart_button(self):
        self.start(self.process)
        lead = self.lead.with_user(self.rep)
        self.assertEqual(lead.process_run_count, 1)
        self.assertEqual(lead.process_standing, "First call: call")

    def partner_process(self):
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        return self.publish(
            {
                "start": {},
                "meet": {
                    "kind": "task", "activity_type_id": meeting.id,
                    "assignee_rule": "fixed", "assignee_id": self.rep.id,
                },
                "end": {},
            },
            "start>meet", "meet>end",
            name="Visit", model_id=self.model_id("res.partner"),
        )  # fmt: skip

    def test_on_documents_of_other_kinds(self):
        process = self.partner_process()
        run = self.start(process, self.client)
        client = self.client.with_user(self.rep)
        self.assertEqual(client.process_run_count, 1)
        self.assertEqual(client.process_standing, "Visit: meet")
        self.assertEqual(client.action_open_process_runs()["res_id"], run.id)

    def test_chatter_of_documents_without_a_button(self):
        self.start(self.partner_process(), self.client)
        client = self.client.with_user(self.rep)

        def told():
            store = Store()
            client._thread_to_store(store, [], request_list=["activities"])
            return store.get_result()["mail.thread"][0].get("process_standing")

        self.assertIsNone(told())  # the form has a button
        self.patch(type(client), "_shows_runs_in_chatter", True)
        self.assertEqual(told(), "Visit: meet")

    def test_documents_of_all_kinds_are_started_by_hand(self):
        Action = self.env["ir.actions.act_window"]
        domain = [
            ("res_model", "=", "crm.task.process.start"),
            ("binding_model_id.model", "=", "res.partner"),
        ]
        Action.search(domain).unlink()
        for _number in range(2):
            process = self.partner_process()
        action = Action.search(domain)
        self.assertEqual(len(action), 1)
        self.assertIn("crm_task_workflow", action.get_external_id()[action.id])
        wizard = self.env["crm.task.process.start"].with_user(self.rep)
        context = {"active_model": "res.partner", "active_ids": self.client.ids}
        wizard.with_context(**context).create({"process_id": process.id}).action_start()
        self.assertEqual(self.client.process_run_count, 1)


@tagged("post_install", "-at_install")
class TestProcessTwice(RaceCase):
    """Two users at the same moment, with two real connections."""

    def setUp(self):
        super().setUp()
        with self.connection.cursor() as cr:
            self.make(self.env_of(cr))

    def make(self, env):
        process = env["crm.task.process"].create({"name": "Twice"})
        steps = process.step_ids.create(
            [
                {"process_id": process.id, "kind": "start"},
                {
                    "process_id": process.id,
                    "kind": "task",
                    "activity_type_id": env.ref("mail.mail_activity_data_call").id,
                    "assignee_rule": "fixed",
                    "assignee_id": env.ref("base.user_admin").id,
                },
                {"process_id": process.id, "kind": "timer", "delay_count": 1},
            ]
        )
        process.transition_ids.create(
            [
                {
                    "process_id": process.id,
                    "origin_id": origin.id,
                    "target_id": target.id,
                }
                for origin, target in (
                    (steps[0], steps[1]), (steps[1], steps[2]), (steps[2], steps[1])
                )
            ]
        )  # fmt: skip
        process.action_publish()
        lead = env["crm.lead"].create({"name": "Twice", "type": "opportunity"})
        self.process_id, self.lead_id = process.id, lead.id

    def tearDown(self):
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            env["crm.lead"].browse(self.lead_id).unlink()
            for table in ("event", "token", "run"):
                cr.execute(
                    f"DELETE FROM crm_task_process_{table}"  # noqa: S608
                    " WHERE version_id IN (SELECT id FROM crm_task_process_version"
                    " WHERE process_id = %s)",
                    [self.process_id],
                )
            env["crm.task.process"].browse(self.process_id).unlink()
        super().tearDown()

    def start(self, cr):
        env = self.env_of(cr)
        env["crm.task.process"].browse(self.process_id).action_start([self.lead_id])
        env.flush_all()

    def press(self, cr):
        env = self.env_of(cr)
        runs = env["crm.task.process.run"].search([("res_id", "=", self.lead_id)])
        token = runs.token_ids
        if token.task_id.active:
            token.task_id.action_outcome("done")
        env.flush_all()

    def counts(self):
        with self.connection.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {"active_test": False})
            runs = env["crm.task.process.run"].search([("res_id", "=", self.lead_id)])
            tasks = env["mail.activity"].search([("res_id", "=", self.lead_id)])
            steps = runs.event_ids.filtered(lambda event: event.kind == "passed")
            return len(runs), len(tasks), len(steps)

    def test_two_starts(self):
        self.at_the_same_moment(self.start)
        self.assertEqual(self.counts(), (1, 1, 1))

    def test_two_presses(self):
        with self.connection.cursor() as cr:
            self.start(cr)
        self.at_the_same_moment(self.press)
        self.assertEqual(self.counts(), (1, 1, 2))

    def test_two_crons(self):
        """A timer that is over is taken by one of them."""
        with self.connection.cursor() as cr:
            self.start(cr)
            self.press(cr)
            cr.execute(
                "UPDATE crm_task_process_token SET date_due = '2020-01-01'"
                " WHERE run_id IN (SELECT id FROM crm_task_process_run"
                " WHERE process_id = %s)",
                [self.process_id],
            )

        first, second = self.connection.cursor(), self.connection.cursor()
        with first, second:
            for cr in (first, second):
                env = self.env_of(cr)
                Run = env["crm.task.process.run"]
                Run.browse(Run._find_due(0))._wake()
                env.flush_all()
            second.rollback()
            first.commit()
        self.assertEqual(self.counts(), (1, 2, 3))

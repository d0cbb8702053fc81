from odoo.exceptions import AccessError, UserError

from odoo.addons.crm_task_types.tests.common import tagged

from .process_common import ProcessCase

BUDGET = {"name": "Budget", "code": "budget", "kind": "number"}


@tagged("post_install", "-at_install")
class TestProcessRepair(ProcessCase):
    """Runs that have stopped, and how they go on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.process = cls.publish(
            {
                "start": {},
                "assign": {
                    "sets": [
                        {
                            "field": "crm.lead.expected_revenue",
                            "source": "variable",
                            "source_variable": "budget",
                        },
                        {
                            "field": "crm.lead.date_deadline",
                            "source": "field",
                            "source_field": "partner_id.name",
                        },
                    ]
                },
                "call": {},
                "end": {},
            },
            "start>assign", "assign>call", "call>end", variables=[BUDGET],
        )  # fmt: skip

    def setUp(self):
        super().setUp()
        self.run_ = self.start(self.process)
        self.mend = self.process.step_ids.filtered(lambda step: step.kind == "assign")

    def test_stopped(self):
        self.assertStopped(self.run_, "Acme")
        self.assertEqual(self.run_.error_step, "assign")
        self.assertFalse(self.lead.expected_revenue)

    def test_the_owner_is_told_once(self):
        task = self.run_.error_task_id
        self.assertEqual((task.user_id, task.res_model), (self.boss, False))
        self.run_.with_user(self.boss).action_retry()
        self.assertFalse(task.active)
        again = self.run_.error_task_id
        self.assertTrue(again.active)
        self.assertNotEqual(again, task)

    def test_retry(self):
        self.client.name = "2026-05-01"
        self.run_.with_user(self.boss).action_retry({"budget": "7"})
        self.assertStands(self.run_, "call")
        self.assertEqual(self.lead.expected_revenue, 7)
        self.assertFalse(self.run_.error_task_id)

    def test_retry_with_a_wrong_variable(self):
        for variables in ({"budget": "many"}, {"other": 1}):
            with self.assertRaises(UserError):
                self.run_.with_user(self.boss).action_retry(variables)

    def test_skip(self):
        key = self.process.step_ids.filtered(lambda step: step.name == "call").key
        self.run_.with_user(self.boss).action_skip_to(key)
        self.assertStands(self.run_, "call")
        with self.assertRefused(UserError, "no such step"):
            self.run_.with_user(self.boss).action_skip_to("nowhere")

    def test_skip_a_task(self):
        key = self.process.step_ids.filtered(lambda step: step.name == "call").key
        self.run_.with_user(self.boss).action_skip_to(key)
        task = self.tasks()
        end = self.process.step_ids.filtered(lambda step: step.kind == "end").key
        self.run_.with_user(self.boss).action_skip_to(end)
        self.assertStands(self.run_, state="done")
        self.assertTrue(task.is_cancelled)

    def test_cancel(self):
        self.run_.with_user(self.boss).action_cancel("Enough")
        self.assertStands(self.run_, state="cancelled")
        self.assertFalse(self.run_.error_task_id)
        with self.assertRefused(UserError, "isn't stopped"):
            self.run_.with_user(self.boss).action_retry()

    def test_by_others(self):
        with self.assertRefused(UserError, self.boss.name):
            self.run_.with_user(self.rep).action_retry()
        with self.assertRaises(AccessError):
            self.run_.with_user(self.colleague).action_cancel()


@tagged("post_install", "-at_install")
class TestProcessAccess(ProcessCase):
    def test_runs_are_seen_by_who_sees_the_document(self):
        run = self.start(self.call_process())
        for user, seen in ((self.rep, 1), (self.boss, 1), (self.colleague, 0)):
            for records in (run, run.token_ids, run.event_ids):
                found = records.with_user(user).search([("id", "in", records.ids)])
                self.assertEqual(len(found), len(records) * seen)
                self.assertEqual(records.with_user(user).has_access("read"), bool(seen))

    def test_nobody_writes(self):
        run = self.start(self.call_process())
        for records in (run, run.token_ids, run.event_ids):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.with_user(self.boss).has_access(operation))
        with self.assertRaises(UserError):
            run.event_ids.write({"message": "x"})
        with self.assertRaises(UserError):
            run.event_ids.unlink()

    def test_only_admins_draw(self):
        process = self.call_process()
        for records in (process, process.step_ids, process.transition_ids):
            self.assertTrue(records.with_user(self.rep).has_access("read"))
            self.assertFalse(records.with_user(self.rep).has_access("write"))
        with self.assertRaises(AccessError):
            process.with_user(self.rep).action_publish()
        with self.assertRaises(AccessError):
            process.with_user(self.rep).action_switch_off()


@tagged("post_install", "-at_install")
class TestProcessDocuments(ProcessCase):
    def test_deleted(self):
        run = self.start(self.call_process())
        self.lead.unlink()
        self.assertStands(run, state="cancelled")
        self.assertEqual(run.res_name, "deleted document")
        self.assertTrue(run.with_user(self.boss).has_access("read"))
        self.assertFalse(run.with_user(self.rep).has_access("read"))

    def test_merged(self):
        other = self.leads(1, partner_id=self.client.id, probability=1)
        run = self.start(self.call_process(), other)
        task = self.tasks(other)
        self.lead.probability = 90
        kept = (self.lead | other).merge_opportunity()
        self.assertEqual(run.res_id, kept.id)
        self.assertStands(run, "call")
        task.with_user(self.rep).action_outcome("done")
        self.assertStands(run, state="done")

    def test_both_have_a_run(self):
        other = self.leads(1, partner_id=self.client.id)
        runs = self.start(self.call_process(), self.lead | other)
        kept = (self.lead | other).merge_opportunity()
        self.assertEqual(sorted(runs.mapped("state")), ["cancelled", "running"])
        self.assertEqual(set(runs.mapped("res_id")), {kept.id})
        self.assertEqual(len(self.tasks(kept)), 1)

    def test_merged_persons(self):
        process = self.publish(
            {
                "start": {},
                "call": {"assignee_rule": "fixed", "assignee_id": self.rep.id},
                "end": {},
            },
            "start>call", "call>end", model_id=self.model_id("res.partner"),
        )  # fmt: skip
        double = self.env["res.partner"].create({"name": "Acme", "email": "a@b.c"})
        run = self.start(process, double)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.client | double).ids, self.client
        )
        self.assertEqual((run.res_id, run.state), (self.client.id, "running"))

    def test_a_deleted_document_in_a_batch(self):
        process = self.publish(
            {"start": {}, "timer": {"delay_count": 1}, "call": {}, "end": {}},
            "start>timer", "timer>call", "call>end",
        )  # fmt: skip
        runs = self.start(process, self.leads(3))
        # as if another application deleted it behind our back
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [runs[1].res_id])
        self.env.invalidate_all()
        self.set_clock("2026-03-20 12:00")
        self.run_cron()
        self.assertEqual(runs.mapped("state"), ["running", "error", "running"])
        self.assertStopped(runs[1], "doesn't exist")

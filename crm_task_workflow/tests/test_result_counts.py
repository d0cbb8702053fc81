from odoo.tests import Form, tagged

from .common import WorkflowCase


@tagged("post_install", "-at_install")
class TestResultCounts(WorkflowCase):
    """What was agreed, missed and moved, on the deal and on the client."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.env["res.partner"].create(
            {"name": "Anna", "parent_id": cls.client.id}
        )
        cls.lead.partner_id = cls.contact
        cls.add_outcome(cls.call, "Agreed")

    def press(self, *outcomes, task=None):
        task = task or self.plan_call()
        for outcome in outcomes:
            moved = {"date_deadline": "2026-03-25"} if outcome == "change" else {}
            task.action_outcome(outcome, **moved)
        return task

    def counts(self, document):
        document.invalidate_recordset()
        return (
            document.task_result_count,
            document.missed_attempt_count,
            document.task_move_count,
        )

    def test_on_the_lead(self):
        """A move is a move, also after a missed call."""
        self.press("no_answer", "change", "agreed", "done")
        self.press("no_answer")
        self.assertEqual(self.counts(self.lead), (5, 2, 1))
        other = self.lead.copy()
        self.assertEqual(self.counts(other), (0, 0, 0))

    def test_merged(self):
        """The history goes along with deals that are merged, and with contacts."""
        other = self.lead.copy({"name": "The same roof"})
        double = self.env["res.partner"].create({"name": "Acme", "email": "a@b.c"})
        calls = self.press("no_answer", "done") | self.plan(
            other, task_type=self.call, user=self.boss
        )
        self.press("no_answer", "done", task=calls[1])
        visit = self.plan(double, user=self.boss)
        visit.action_done()
        results = (calls | visit).result_ids
        self.assertEqual(len(results), 5)
        kept = (self.lead | other).merge_opportunity()
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.client | double).ids, self.client
        )
        self.assertEqual(results.exists(), results)
        self.assertEqual(self.counts(kept), (4, 2, 0))
        self.assertEqual(visit.result_ids.res_id, self.client.id)
        kept.action_set_won()
        self.assertEqual(set(calls.result_ids.mapped("won_share")), {1})

    def test_a_lead_with_the_number_of_another_document(self):
        """It has nothing to do with the task, and isn't read."""
        visit = self.plan(self.client, user=self.boss)

        def ask(leads):
            self.assertFalse(leads)
            return leads

        self.patch(self.env.registry["crm.lead"], "_still_there", ask)
        visit.action_done()
        self.assertFalse(visit.result_ids.lead_id)

    def test_undone(self):
        task = self.press("no_answer")
        task.action_undo_last()
        self.assertEqual(self.counts(self.lead), (0, 0, 0))

    def test_on_the_client(self):
        """Those of its deals and its own; a company has those of its contacts."""
        self.press("no_answer", "done")
        visit = self.plan(self.client, user=self.boss)
        self.press("change", task=visit)
        self.assertEqual(self.counts(self.contact), (2, 1, 0))
        self.assertEqual(self.counts(self.client), (3, 1, 1))

    def test_only_what_one_may_see(self):
        self.press("no_answer")
        self.press("change", task=self.plan(self.client, user=self.boss))
        for user, expected in ((self.rep, (2, 1, 1)), (self.colleague, (1, 0, 1))):
            self.assertEqual(self.counts(self.client.with_user(user)), expected)

    def test_opens_what_is_counted(self):
        self.press("no_answer", "done")
        self.press("change", task=self.plan(self.client, user=self.boss))
        Result = self.env["crm.task.result"]
        for document, expected in (
            (self.lead, 2),
            (self.contact, 2),
            (self.client, 3),
        ):
            action = document.action_open_task_results()
            self.assertEqual(action["views"][0][1], "list")
            self.assertEqual(Result.search_count(action["domain"]), expected)

    def test_many_at_once(self):
        def queries(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            partners.mapped("task_result_count")
            return self.cr.sql_log_count - before

        partners = self.env["res.partner"].create(
            [{"name": str(number)} for number in range(20)]
        )
        for partner in partners:
            self.press("change", task=self.plan(partner, user=self.boss))
        queries(partners)
        self.assertEqual(queries(partners), queries(partners[:2]))

    def test_report_counts(self):
        """The report opens with how many there are, not with the share alone."""
        view = self.env.ref("crm_task_workflow.crm_task_result_view_pivot")
        arch = self.env["crm.task.result"].get_view(view.id, "pivot")["arch"]
        self.assertIn('display_quantity="1"', arch)

    def test_stands_on_the_form_of_the_client(self):
        self.press("no_answer")
        form = Form(self.client.with_user(self.rep))
        self.assertEqual(form.task_result_count, 1)

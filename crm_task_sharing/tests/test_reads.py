"""Reading tasks and documents costs little more with rules than without."""

from unittest.mock import patch

from odoo.tests import tagged

from .common import ShareCase

PAGE = {
    "summary": {},
    "res_name": {},
    "res_model": {},
    "user_id": {"fields": {"display_name": {}}},
    "partner_id": {"fields": {"display_name": {}}},
}


@tagged("post_install", "-at_install")
class TestReads(ShareCase):
    def queries(self, read):
        read()  # what is looked up once
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = read()
        return self.env.cr.sql_log_count - before, result

    def my_page(self):
        Task = self.env["mail.activity"].with_user(self.rep)
        return Task.web_search_read([("user_id", "=", self.rep.id)], PAGE)

    def test_own_tasks_need_no_look_at_rules(self):
        for _number in range(5):
            self.plan()
        without, page = self.queries(self.my_page)
        for level in ("none", "busy", "read"):
            self.share(level, owner=self.boss, grantee_kind="everyone")
        with_rules, same_page = self.queries(self.my_page)
        self.assertEqual(same_page, page)
        self.assertEqual(len(page["records"]), 5)
        self.assertEqual(page["records"][0]["res_name"], self.lead.name)
        # by what is looked up in either case: the rules themselves
        self.assertLessEqual(with_rules, without + 1)

    def test_open_form_claims_nothing(self):
        """Who enters himself as assignee doesn't open the document by that."""
        task = self.plan()
        self.share("full")
        seen = task.with_user(self.colleague)
        draft = seen.new({"user_id": self.colleague.id}, origin=seen)
        self.assertEqual(draft.user_id, self.colleague)
        self.assertEqual(draft._with_closed_document(), {task.id})

    def test_hidden_tasks_of_one_document_of_many(self):
        """What a document tells, after the system has read all of its tasks."""
        mine, hidden = self.plan(user=self.boss), self.plan(summary="Secret")
        self.share("none", grantee_kind="everyone")
        lead = self.lead.with_user(self.boss)
        fields = {"activity_ids": {"fields": {}}, "activity_summary": {}}
        self.assertEqual(len(lead.sudo().activity_ids), 2)
        for read in (
            lambda: lead.web_read(fields),
            lambda: lead.web_search_read([("id", "=", lead.id)], fields)["records"],
            lambda: lead.search_read([("id", "=", lead.id)], list(fields)),
        ):
            [shown] = read()
            told = str(shown["activity_ids"])
            self.assertIn(str(mine.id), told)
            self.assertNotIn(str(hidden.id), told)
            self.assertFalse(shown["activity_summary"])

    def test_documents_read_their_tasks_once(self):
        self.plan(), self.plan(user=self.boss)
        self.share("none", grantee_kind="everyone")
        Lead = self.env["crm.lead"].with_user(self.boss)
        field = Lead._fields["activity_ids"]
        read = type(field).read
        with patch.object(
            type(field), "read", autospec=True, side_effect=read
        ) as reads:
            [record] = Lead.web_search_read(
                [("id", "=", self.lead.id)],
                {"name": {}, "activity_ids": {"fields": {}}, "activity_summary": {}},
            )["records"]
        self.assertEqual(len(record["activity_ids"]), 1)
        self.assertEqual([call.args[0] for call in reads.mock_calls].count(field), 1)

    def test_hidden_tasks_of_what_a_page_leads_to(self):
        """The client isn't on the page: what the system read of him stays hidden."""
        self.plan(), self.plan(self.client, summary="Secret")
        self.share("none", grantee_kind="everyone")
        self.assertEqual(len(self.client.sudo().activity_ids), 1)
        tasks = {"activity_ids": {"fields": {}}, "activity_summary": {}}
        [record] = self.lead.with_user(self.boss).web_search_read(
            [("id", "=", self.lead.id)],
            {**tasks, "partner_id": {"fields": tasks}},
        )["records"]
        for told in (record, record["partner_id"]):
            self.assertFalse(told["activity_ids"])
            self.assertFalse(told["activity_summary"])

    def test_documents_are_joined_once(self):
        """To find a task, and to know of its document, asks for the same leads."""
        self.share("read", grantee_kind="everyone")
        Task = self.env["mail.activity"].with_user(self.boss)
        found = Task._search([("res_id", "in", self.lead.ids), ("res_name", "!=", "")])
        self.assertEqual(str(found.select()).count('FROM "crm_lead"'), 1)

"""A page asks once who may read its tasks."""

from odoo.exceptions import AccessError

from .common import TaskCase

PAGE = {"summary": {}, "res_id": {}, "user_id": {"fields": {"display_name": {}}}}


class TestFound(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theirs = cls.plan(user=cls.boss, summary="Measure")
        cls.domain = [("id", "=", cls.theirs.id)]

    def page(self):
        Task = self.env["mail.activity"].with_user(self.rep)
        self.env.flush_all()
        self.env.invalidate_all()
        return Task.web_search_read(self.domain, PAGE)["records"]

    def allow_only(self, name, domain, *operations):
        """A rule for leads."""
        every = ("read", "write", "create", "unlink")
        return self.env["ir.rule"].create(
            {
                "name": name,
                "model_id": self.model_id("crm.lead"),
                "domain_force": domain,
                **{f"perm_{one}": one in operations for one in every},
            }
        )

    def test_documents_are_not_read(self):
        [record] = self.page()
        self.assertEqual(record["summary"], "Measure")
        cached = self.lead._fields["name"]._get_cache(self.env)
        self.assertNotIn(self.lead.id, cached)

    def test_nothing_is_known_after_the_page(self):
        self.assertTrue(self.page())
        self.lead.user_id = self.colleague
        seen = self.env["mail.activity"].with_user(self.rep).browse(self.theirs.id)
        self.assertIsNone(seen._get_found())
        with self.assertRaises(AccessError):
            seen.check_access("read")
        with self.assertRaises(AccessError):
            seen.web_read(PAGE)
        self.assertFalse(self.page())

    def test_only_what_was_found_is_known(self):
        closed = self.env["crm.lead"].create({"name": "Closed", "user_id": False})
        closed.user_id = self.boss
        other = self.plan(closed, user=self.boss)
        Task = self.env["mail.activity"].with_user(self.rep)
        with Task._keeping_found():
            Task.search_fetch(self.domain)
            Task.browse(self.theirs.id).check_access("read")
            with self.assertRaises(AccessError):
                (Task.browse(self.theirs.id) | Task.browse(other.id)).check_access(
                    "read"
                )
            with self.assertRaises(AccessError):
                Task.browse(other.id).check_access("read")
            # others know nothing of it
            outsider = self.theirs.with_user(self.env.ref("base.public_user"))
            with self.assertRaises(AccessError):
                outsider.check_access("read")

    def test_writing_is_always_checked(self):
        self.allow_only("Leads are closed", "[(0, '=', 1)]", "read", "write")
        Task = self.env["mail.activity"].with_user(self.rep)
        with Task._keeping_found():
            Task._get_found().add(self.theirs.id)
            with self.assertRaises(AccessError):
                Task.browse(self.theirs.id).check_access("write")

    def test_who_may_post_but_not_read(self):
        """Odoo finds by the one and reads by the other."""
        self.allow_only("Nobody reads leads", "[(0, '=', 1)]", "read")
        self.assertEqual(
            self.env["mail.activity"].with_user(self.rep).search_count(self.domain), 1
        )
        with self.assertRaises(AccessError):
            self.page()

    def test_models_with_their_own_access(self):
        Lead = self.env.registry["crm.lead"]

        def closed(leads, operation):
            is_read = operation == "read" and leads
            return (leads, lambda: AccessError("Closed")) if is_read else None

        self.patch(Lead, "_check_access", closed)
        with self.assertRaises(AccessError):
            self.page()

    def test_models_whose_messages_ask_for_more(self):
        Lead = self.env.registry["crm.lead"]
        self.allow_only("Nobody deletes leads", "[(0, '=', 1)]", "unlink")
        self.patch(
            Lead,
            "_mail_get_operation_for_mail_message_operation",
            lambda leads, operation: dict.fromkeys(leads, "unlink"),
        )
        with self.assertRaises(AccessError):
            self.page()

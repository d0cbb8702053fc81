"""Who neither shares nor is shared with sees what plain Odoo shows him."""

from odoo.fields import Domain
from odoo.tests import new_test_user

from odoo.addons.crm_task_types.models.crm_task_cached import CHANGED
from odoo.addons.mail.models.mail_activity import MailActivity as NativeActivity

from .common import ShareCase

DOMAINS = ([], [("res_model", "=", "crm.lead")], [("active", "in", [True, False])])


class TestUntouched(ShareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.task.share"].search([]).unlink()
        cls.reader = cls.all_leads_user(cls)
        cls.outsider = new_test_user(cls.env, "outsider", groups="base.group_user")
        cls.users = [cls.boss, cls.rep, cls.colleague, cls.reader, cls.outsider]
        lead = cls.env["crm.lead"].create({"name": "Hall", "user_id": cls.boss.id})
        for document, user in (
            (cls.lead, cls.rep),
            (cls.client, cls.rep),
            (lead, cls.boss),
            (cls.client, cls.colleague),
        ):
            cls.plan(document, user=user)
            cls.plan(document, user=user).active = False
        cls.plan().user_id = False

    def found(self, user, domain):
        Task = self.env["mail.activity"].with_user(user)
        return sorted(Task._search(domain))

    def assertSameAsNative(self, users, but=()):
        """:param but: users whose tasks are left out"""
        seen = 0
        for user in users:
            Task = self.env["mail.activity"].with_user(user)
            for domain in DOMAINS:
                domain = Domain(domain) & Domain(
                    "user_id", "not in", [owner.id for owner in but]
                )
                native = sorted(NativeActivity._search(Task, domain))
                seen += len(native)
                with self.subTest(user=user.login, domain=domain):
                    self.assertEqual(self.found(user, domain), native)
        self.assertGreater(seen, 5)

    def test_installed_without_rules(self):
        self.assertSameAsNative(self.users)

    def test_rules_of_others(self):
        """From none to many: nothing changes between those who have no part in it."""
        tasks = self.env["mail.activity"].search([])
        rights = self._rights(tasks, self.outsider)
        for level in ("none", "busy", "read", "full"):
            self.share(level, owner=self.boss)
            self.share(level, owner=self.boss, activity_type_ids=self.visit.ids)
            self.share(level, owner=self.rep)
        self.assertSameAsNative([self.reader, self.outsider])
        self.assertSameAsNative([self.boss, self.rep])
        self.assertSameAsNative([self.colleague], but=[self.boss, self.rep])
        self.assertEqual(self._rights(tasks, self.outsider), rights)

    def test_rules_that_are_over_or_gone(self):
        self.share("full", date_until="2026-03-17")
        self.share("none", date_from="2026-03-19", grantee_kind="everyone")
        self.assertSameAsNative(self.users)
        self.share("none", grantee_kind="everyone").unlink()
        self.assertSameAsNative(self.users)

    def test_settings_given_back(self):
        self.env.company.share_level = "none"
        self.visit.share_level = "full"
        self.assertNotEqual(
            self.found(self.colleague, []),
            sorted(
                NativeActivity._search(
                    self.env["mail.activity"].with_user(self.colleague), []
                )
            ),
        )
        self.env.company.share_level = "document"
        self.visit.share_level = False
        self.assertSameAsNative(self.users)

    def _rights(self, tasks, user):
        return [
            tasks.with_user(user)._filtered_access(name).ids
            for name in ("read", "write", "unlink")
        ]

    def test_merged_by_somebody_else(self):
        """Who merges deals takes along tasks that he doesn't see."""
        self.env.company.share_level = "none"
        other = self.lead.copy({"name": "The same hall"})
        hidden = self.plan(other) | self.plan(self.lead)
        self.assertFalse(self.seen(hidden, self.reader))
        kept = (self.lead | other).with_user(self.reader).merge_opportunity()
        self.assertEqual(hidden.exists(), hidden)
        self.assertEqual(set(hidden.mapped("res_id")), {kept.id})
        self.assertFalse(self.seen(hidden, self.reader))

    def test_messages_cost_no_more(self):
        """Messages that tell of no task are written as ever, whatever is hidden."""
        lead = self.lead.with_user(self.reader)
        counts = []
        for level in ("document", "none"):
            self.env.company.share_level = level
            for _time in range(2):  # the first time, rights and more are looked up
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                lead.message_post(body="Hello", subtype_xmlid="mail.mt_note")
                self.env.flush_all()
                count = self.env.cr.sql_log_count - before
            counts.append(count)
        self.assertTrue(self.env["mail.activity"].with_user(self.reader)._is_narrowed())
        self.assertEqual(*counts)

    def test_a_team_that_is_deleted(self):
        """What it might see, nobody sees any longer."""
        self.env.company.share_level = "none"
        team = self.env["crm.team"].create(
            {"name": "Halls", "member_ids": self.colleague.ids}
        )
        task = self.plan()
        self.share("full", grantee_kind="team", team_id=team.id)
        self.assertTrue(self.seen(task))
        self.forget_changed()
        self.assertTrue(self.seen(task))  # from memory, as in the next transaction
        team.unlink()
        self.assertFalse(self.seen(task))

    def forget_changed(self):
        self.env.flush_all()
        self.env.cr.postcommit.data.pop(CHANGED, None)

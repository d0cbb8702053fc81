"""What each level lets a colleague do, and what never changes."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import ShareCase


class TestShare(ShareCase):
    def assertRights(self, task, user, read, write, unlink):
        seen = task.with_user(user)
        rights = tuple(seen.has_access(name) for name in ("read", "write", "unlink"))
        self.assertEqual(rights, (read, write, unlink))
        self.assertEqual(bool(self.seen(task, user)), read)

    def test_without_a_rule_as_the_document(self):
        task = self.plan()
        reader = self.all_leads_user()
        self.assertRights(task, self.colleague, False, False, False)
        self.assertRights(task, reader, True, True, True)

    def test_levels_where_the_document_is_closed(self):
        task = self.plan()
        for level, rights in (
            ("none", (False, False, False)),
            ("busy", (False, False, False)),
            ("read", (True, False, False)),
            ("full", (True, True, False)),
        ):
            with self.subTest(level=level):
                share = self.share(level)
                self.assertRights(task, self.colleague, *rights)
                share.unlink()

    def test_levels_where_the_document_is_open(self):
        task = self.plan()
        reader = self.all_leads_user()
        for level, rights in (
            ("none", (False, False, False)),
            ("busy", (False, False, False)),
            ("read", (True, False, False)),
            ("full", (True, True, True)),
        ):
            with self.subTest(level=level):
                share = self.share(level, grantee_id=reader.id, grantee_kind="user")
                self.assertRights(task, reader, *rights)
                share.unlink()

    def test_assignee_and_creator_keep_their_rights(self):
        task = self.plan()
        task.user_id = self.rep
        created = self.plan(self.client, user=self.colleague)
        created.user_id = self.rep
        self.share("none", grantee_kind="everyone")
        self.assertRights(task, self.rep, True, True, True)
        self.assertRights(created, self.colleague, True, True, True)

    def test_reviewers_keep_their_rights(self):
        task = self.plan(reviewer_id=self.colleague.id)
        self.share("none")
        self.assertRights(task, self.colleague, True, False, False)
        task.action_feedback(feedback="Measured")
        found = task.with_user(self.colleague).search([("can_review", "=", True)])
        self.assertEqual(found, task)
        found.action_return_review("No photos")
        task.action_feedback(feedback="With photos")
        found.action_accept_review()
        self.assertFalse(task.active)

    def test_who_has_a_checklist_item_keeps_his_rights(self):
        item = Command.create({"name": "Ladder", "user_id": self.colleague.id})
        task = self.plan(checklist_item_ids=[item])
        other = self.plan(checklist_item_ids=[Command.create({"name": "Camera"})])
        self.share("none")
        self.assertEqual(self.seen(task | other), task)
        task.checklist_item_ids.with_user(self.colleague).action_tick()
        self.assertEqual(task.checklist_item_ids.done_uid, self.colleague)
        with self.assertRaises(AccessError):
            other.checklist_item_ids.with_user(self.colleague).action_tick()

    def test_co_executors_and_observers_keep_their_rights(self):
        task = self.plan(co_executor_ids=self.colleague.ids)
        watched = self.plan(observer_ids=self.colleague.ids)
        self.share("none")
        self.assertRights(task, self.colleague, True, True, False)
        self.assertRights(watched, self.colleague, True, False, False)

    def test_unassigned_tasks_follow_the_document(self):
        task = self.plan()
        task.user_id = False
        self.share("none", grantee_kind="everyone")
        self.assertRights(task, self.all_leads_user(), True, True, True)
        self.assertRights(task, self.colleague, False, False, False)

    def test_types(self):
        call, visit = self.plan(task_type=self.call), self.plan()
        self.share("read", activity_type_ids=self.call.ids)
        self.assertEqual(self.seen(call | visit), call)

    def test_dates(self):
        task = self.plan()
        self.share("read", date_from="2026-03-19", date_until="2026-03-20")
        for moment, seen in (
            ("2026-03-18 23:59", False),
            ("2026-03-19 00:00", True),
            ("2026-03-20 23:59", True),
            ("2026-03-21 00:00", False),
        ):
            self.set_clock(moment)
            self.assertEqual(bool(self.seen(task)), seen, moment)
        self.rep.tz = "Pacific/Auckland"  # the owner's days count
        self.set_clock("2026-03-18 12:00")
        self.assertTrue(self.seen(task))

    def test_defaults_of_company_and_type(self):
        task = self.plan()
        reader = self.all_leads_user()
        self.env.company.share_level = "none"
        self.assertFalse(self.seen(task, reader))
        self.visit.share_level = "document"
        self.assertTrue(self.seen(task, reader))
        self.assertFalse(self.seen(task))
        self.visit.share_level = "read"
        self.assertTrue(self.seen(task))
        self.share("none")
        self.assertFalse(self.seen(task))

    def test_other_company(self):
        """Everyone means the colleagues of the same company; who is named is meant."""
        branch = self.env["res.company"].create({"name": "Branch"})
        self.colleague.write(
            {"company_ids": [(6, 0, branch.ids)], "company_id": branch.id}
        )
        task = self.plan()
        everyone = self.share("read", grantee_kind="everyone")
        self.assertFalse(self.seen(task))
        everyone.unlink()
        self.env.company.share_level = "full"
        self.assertFalse(self.seen(task))
        self.share("read")
        self.assertTrue(self.seen(task))

    def test_told_by_who_works_in_several_companies(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        self.boss.company_ids += branch
        self.env.company.share_level = "busy"
        task = self.plan(user_id=self.boss.id)
        reader = self.all_leads_user()
        reader.notification_type = "inbox"
        here = task.with_user(self.boss).with_context(
            allowed_company_ids=self.boss.company_ids.ids
        )
        said = {"body": "Hello", "message_type": "comment"}
        message = here.message_post(**said, partner_ids=reader.partner_id.ids)
        self.assertFalse(message.sudo().notified_partner_ids)
        self.share("read", owner=self.boss, grantee_id=reader.id, grantee_kind="user")
        message = here.message_post(**said, partner_ids=reader.partner_id.ids)
        self.assertEqual(message.sudo().notified_partner_ids, reader.partner_id)

    def test_see_all(self):
        task = self.plan()
        self.share("none", grantee_kind="everyone")
        reader = self.all_leads_user()
        self.assertFalse(self.seen(task, reader))
        group = self.env.ref("crm_task_sharing.group_see_all_tasks")
        reader.group_ids += group
        self.colleague.group_ids += group
        self.assertRights(task, reader, True, True, True)
        self.assertRights(task, self.colleague, True, False, False)

    def test_team(self):
        task = self.plan()
        team = self.env["crm.team"].create({"name": "Roofs"})
        self.share("read", grantee_kind="team", team_id=team.id)
        self.assertFalse(self.seen(task))
        team.member_ids = self.colleague
        self.assertTrue(self.seen(task))
        team.member_ids = False
        self.assertFalse(self.seen(task))
        team.user_id = self.colleague
        self.assertTrue(self.seen(task))

    def test_owners_manage_their_own(self):
        share = self.share("read")
        Share = self.env["crm.task.share"]
        mine = Share.with_user(self.rep)
        self.assertEqual(mine.search([]), share)
        share.with_user(self.rep).level = "full"
        with self.assertRaises(AccessError):
            share.with_user(self.colleague).level = "full"
        with self.assertRaises(AccessError):
            Share.with_user(self.colleague).create(
                {
                    "user_id": self.rep.id,
                    "grantee_kind": "user",
                    "grantee_id": self.colleague.id,
                    "level": "full",
                }
            )
        share.with_user(self.boss).level = "busy"

    def test_closed_document_is_blank(self):
        task = self.plan(summary="Look at the roof")
        self.share("full")
        names = ["summary", "res_model", "res_id", "res_name", "partner_id"]
        [seen] = task.with_user(self.colleague).read([*names, "document_ref"])
        self.assertEqual(seen["summary"], "Look at the roof")
        for name in (*names[1:], "document_ref"):
            self.assertFalse(seen[name], name)
        [own] = task.with_user(self.rep).read(names)
        self.assertEqual(own["res_name"], self.lead.name)

    def test_closed_document_is_blank_in_web_reads(self):
        task = self.plan()
        self.share("read")
        [seen] = task.with_user(self.colleague).web_read(
            {
                "res_id": {"fields": {"display_name": {}}},
                "document_ref": {"fields": {"display_name": {}}},
                "partner_id": {"fields": {"display_name": {}}},
                "res_name": {},
            }
        )
        self.assertEqual(set(seen.values()), {task.id, False})

    def test_closed_document_is_blank_in_exports(self):
        hidden, open_ = self.plan(), self.plan(self.client)
        self.share("read")
        self.colleague.group_ids += self.env.ref("base.group_allow_export")
        rows = (
            (hidden | open_)
            .with_user(self.colleague)
            .export_data(["id", "res_name", "partner_id/name"])["datas"]
        )
        self.assertEqual([row[1] for row in rows], ["", "Acme"])
        self.assertEqual(rows[0][2], "")

    def test_closed_document_is_not_compared(self):
        hidden, open_ = self.plan(), self.plan(self.client)
        tasks = hidden | open_
        self.share("read")
        for domain in (
            [("res_name", "ilike", "roof")],
            [("res_id", "=", self.lead.id), ("res_model", "=", "crm.lead")],
            [("res_model", "=", "crm.lead")],
            [("partner_id.name", "=", "Acme"), ("res_model", "=", "crm.lead")],
        ):
            found = self.seen(tasks).search([*domain, ("id", "in", tasks.ids)])
            self.assertFalse(found, domain)
        # whatever the document is, the answer is the same
        right, wrong = (
            self.seen(tasks).search(
                [("res_name", "!=", name), ("id", "in", hidden.ids)]
            )
            for name in ("Roof for Acme", "Something else")
        )
        self.assertEqual(right, wrong)
        self.assertEqual(
            self.seen(tasks).search([("partner_id.name", "=", "Acme")]), open_
        )

    def test_closed_document_is_not_grouped_nor_sorted(self):
        hidden, open_ = self.plan(), self.plan(self.client)
        self.share("read")
        Task = self.env["mail.activity"].with_user(self.colleague)
        mine = [("id", "in", (hidden | open_).ids)]
        groups = dict(Task._read_group(mine, ["res_name"], ["__count"]))
        self.assertEqual(groups, {"Acme": 1, False: 1})
        groups = dict(Task._read_group(mine, ["partner_id"], ["__count"]))
        self.assertEqual(sum(groups.values()), 2)
        self.assertEqual(len(groups), 2)
        [[ids]] = Task._read_group(mine, [], ["res_id:array_agg"])
        self.assertNotIn(self.lead.id, ids)
        for order in ("res_name", "res_name desc", "partner_id", "res_id desc"):
            self.lead.name, self.lead.partner_id = "AAA", self.client
            before = Task.search(mine, order=order)
            self.assertEqual(len(before), 2)
            self.lead.name, self.lead.partner_id = "ZZZ", self.boss.partner_id
            self.assertEqual(Task.search(mine, order=order), before, order)

    def test_full_access_completes_the_task_on_its_document(self):
        task = self.plan(summary="Look at the roof")
        self.share("full")
        task.with_user(self.colleague).action_feedback(feedback="All fine")
        self.assertFalse(task.active)
        self.assertIn("All fine", self.lead.message_ids[0].body)

    def test_read_only_changes_nothing(self):
        task = self.plan()
        self.share("read")
        seen = task.with_user(self.colleague)
        for change in (
            lambda: seen.write({"summary": "Mine"}),
            lambda: seen.action_feedback(),
            lambda: seen.action_move(date_deadline="2026-05-05"),
            lambda: seen.unlink(),
        ):
            with self.assertRaises(AccessError):
                change()

"""What the preferences tell and take."""

from odoo.exceptions import AccessError

from .common import ShareCase


class TestPreferences(ShareCase):
    def mine(self, user=None):
        user = user or self.rep
        return user.with_user(user)

    def test_rules_are_set_by_their_owner(self):
        """A salesperson may not write users, but his preferences."""
        self.mine().write(
            {
                "task_share_ids": [
                    (0, 0, {"grantee_kind": "everyone", "level": "busy"}),
                    (
                        0,
                        0,
                        {
                            "grantee_kind": "user",
                            "grantee_id": self.colleague.id,
                            "level": "read",
                            "activity_type_ids": [(6, 0, self.call.ids)],
                        },
                    ),
                ]
            }
        )
        shares = self.env["crm.task.share"].search([("user_id", "=", self.rep.id)])
        self.assertEqual(sorted(shares.mapped("level")), ["busy", "read"])
        self.mine().write({"task_share_ids": [(2, shares[0].id)]})
        self.assertEqual(len(self.mine().task_share_ids), 1)

    def test_others_are_out_of_reach(self):
        share = self.share("read", owner=self.boss)
        theirs = self.boss.with_user(self.rep)
        of_boss = [("id", "=", self.boss.id)]
        for secret in (
            [("task_share_ids.level", "=", "read")],
            [("task_share_ids", "any", [("level", "=", "read")])],
            [("task_share_ids", "!=", False)],
            [("task_share_ids", "not in", [False])],
            [("task_share_ids", "in", share.ids)],
            ["!", ("task_share_ids", "=", False)],
        ):
            with self.subTest(domain=secret):
                self.assertFalse(theirs.search_count([*of_boss, *secret]))
                partner = [("user_ids", "any", [*of_boss, *secret])]
                Partner = self.env["res.partner"].with_user(self.rep)
                self.assertFalse(Partner.search_count(partner))
        for values in ({"level": "full"}, {"user_id": self.rep.id}):
            with self.assertRaises(AccessError):
                self.mine().write({"task_share_ids": [(1, share.id, values)]})
        with self.assertRaises(AccessError):
            self.mine().write({"task_share_ids": [(2, share.id)]})
        with self.assertRaises(AccessError):
            self.mine().write({"task_share_ids": [(4, share.id)]})
        with self.assertRaises(AccessError):
            theirs.write({"task_share_ids": [(0, 0, {"grantee_kind": "everyone"})]})
        self.assertEqual((share.user_id, share.level), (self.boss, "read"))

    def test_rules_are_not_given_away(self):
        """Nobody shares the tasks of another."""
        share = self.share("full")
        for write in (
            lambda: share.with_user(self.rep).write({"user_id": self.boss.id}),
            lambda: self.mine().write(
                {"task_share_ids": [(1, share.id, {"user_id": self.boss.id})]}
            ),
        ):
            with self.assertRaises(AccessError):
                write()
        values = {"user_id": self.boss.id, "grantee_kind": "everyone"}
        self.mine().write({"task_share_ids": [(0, 0, values)]})
        self.assertFalse(self.boss.sudo().task_share_ids)

    def test_defaults_are_told(self):
        self.assertIn("leads and contacts", self.mine().task_share_default)
        self.env.company.share_level = "busy"
        self.visit.share_level = "none"
        lines = self.mine().task_share_default.split("\n")
        self.assertIn("when you are taken", lines[0])
        self.assertIn("Site visit: Nothing", lines[1:])

    def test_who_sees_all_is_told(self):
        group = self.env.ref("crm_task_sharing.group_see_all_tasks")
        group.user_ids = self.boss | self.rep
        self.assertEqual(self.mine().task_see_all_names, self.boss.name)
        self.assertEqual(
            self.mine(self.colleague).task_see_all_names.split(", "),
            (self.boss | self.rep).sorted("name").mapped("name"),
        )
        branch = self.env["res.company"].create({"name": "Branch"})
        self.boss.write({"company_ids": [(6, 0, branch.ids)], "company_id": branch.id})
        self.env.invalidate_all()
        self.assertFalse(self.mine().task_see_all_names)

    def test_view(self):
        view = self.env.ref("base.view_users_form_simple_modif")
        arch = self.mine().get_view(view.id)["arch"]
        self.assertIn("task_share_matrix", arch)
        names = ["task_share_default", "task_see_all_names", "task_share_ids"]
        [values] = self.mine().read(names)
        self.assertEqual(set(values), {"id", *names})

"""View as: what a colleague really sees, and the rule that decided."""

from odoo.exceptions import AccessError, UserError

from .common import ShareCase


class TestViewAs(ShareCase):
    def lines(self, colleague=None, asker=None, owner=None):
        asker = asker or self.rep
        View = self.env["crm.task.view.as"].with_user(asker)
        view = View.create(
            {
                "colleague_id": (colleague or self.colleague).id,
                "owner_id": asker.id if owner is None else owner.id,
            }
        )
        action = view.action_view()
        return self.env[action["res_model"]].with_user(asker).search(action["domain"])

    def assertSeen(self, task, level, reason, seen_as, document=False, **who):
        line = self.lines(**who).filtered(lambda line: line.task_id == task)
        self.assertEqual(
            (line.level, line.reason, line.seen_as, line.document),
            (level, reason, seen_as, document),
        )

    def test_rules(self):
        task = self.plan(summary="Measure")
        name = self.colleague.name
        self.assertSeen(task, "none", "Access to the document", False)
        share = self.share("busy")
        self.assertSeen(task, "busy", f"Rule: {name}, all types: Free/busy", "Busy")
        share.level = "read"
        self.assertSeen(task, "read", f"Rule: {name}, all types: Read-only", "Measure")
        share.write({"level": "full", "activity_type_ids": self.visit.ids})
        self.assertSeen(
            task, "full", f"Rule: {name}, Site visit: Full access", "Measure"
        )
        share.level = "none"
        self.assertSeen(task, "none", f"Rule: {name}, Site visit: Nothing", False)
        share.write({"grantee_kind": "everyone", "activity_type_ids": False})
        self.assertSeen(task, "none", "Rule: everyone, all types: Nothing", False)

    def test_defaults(self):
        task = self.plan(summary="Measure")
        self.env.company.share_level = "busy"
        self.assertSeen(task, "busy", "Default of the company", "Busy")
        self.visit.share_level = "read"
        self.assertSeen(task, "read", "Default of the task type", "Measure")
        self.visit.share_level = "document"
        self.assertSeen(task, "none", "Access to the document", False)

    def test_documents(self):
        """Its name where both may read it."""
        task = self.plan(summary="Measure")
        reader = self.all_leads_user()
        self.assertSeen(
            task,
            "full",
            "Access to the document",
            "Measure",
            self.lead.name,
            colleague=reader,
        )
        self.share("read")
        self.assertSeen(
            task,
            "read",
            f"Rule: {self.colleague.name}, all types: Read-only",
            "Measure",
        )

    def test_more_than_the_rule(self):
        task = self.plan(summary="Measure")
        self.share("none", grantee_kind="everyone")
        seer = self.colleague
        seer.group_ids += self.env.ref("crm_task_sharing.group_see_all_tasks")
        self.assertSeen(task, "read", "See All Tasks", "Measure")
        creator = self.all_leads_user()
        made = self.plan(user=creator, summary="Made")
        made.user_id = self.rep
        self.assertSeen(
            made, "full", "Created the task", "Made", self.lead.name, colleague=creator
        )

    def test_own_tasks_of_the_colleague(self):
        task = self.plan(self.client, user=self.colleague, summary="Mine")
        self.assertSeen(
            task,
            "full",
            "Own task",
            "Mine",
            "Acme",
            asker=self.boss,
            owner=self.colleague,
        )

    def test_same_as_his_list(self):
        tasks = self.plan() | self.plan(task_type=self.call) | self.plan(self.client)
        self.share("read", activity_type_ids=self.call.ids)
        self.share("busy", grantee_kind="everyone", activity_type_ids=self.visit.ids)
        lines = self.lines().filtered(lambda line: line.task_id in tasks)
        self.assertEqual(lines.task_id, tasks)
        readable = lines.filtered(lambda line: line.level in ("read", "full")).task_id
        self.assertEqual(readable, self.seen(tasks).with_user(self.rep))
        slots = self.env["crm.task.slot"].with_user(self.colleague)
        found = slots.search([("id", "in", tasks.ids)])
        seen = lines.filtered(lambda line: line.level != "none")
        self.assertEqual(sorted(seen.task_id.ids), sorted(found.ids))
        names = {slot.id: slot.name for slot in found}
        for line in seen:
            self.assertEqual(line.seen_as, names[line.task_id.id])

    def test_only_about_own_tasks(self):
        self.plan(summary="Secret")
        for owner in (self.rep, self.env["res.users"]):
            with self.assertRaises(UserError):
                self.lines(colleague=self.boss, asker=self.colleague, owner=owner)

    def test_administrators_learn_nothing_new(self):
        task = self.plan(summary="Secret")
        everybody = self.env["res.users"]
        self.assertIn(task, self.lines(asker=self.boss, owner=everybody).task_id)
        self.share("none", grantee_id=self.boss.id, grantee_kind="user")
        self.assertNotIn(task, self.lines(asker=self.boss, owner=everybody).task_id)
        self.assertNotIn(task, self.lines(asker=self.boss, owner=self.rep).task_id)

    def test_answers_are_private_and_not_made_up(self):
        task = self.plan(summary="Secret")
        lines = self.lines()
        with self.assertRaises(AccessError):
            lines[0].with_user(self.colleague).read(["seen_as"])
        self.assertFalse(
            lines.with_user(self.colleague).search([("id", "in", lines.ids)])
        )
        with self.assertRaises(AccessError):
            lines[0].view_id.with_user(self.colleague).action_view()
        view = self.env["crm.task.view.as"].with_user(self.colleague)
        view = view.create({"colleague_id": self.rep.id})
        with self.assertRaises(AccessError):
            lines.with_user(self.colleague).create(
                {"view_id": view.id, "task_id": task.id}
            )
        with self.assertRaises(AccessError):
            view.write({"line_ids": [(0, 0, {"task_id": task.id})]})

    def test_portal_users_are_no_colleagues(self):
        customer = self.env["res.users"].search([("share", "=", True)], limit=1)
        with self.assertRaises(UserError):
            self.lines(colleague=customer)

    def test_query_count_is_flat(self):
        self.share("busy")
        self.assertFlatQueries(
            lambda count: [self.plan() for _number in range(count)],
            lambda _tasks: self.lines(),
            few=1,
            many=20,
        )

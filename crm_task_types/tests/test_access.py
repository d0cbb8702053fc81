"""Who sees which tasks: as in Odoo, but in SQL."""

import random

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import new_test_user

from odoo.addons.mail.models.mail_activity import MailActivity as NativeActivity

from .common import TaskCase

SEARCHES = [
    [],
    [("active", "in", [True, False])],
    [("res_model", "=", "crm.lead")],
    [("res_model", "!=", "crm.lead")],
    [("summary", "ilike", "roof")],
    [("user_id", "=", False)],
    [("activity_type_id.category", "!=", "upload_file")],
    ["|", ("summary", "ilike", "call"), ("res_model", "=", "res.partner")],
]


class TestAccess(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create({"name": "Branch"})
        own = "sales_team.group_sale_salesman"
        cls.users = [
            cls.boss,
            cls.rep,
            cls.colleague,
            new_test_user(
                cls.env, "all", groups="sales_team.group_sale_salesman_all_leads"
            ),
            new_test_user(cls.env, "outsider", groups="base.group_user"),
            new_test_user(
                cls.env,
                "branch",
                groups=own,
                company_id=cls.branch.id,
                company_ids=[(6, 0, cls.branch.ids)],
            ),
        ]
        cls.both = new_test_user(
            cls.env,
            "both",
            groups="sales_team.group_sale_manager",
            company_ids=[(6, 0, (cls.env.company | cls.branch).ids)],
        )

    def _documents(self, dice):
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {number}",
                    "user_id": user.id,
                    "company_id": dice.choice([False, user.company_id.id]),
                    "active": dice.random() < 0.9,
                }
                for number, user in enumerate(dice.choices(self.users, k=40))
            ]
        )
        partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Client {number}",
                    "company_id": dice.choice([False, self.branch.id]),
                }
                for number in range(10)
            ]
        )
        plans = self.env["mail.activity.plan"]  # no activities of its own: no tasks
        self.assertNotIn("activity_ids", plans._fields)
        return [*leads, *partners]

    def _plan_at_random(self, dice):
        documents = self._documents(dice)
        values = []
        for number in range(150):
            user = dice.choice([*self.users, self.both])
            document = dice.choice(documents) if dice.random() < 0.9 else None
            vals = {
                "summary": dice.choice(["Call", "Measure the roof", "Offer"]),
                "activity_type_id": self.call.id,
                "user_id": user.id,
                "active": dice.random() < 0.7,
                "date_deadline": f"2026-0{dice.randint(1, 9)}-{number % 27 + 1:02}",
            }
            if document is not None:
                vals["res_model_id"] = self.model_id(document._name)
                vals["res_id"] = document.id
                vals["user_id"] = dice.choice([user.id, False])
            values.append(vals)
        tasks = self.env["mail.activity"].create(values)
        lost = tasks.filtered(lambda task: task.res_model == "crm.lead")[:3]
        self.env.flush_all()
        # documents deleted behind Odoo's back
        self.env.cr.execute(
            "UPDATE mail_activity SET res_id = 999999999 WHERE id IN %s", [lost._ids]
        )
        self.env.invalidate_all()
        return tasks

    def _views_of_tasks(self):
        for user in [*self.users, self.both]:
            yield user, user.company_ids.ids
        yield self.both, self.branch.ids

    def _of_some_documents(self, tasks):
        some = [task.res_id for task in tasks[::3]]
        others = [task.res_id for task in tasks[::2]]
        on_leads = ("res_model", "=", "crm.lead")
        yield [("res_id", "in", some)]
        yield [on_leads, ("res_id", "in", some)]
        yield [on_leads, ("res_id", "=", some[0])]
        yield [on_leads, ("res_id", "in", [])]
        yield [("res_id", "in", some), ("res_id", "in", others)]
        yield [("res_id", "in", some), "!", ("res_id", "in", others)]
        yield ["!", ("res_id", "not in", some)]
        yield ["|", on_leads, ("res_id", "in", some)]

    def assertSameAsNative(self, tasks):
        seen = 0
        for user, companies in self._views_of_tasks():
            Task = self.env["mail.activity"].with_user(user)
            Task = Task.with_context(allowed_company_ids=companies)
            for domain in [*SEARCHES, *self._of_some_documents(tasks)]:
                domain = Domain(domain) & Domain("id", "in", tasks.ids)
                native = sorted(NativeActivity._search(Task, domain))
                seen += len(native)
                with self.subTest(user=user.login, domain=domain):
                    self.assertEqual(sorted(Task._search(domain)), native)
                    self.assertEqual(Task.search_count(domain), len(native))
        self.assertGreater(seen, 100)

    def test_same_as_native(self):
        for seed in range(3):
            self.assertSameAsNative(self._plan_at_random(random.Random(seed)))

    def test_same_as_native_with_rules_on_tasks(self):
        self.env["ir.rule"].create(
            {
                "name": "No calls about roofs",
                "model_id": self.model_id("mail.activity"),
                "domain_force": "[('summary', 'not ilike', 'roof')]",
            }
        )
        self.assertSameAsNative(self._plan_at_random(random.Random(7)))

    def test_documents_of_own_tasks_are_not_asked(self):
        """Where access to documents is Python, it isn't asked for nothing."""
        task = self.plan(self.client)

        def ask(partners, operation):
            self.fail(f"{partners} asked for")

        self.patch(self.env.registry["res.partner"], "_check_access", ask)
        Task = self.env["mail.activity"].with_user(self.rep)
        self.assertEqual(Task.search([("id", "=", task.id)]), task)

    def test_same_as_native_for_models_with_their_own_access(self):
        Partner = self.env.registry["res.partner"]
        check_access = Partner._check_access

        def only_even(self, operation):
            result = check_access(self, operation)
            odd = self.filtered(lambda partner: partner.id % 2)
            if not odd:
                return result
            return odd | (result[0] if result else odd), lambda: AccessError("Odd")

        self.patch(Partner, "_check_access", only_even)
        self.assertSameAsNative(self._plan_at_random(random.Random(11)))

    def test_pages_are_full(self):
        self._plan_at_random(random.Random(3))
        Task = self.env["mail.activity"].with_user(self.rep)
        everything = Task.search([])
        self.assertGreater(len(everything), 10)
        pages = Task.browse()
        for offset in range(0, len(everything), 4):
            page = Task.search([], offset=offset, limit=4)
            self.assertEqual(len(page), min(4, len(everything) - offset))
            pages += page
        self.assertEqual(pages, everything)

    def test_groups_and_counts_agree(self):
        self._plan_at_random(random.Random(4))
        for user in (self.boss, self.rep):
            Task = self.env["mail.activity"].with_user(user)
            for group in ("user_id", "state", "res_model", "activity_type_id"):
                counts = Task._read_group([], [group], ["__count"])
                self.assertEqual(
                    sum(count for _value, count in counts), Task.search_count([]), group
                )

    def test_own_tasks_need_no_documents(self):
        task = self.plan()
        Task = self.env["mail.activity"].with_user(self.rep)
        mine = Domain("user_id", "=", self.rep.id)
        self.assertIn(task.id, Task.search(mine).ids)
        self.assertNotIn("crm_lead", str(Task._search(mine).select()))
        self.assertIn(
            "crm_lead", str(Task._search(mine | Domain("id", ">", 0)).select())
        )
        # somebody else's tasks are no shortcut
        theirs = Domain("user_id", "=", self.colleague.id)
        self.assertIn("crm_lead", str(Task._search(theirs).select()))

    def test_portal_and_public_see_nothing(self):
        self.plan()
        for group in ("base.group_portal", "base.group_public"):
            user = new_test_user(self.env, group, groups=group)
            with self.assertRaises(AccessError):
                self.env["mail.activity"].with_user(user).search([])

    def test_matrix(self):
        """Each cell of the table in ``mail_activity_access``."""
        outsider = self.users[4]
        observer = new_test_user(
            self.env, "observer", groups="sales_team.group_sale_salesman"
        )
        reviewer = new_test_user(
            self.env, "reviewer", groups="sales_team.group_sale_salesman"
        )
        people = {
            "co_executor_ids": self.colleague.ids,
            "observer_ids": observer.ids,
            "reviewer_id": reviewer.id,
        }
        on_lead = self.plan(**people)
        of_client = self.plan(self.client)
        by_boss = self.plan(user=self.boss)
        by_boss.user_id = self.rep
        personal = self.env["mail.activity"].create(
            {"user_id": self.rep.id, "summary": "Tidy up", **people}
        )
        yes, no = True, False
        table = [
            # task, user, search, read, write, unlink, create one like it
            (on_lead, self.rep, yes, yes, yes, yes, yes),
            (on_lead, self.colleague, yes, yes, yes, no, no),
            (on_lead, observer, yes, yes, no, no, no),
            (on_lead, reviewer, yes, yes, no, no, no),
            (on_lead, self.boss, yes, yes, yes, yes, yes),
            (on_lead, outsider, no, no, no, no, no),
            (of_client, self.colleague, yes, yes, yes, yes, yes),
            (of_client, outsider, no, yes, no, no, no),
            (by_boss, self.boss, yes, yes, yes, yes, yes),
            (personal, self.rep, yes, yes, yes, yes, yes),
            (personal, self.colleague, yes, yes, yes, no, no),
            (personal, observer, yes, yes, no, no, no),
            (personal, reviewer, yes, yes, no, no, no),
            (personal, self.boss, no, no, no, no, no),
        ]
        for task, user, *expected in table:
            with self.subTest(task=task.display_name, user=user.login):
                seen = task.with_user(user)
                rights = [
                    bool(seen.search([("id", "=", task.id)])),
                    *(seen.has_access(name) for name in ("read", "write", "unlink")),
                    self._may_create_like(task, user),
                ]
                self.assertEqual(rights, expected)

    def _may_create_like(self, task, user):
        """Whether the user may plan a task for the same person on the same document."""
        values = {
            "activity_type_id": task.activity_type_id.id,
            "res_model_id": task.res_model_id.id,
            "res_id": task.res_id,
            "user_id": task.user_id.id,
        }
        try:
            with self.env.cr.savepoint():
                task.with_user(user).browse().create(values)
        except AccessError:
            return False
        return True

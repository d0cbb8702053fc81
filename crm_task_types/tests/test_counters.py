from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_task_types.models import mail_activity_counters

from .common import NOON, TaskCase, new_test_user


class TestCounters(TaskCase):
    """What needs a reaction of the rep, at noon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep.notification_type = "inbox"
        cls.lead_of_boss = cls.lead.copy({"user_id": cls.boss.id})

    def answer(self, user=None):
        self.env.invalidate_all()
        return self.env["mail.activity"].with_user(user or self.rep).get_task_counters()

    def counts(self, user=None, key="count"):
        """``{name: number}`` of those that aren't 0."""
        counters = self.answer(user)["counters"]
        return {one["name"]: one[key] for one in counters if one[key]}

    def plan_of_boss(self, **values):
        """A task of somebody else on a lead that the rep can't open."""
        return self.plan(self.lead_of_boss, user=self.boss, **values)

    def comment(self, task, user=None):
        task.with_user(user or self.boss).message_post(
            body="What about this?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    # ---- what is counted

    def test_overdue_and_today(self):
        self.plan(date_due="2026-03-18 12:00:00")  # this minute
        self.plan(date_due="2026-03-18 12:01:00")
        self.plan(date_deadline="2026-03-18")
        self.plan(date_deadline="2026-03-17")
        self.plan(date_deadline="2026-03-19")
        self.assertEqual(self.counts(), {"overdue": 2, "today": 2})
        self.assertEqual(self.answer()["total"], 4)

    def test_by_the_minute(self):
        self.plan(date_due="2026-03-18 12:01:00")
        self.assertEqual(self.counts(), {"today": 1})
        self.set_clock("2026-03-18 12:01:00")
        self.assertEqual(self.counts(), {"overdue": 1})

    def test_day_of_the_assignee(self):
        for tz, count in (("Asia/Tokyo", {}), ("America/New_York", {"today": 1})):
            self.rep.tz = tz
            task = self.plan(date_deadline="2026-03-18")
            self.set_clock("2026-03-18 15:30:00")  # past midnight in Tokyo
            with self.subTest(tz=tz):
                self.assertEqual(self.counts(), count or {"overdue": 1})
            self.set_clock(NOON)
            task.unlink()

    def test_night_of_the_change_to_summer_time(self):
        self.rep.tz = "Europe/Warsaw"
        self.plan(date_deadline="2026-03-29")
        self.set_clock("2026-03-28 22:59:00")
        self.assertEqual((self.counts(), self.answer()["next_seconds"]), ({}, 60))
        self.set_clock("2026-03-28 23:00:00")
        self.assertEqual(self.counts(), {"today": 1})
        self.assertEqual(self.answer()["next_seconds"], 23 * 3600)

    def test_not_counted(self):
        self.plan(date_deadline="2026-03-17").action_feedback()
        self.plan_of_boss(date_deadline="2026-03-17")
        self.plan_of_boss(date_deadline="2026-03-17", observer_ids=self.rep.ids)
        self.plan(date_deadline="2026-03-17", user_id=self.boss.id)
        self.assertEqual(self.counts(), {})
        self.assertEqual(self.answer()["total"], 0)

    def test_co_executor(self):
        self.plan_of_boss(date_deadline="2026-03-17", co_executor_ids=self.rep.ids)
        self.assertEqual(self.counts(), {"overdue": 1})

    def test_reviews(self):
        task = self.plan(date_deadline="2026-03-17", reviewer_id=self.boss.id)
        task.action_done()
        self.assertEqual(self.counts(), {})
        self.assertEqual(self.counts(self.boss), {"to_review": 1})
        task.with_user(self.boss).action_return_review("Not yet")
        self.assertEqual(self.counts(self.boss), {})
        self.assertEqual(self.counts(), {"overdue": 1, "returned": 1})
        self.assertEqual(self.answer()["total"], 1)

    def test_new_comments(self):
        mine = self.plan(date_deadline="2026-04-01")
        observed = self.plan_of_boss(
            date_deadline="2026-04-01", observer_ids=self.rep.ids
        )
        delegated = self.plan(date_deadline="2026-04-01", user_id=self.boss.id)
        closed = self.plan()
        self.comment(closed)
        closed.action_feedback()
        for task in (mine, observed, delegated, mine):
            self.comment(task)
        self.assertEqual(self.counts(), {"unread": 3})
        mine.with_user(self.rep).message_ids.set_message_done()
        self.assertEqual(self.counts(), {"unread": 2})

    def test_new_comments_for_who_is_told_by_mail(self):
        self.rep.notification_type = "email"
        first = self.plan(date_deadline="2026-04-01")
        second = self.plan(date_deadline="2026-04-01", co_executor_ids=self.boss.ids)
        for task in (first, second, second):
            self.comment(task)
        self.assertEqual(self.counts(), {"unread": 2})
        Task = self.env["mail.activity"].with_user(self.rep)
        unread = Task.search([("has_new_comments", "=", True)])
        self.assertEqual(unread, first | second)
        self.assertEqual(unread.mapped("has_new_comments"), [True, True])
        self.assertNotIn(first, Task.search([("has_new_comments", "=", False)]))
        # he looks at one discussion, and answers in the other
        first.with_user(self.rep).message_ids.set_message_done()
        self.assertEqual(self.counts(), {"unread": 1})
        self.assertFalse(first.with_user(self.rep).has_new_comments)
        self.comment(second, self.rep)
        self.assertEqual(self.counts(), {})
        self.assertEqual(self.counts(self.boss), {"unread": 1})

    def test_nobody_learns_what_others_have_read(self):
        self.rep.notification_type = "email"
        task = self.plan()
        self.comment(task)
        comment = task.message_ids[0]
        self.assertEqual(comment.sudo()._unread_by(), self.rep)
        theirs = comment.with_user(self.boss)
        with self.assertRaises(AccessError):
            theirs.read(["task_unread_user_ids"])
        with self.assertRaises(AccessError):
            theirs.write({"task_unread_user_ids": [Command.clear()]})

    def test_deleted_comments(self):
        """... needn't be read, whoever of the two ways tells of them."""
        for kind in ("inbox", "email"):
            self.rep.notification_type = kind
            task = self.plan(date_deadline="2026-04-01")
            self.comment(task)
            self.comment(task)
            first, second = task.sudo().message_ids.filtered(
                lambda message: message.message_type == "comment"
            )
            with self.subTest(kind=kind):
                task._message_update_content(first, body="")
                self.assertEqual(self.counts(), {"unread": 1})
                task._message_update_content(second, body="")
                self.assertEqual(self.counts(), {})
                self.comment(task)
                self.assertEqual(self.counts(), {"unread": 1})
                task.message_ids.unlink()
                self.assertEqual(self.counts(), {})

    def test_letters_of_the_client_are_comments(self):
        for kind in ("inbox", "email"):
            self.rep.notification_type = kind
            task = self.plan(date_deadline="2026-04-01")
            task.with_user(self.env.ref("base.user_root")).message_post(
                body="When do you come?",
                message_type="email",
                subtype_xmlid="mail.mt_comment",
                author_id=self.client.id,
                partner_ids=self.rep.partner_id.ids,
            )
            with self.subTest(kind=kind):
                self.assertEqual(self.counts(), {"unread": 1})
            task.with_user(self.rep).message_ids.set_message_done()

    def test_news_are_no_comments(self):
        task = self.plan(date_deadline="2026-04-01")
        task.message_notify(
            body="It moved", subject="News", partner_ids=self.rep.partner_id.ids
        )
        task.message_post(
            body="It moved",
            message_type="notification",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.rep.partner_id.ids,
        )
        self.assertEqual(self.counts(), {})

    def test_own_comments_are_not_new(self):
        self.comment(self.plan(date_deadline="2026-04-01"), self.rep)
        self.assertEqual(self.counts(), {})

    def test_comments_on_what_is_no_longer_his(self):
        task = self.plan_of_boss(date_deadline="2026-04-01", user_id=self.rep.id)
        self.comment(task)
        self.assertEqual(self.counts(), {"unread": 1})
        task.user_id = self.colleague
        self.assertEqual(self.counts(), {})

    def test_leads_and_contacts_apart(self):
        self.plan(date_deadline="2026-03-17")
        self.plan(self.client, date_deadline="2026-03-17")
        self.env["mail.activity"].with_user(self.rep).create(
            {
                "activity_type_id": self.visit.id,
                "user_id": self.rep.id,
                "date_deadline": "2026-03-17",
            }
        )
        self.assertEqual(self.counts(), {"overdue": 3})
        self.assertEqual(self.counts(key="sales_count"), {"overdue": 2})
        self.assertEqual(self.answer()["sales_total"], 2)

    def test_exact_above_a_thousand(self):
        self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": self.visit.id,
                    "user_id": self.rep.id,
                    "date_deadline": "2026-03-17",
                }
            ]
            * 1003
        )
        self.assertEqual(self.counts(), {"overdue": 1003})

    # ---- what is counted is what is listed

    def test_counters_agree_with_their_filters(self):
        task = self.plan(date_due="2026-03-18 11:00:00", reviewer_id=self.boss.id)
        task.action_done()
        task.with_user(self.boss).action_return_review("Not yet")
        self.plan_of_boss(reviewer_id=self.rep.id).with_user(self.boss).action_done()
        self.plan(date_deadline="2026-03-18")
        self.comment(self.plan_of_boss(observer_ids=self.rep.ids))
        self.comment(self.plan(date_deadline="2026-03-19"))
        counters = self.answer()["counters"]
        self.assertEqual(len(counters), 5)
        for counter in counters:
            with self.subTest(counter=counter["name"]):
                self.assertTrue(counter["count"])
                self.assertEqual(counter["count"], self._count_listed(counter))
                sales = counter | {"filters": [*counter["filters"], "sales"]}
                self.assertEqual(counter["sales_count"], self._count_listed(sales))

    def test_to_review_without_those_of_who_has_left(self):
        """Where somebody may stand in is a filter of its own."""
        mate = new_test_user(self.env, "mate", groups="base.group_user")
        own = self.plan(reviewer_id=self.boss.id)
        left = self.plan(self.client, reviewer_id=mate.id)
        waiting = own | left | self.plan(reviewer_id=self.colleague.id)
        waiting.action_done()
        mate.action_archive()
        [counter] = (one for one in self.answer(self.boss)["counters"] if one["count"])
        self.assertEqual((counter["name"], counter["count"]), ("to_review", 1))
        for filters, tasks in (
            (counter["filters"], own),
            (["stand_in"], left),
            ([*counter["filters"], "sales"], own),
            (["stand_in", "sales"], left),
        ):
            with self.subTest(filters=filters):
                found = self._listed(counter | {"filters": filters}, self.boss)
                self.assertEqual(found, tasks)
        action = self.env.ref(counter["action"])
        self.assertEqual(
            safe_eval(action.context), {"search_default_to_review": 1}, "As counted"
        )

    def _count_listed(self, counter):
        return len(self._listed(counter, self.rep))

    def _listed(self, counter, user):
        action = self.env["ir.actions.actions"]._for_xml_id(counter["action"])
        view = self.env["ir.ui.view"].browse(action["search_view_id"][0])
        arch = etree.fromstring(view.get_combined_arch())
        domain = fields.Domain(safe_eval(action["domain"] or "[]"))
        for name in counter["filters"]:
            [node] = arch.xpath(f"//filter[@name='{name}']")
            domain &= fields.Domain(safe_eval(node.get("domain"), {"uid": user.id}))
        return self.env["mail.activity"].with_user(user).search(domain)

    # ---- when to count again

    def test_next_moment(self):
        self.assertFalse(self.answer()["next_seconds"])
        self.plan(date_deadline="2026-03-20")
        midnights = 2 * 24 * 3600 - 12 * 3600
        self.assertEqual(self.answer()["next_seconds"], midnights)
        self.plan(date_due="2026-03-18 12:02:00")
        self.assertEqual(self.answer()["next_seconds"], 120)
        self.plan_of_boss(date_due="2026-03-18 12:01:00", observer_ids=self.rep.ids)
        self.assertEqual(self.answer()["next_seconds"], 120)
        self.plan_of_boss(date_due="2026-03-18 12:01:00", co_executor_ids=self.rep.ids)
        self.assertEqual(self.answer()["next_seconds"], 60)

    # ---- queries and rights

    def test_one_query(self):
        for count in (2, 50):
            for _number in range(count):
                self.plan(date_deadline="2026-03-17")
                self.comment(self.plan_of_boss(co_executor_ids=self.rep.ids))
            Task = self.env["mail.activity"].with_user(self.rep)
            self.answer()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            Task.get_task_counters()
            with self.subTest(count=count):
                self.assertEqual(self.env.cr.sql_log_count - before, 1)

    def test_who_has_no_tasks(self):
        portal = new_test_user(self.env, "portal_count", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.answer(portal)

    def test_counter_of_a_module(self):
        counter = mail_activity_counters.Counter(
            "urgent", "Urgent", SQL("is_mine AND priority = '2'"), filters=("mine",)
        )
        Task = type(self.env["mail.activity"])
        counters = Task._task_counters
        self.patch(Task, "_task_counters", lambda self: [*counters(self), counter])
        self.plan(date_deadline="2026-04-01", priority="2")
        self.assertEqual(self.counts(), {"urgent": 1})
        self.assertEqual(self.answer()["total"], 1)

    # ---- the preference

    def test_preference(self):
        self.plan(date_deadline="2026-03-17")
        self.plan(self.client, date_deadline="2026-03-17")
        self.env["mail.activity"].with_user(self.rep).create(
            {"activity_type_id": self.visit.id, "user_id": self.rep.id}
        )
        rep = self.rep.with_user(self.rep)
        self.assertEqual(
            {group["model"] for group in rep._get_activity_groups()},
            {"crm.lead", "res.partner", "mail.activity"},
        )
        self.assertFalse(self.answer()["is_apart"])
        rep.write({"task_counted_apart": True})
        self.assertEqual(
            [group["model"] for group in rep._get_activity_groups()], ["mail.activity"]
        )
        self.assertTrue(self.answer()["is_apart"])
        self.assertTrue(rep.read(["task_counted_apart"])[0]["task_counted_apart"])
        with self.assertRaises(AccessError):
            self.boss.with_user(self.rep).write({"task_counted_apart": True})

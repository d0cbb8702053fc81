"""Slots: at most when somebody is taken, for those who may know no more."""

from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import ShareCase

TIMES = {"date_start": datetime(2026, 3, 20, 9), "duration_hours": 1.5}
SECRETS = ("Secret", "Roof", "Acme", "Site visit")


class TestSlot(ShareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls.plan(summary="Secret offer", note="Secret note", **TIMES)

    def slots(self, user=None, **context):
        Slot = self.env["crm.task.slot"].with_user(user or self.colleague)
        return Slot.with_context(**context)

    def found(self, user=None, domain=()):
        return self.slots(user).search([("id", "=", self.task.id), *domain])

    def test_levels(self):
        for level, name, seen_level in (
            ("none", None, None),
            ("busy", "Busy", "busy"),
            ("read", "Secret offer", "read"),
            ("full", "Secret offer", "full"),
        ):
            share = self.share(level)
            slot = self.found()
            with self.subTest(level=level):
                self.assertEqual(slot.mapped("name"), [name] if name else [])
                self.assertEqual(
                    slot.mapped("level"), [name and seen_level] * len(slot)
                )
                self.assertEqual(slot.mapped("is_busy"), [level == "busy"] * len(slot))
            share.unlink()

    def test_own_tasks_and_those_of_open_documents(self):
        self.assertEqual(self.found(self.rep).level, "full")
        self.assertEqual(self.found(self.boss).name, "Secret offer")
        self.assertFalse(self.found())

    def test_times(self):
        self.share("busy")
        slot = self.found()
        self.assertEqual(slot.user_id, self.rep)
        self.assertEqual(slot.calendar_start, datetime(2026, 3, 20, 9))
        self.assertEqual(slot.calendar_stop, datetime(2026, 3, 20, 10, 30))
        self.assertFalse(slot.is_all_day)
        self.task.date_start = False
        self.env.invalidate_all()
        self.assertTrue(slot.is_all_day)
        self.assertEqual(slot.calendar_start, datetime(2026, 3, 20, 12))
        self.assertEqual(slot.calendar_stop, slot.calendar_start)

    def test_open_and_assigned_tasks_only(self):
        self.share("busy")
        self.task.user_id = False
        self.assertFalse(self.found())
        self.task.user_id = self.rep
        self.assertTrue(self.found())
        self.task.active = False
        self.assertFalse(self.found())
        self.assertFalse(
            self.slots(active_test=False).search([("id", "=", self.task.id)])
        )

    def test_other_company(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        self.colleague.write(
            {"company_ids": [(6, 0, branch.ids)], "company_id": branch.id}
        )
        self.share("busy", grantee_kind="everyone")
        self.assertFalse(self.found())
        self.share("busy")
        self.assertTrue(self.found())

    def test_portal_and_public(self):
        self.share("busy", grantee_kind="everyone")
        for group in ("base.group_portal", "base.group_public"):
            user = new_test_user(self.env, group, groups=group)
            with self.assertRaises(AccessError):
                self.slots(user).search([])
            with self.assertRaises(AccessError):
                self.slots(user).browse(self.task.id).read(["user_id"])

    # ---- nothing but the times of a busy slot, by any way

    def test_busy_tells_only_times(self):
        self.share("busy")
        slot = self.found()
        [values] = slot.read()
        self.assertEqual(
            set(values),
            {
                "id",
                "display_name",
                "name",
                "level",
                "is_busy",
                "user_id",
                "date_start",
                "date_due",
                "date_deadline",
                "duration_hours",
                "is_all_day",
                "calendar_start",
                "calendar_stop",
            },
        )
        self.env.invalidate_all()
        of_ids = [("id", "=", slot.id)]
        answers = [
            # first: it is named by the superuser
            self.slots().formatted_read_group(of_ids, ["id"], ["__count"]),
            values,
            slot.web_read({"display_name": {}, "name": {}}),
            self.slots().name_search("", [("id", "=", slot.id)]),
            self.slots().web_search_read(
                [("id", "=", slot.id)], {"display_name": {}, "name": {}}
            ),
        ]
        self.colleague.group_ids += self.env.ref("base.group_allow_export")
        answers.append(
            slot.export_data([".id", "name", "display_name", "user_id/name"])
        )
        for answer in answers:
            self.assertIn("Busy", str(answer))
            for secret in SECRETS:
                self.assertNotIn(secret, str(answer))

    def test_busy_titles_are_not_compared(self):
        self.share("busy")
        for domain in (
            [("name", "ilike", "secret")],
            [("name", "=", "Secret offer")],
            [("name", "ilike", "site visit")],
            [("display_name", "ilike", "secret")],
            [("name", "<", "T"), ("name", ">", "R")],
            ["!", ("name", "not ilike", "secret")],
        ):
            self.assertFalse(self.found(domain=domain), domain)
        self.assertFalse(
            self.slots().name_search("secret", [("id", "=", self.task.id)])
        )
        self.assertTrue(self.found(domain=[("name", "not ilike", "secret")]))
        self.assertTrue(self.found(domain=[("name", "not ilike", "other")]))
        self.share("read")
        self.env["crm.task.share"].search([("level", "=", "busy")]).unlink()
        self.assertTrue(self.found(domain=[("name", "ilike", "secret")]))
        self.assertFalse(self.found(domain=[("name", "=", False)]))

    def test_groups_and_orders(self):
        share = self.share("busy")
        mine = [("id", "=", self.task.id)]
        groups = self.slots()._read_group(mine, ["user_id"], ["__count"])
        self.assertEqual(groups, [(self.rep, 1)])
        for field in ("name", "level"):
            with self.assertRaises(ValueError):
                self.slots().search(mine, order=field)
            with self.assertRaises(ValueError):
                self.slots()._read_group(mine, [field])
        self.assertTrue(self.found(domain=[("user_id.name", "=", self.rep.name)]))
        share.level = "none"
        self.assertFalse(self.slots()._read_group(mine, ["user_id"], ["__count"]))
        self.assertFalse(self.slots().search_count(mine))

    def test_hidden_slots_are_not_read_by_id(self):
        share = self.share("none")
        slot = self.slots().browse(self.task.id)
        self.assertFalse(slot.has_access("read"))
        for read in (
            lambda: slot.read(["user_id"]),
            lambda: slot.web_read({"date_start": {}}),
            lambda: slot.action_open_task(),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError) as error:
                read()
            for secret in SECRETS:
                self.assertNotIn(secret, str(error.exception))
        share.level = "busy"
        self.assertEqual(slot.read(["user_id"])[0]["user_id"][0], self.rep.id)

    def test_nobody_writes(self):
        slot = self.slots(self.boss).browse(self.task.id)
        for change in (
            lambda: slot.write({"user_id": self.boss.id}),
            lambda: slot.unlink(),
            lambda: slot.create({"user_id": self.boss.id}),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_requests_can_not_ask_tasks_for_less(self):
        """What slots tell the search of tasks in the context, no request can say."""
        self.share("busy")
        for value in (0, 1, "busy", True, {}):
            Task = self.env["mail.activity"].with_user(self.colleague)
            Task = Task.with_context(crm_task_least_level=value)
            self.assertFalse(Task.search([("id", "=", self.task.id)]), value)

    def test_open(self):
        share = self.share("busy")
        slot = self.found()
        self.assertFalse(slot.action_open_task())
        share.level = "read"
        self.env.invalidate_all()
        action = self.found().action_open_task()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("mail.activity", self.task.id)
        )

    def _count_queries_of_names(self, tasks):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        slots = self.slots().search([("id", "in", tasks.ids)])
        self.assertEqual(slots.mapped("name"), ["Busy"] * len(tasks))
        return self.env.cr.sql_log_count - before

    def test_query_count_is_flat(self):
        self.share("busy")
        tasks = self.task.union(*(self.plan(**TIMES) for _number in range(20)))
        self._count_queries_of_names(self.task)  # what is cached once and for all
        few, many = map(self._count_queries_of_names, (self.task, tasks))
        self.assertEqual(few, many)

"""Who plans a task for a colleague is told when that one is taken."""

from odoo.tests import Form

from ..tools import busy
from .common import ShareCase


class TestTaken(ShareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan(date_start="2026-03-20 09:00:00", duration_hours=1)
        cls.plan(date_start="2026-03-20 14:00:00", duration_hours=1.5)
        cls.plan(date_start="2026-03-21 08:00:00", duration_hours=1)
        cls.plan(date_deadline="2026-03-20")  # some time on that day
        cls.env["res.lang"]._lang_get("en_US").time_format = "%H:%M:%S"

    def hint(self, planner=None, user=None, **values):
        scheduler = self.env["mail.activity.schedule"].with_user(
            planner or self.colleague
        )
        scheduler = scheduler.with_context(tz=(planner or self.colleague).tz)
        return scheduler.new(
            {
                "activity_user_id": (user or self.rep).id,
                "date_deadline": "2026-03-20",
                **values,
            }
        ).taken_hint

    def test_spans(self):
        self.assertEqual(busy.within([(3, 4), (1, 2)], 0, 9), [(1, 2), (3, 4)])
        self.assertEqual(busy.within([(1, 5), (2, 3), (5, 6)], 0, 9), [(1, 6)])
        self.assertEqual(
            busy.within([(1, 5), (7, 12), (20, 21)], 2, 9), [(2, 5), (7, 9)]
        )
        self.assertEqual(busy.within([(3, 3)], 0, 9), [])

    def test_as_far_as_one_may_know(self):
        free = f"As far as you may see, {self.rep.name} is free"
        self.assertEqual(self.hint(), free)
        share = self.share("busy")
        taken = f"{self.rep.name} is taken 09:00–10:00, 14:00–15:30"
        self.assertEqual(self.hint(), taken)
        share.level = "none"
        self.assertEqual(self.hint(), free)

    def test_day_of_the_planner(self):
        self.share("busy")
        self.colleague.tz = "Pacific/Auckland"  # 13 hours ahead
        self.assertEqual(
            self.hint(date_deadline="2026-03-21"),
            f"{self.rep.name} is taken 03:00–04:30, 21:00–22:00",
        )
        self.colleague.tz = "America/New_York"  # 4 hours behind
        self.assertEqual(
            self.hint(), f"{self.rep.name} is taken 05:00–06:00, 10:00–11:30"
        )

    def test_start_decides_about_the_day(self):
        self.share("busy")
        self.assertEqual(
            self.hint(date_start="2026-03-21 12:00:00"),
            f"{self.rep.name} is taken 08:00–09:00",
        )

    def test_oneself(self):
        self.assertEqual(self.hint(self.rep), "You are taken 09:00–10:00, 14:00–15:30")
        self.assertFalse(self.hint(self.rep, date_deadline="2026-03-25"))
        self.assertFalse(self.hint(activity_user_id=False))

    def test_task_is_not_in_its_own_way(self):
        task = self.plan(date_start="2026-03-25 09:00:00", duration_hours=1)
        self.assertFalse(task.with_user(self.rep).taken_hint)
        other = self.plan(date_start="2026-03-25 11:00:00", duration_hours=1)
        self.assertEqual(
            other.with_user(self.rep).taken_hint, "You are taken 09:00–10:00"
        )

    def test_form(self):
        with Form(self.env["mail.activity"].with_user(self.rep)) as form:
            form.summary = "Tidy up"
            form.user_id = self.rep
            form.date_start = "2026-03-20 12:00:00"
            self.assertEqual(form.taken_hint, "You are taken 09:00–10:00, 14:00–15:30")

    def test_query_count_is_flat(self):
        tasks = self.env["mail.activity"].search([("user_id", "=", self.rep.id)])
        counts = []
        for some in (tasks[:1], tasks[:1], tasks):  # once to fill the caches
            self.env.invalidate_all()
            seen = some.with_user(self.rep)
            seen.mapped("user_id.name")
            before = self.env.cr.sql_log_count
            seen.mapped("taken_hint")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

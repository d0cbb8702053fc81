"""Whether a slot that is proposed for a task is taken already."""

from .common import WorkflowCase


class TestBusy(WorkflowCase):
    def visit_at(self, start, hours=1, **values):
        return self.plan(
            date_start=f"2026-03-{start}:00", duration_hours=hours, **values
        )

    def busy(self, start="20 10:00", hours=1, user=None):
        """The tasks with which a task at this time would collide."""
        slot = (
            self.env["mail.activity"]
            .with_user(self.boss)
            .new(
                {
                    "activity_type_id": self.visit.id,
                    "user_id": (user or self.rep).id,
                    "date_start": start and f"2026-03-{start}:00",
                    "duration_hours": hours,
                }
            )
        )
        return slot._busy_with()

    def test_overlap(self):
        """From 10:00 to 11:00."""
        for start, hours, taken in (
            ("20 09:00", 1, False),  # ends as the other starts
            ("20 09:30", 1, True),
            ("20 10:00", 1, True),
            ("20 10:15", 0.5, True),
            ("20 09:00", 4, True),
            ("19 20:00", 48, True),
            ("20 10:59", 1, True),
            ("20 11:00", 1, False),
        ):
            with self.subTest(start=start, hours=hours):
                visit = self.visit_at(start, hours)
                self.assertEqual(self.busy() == visit, taken)
                visit.unlink()

    def test_tasks_without_duration(self):
        """They take the moment at which they are."""
        for start, taken in (
            ("20 09:59", False),
            ("20 10:00", True),
            ("20 10:30", True),
            ("20 11:00", False),
        ):
            with self.subTest(start=start):
                call = self.visit_at(start, 0)
                self.assertEqual(self.busy() == call, taken)
                call.unlink()
        call = self.visit_at("20 10:00", 0)
        self.assertEqual(self.busy("20 10:00", 0), call)
        self.assertFalse(self.busy("20 10:01", 0))

    def test_the_whole_day_takes_no_slot(self):
        self.plan(date_deadline="2026-03-20")
        self.plan(date_deadline="2026-03-20", duration_hours=8)
        self.assertFalse(self.busy())
        self.visit_at("20 10:00")
        self.assertFalse(self.busy(False))

    def test_others_and_done_tasks(self):
        self.visit_at("20 10:00", user=self.boss)
        self.visit_at("20 10:00").action_outcome()
        self.assertFalse(self.busy())
        self.assertTrue(self.busy(user=self.boss))
        self.assertFalse(self.busy(user=self.env["res.users"]))

    def test_a_task_doesn_t_collide_with_itself(self):
        self.assertFalse(self.visit_at("20 10:00")._busy_with())

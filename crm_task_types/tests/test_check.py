from .check_common import CheckMixin
from .common import TaskCase, tagged

DAMAGES = {
    "Open task that is cancelled": "is_cancelled = true",
    "Status that contradicts being open or done": "status_id = %(closing)s",
    "Due time that isn't start and duration": "duration_hours = 5",
    "Deadline that isn't the day of the due time": (
        "date_deadline = date_deadline + 1"
    ),
    "Overdue at another moment than due": (
        "date_overdue = date_overdue + interval '1 hour'"
    ),
    "Task without its document (crm.lead)": "res_id = 2147483647",
}


@tagged("post_install", "-at_install")
class TestCheck(CheckMixin, TaskCase):
    """What a crash or a clumsy import could leave behind is found."""

    def test_nothing_is_wrong(self):
        for zone in ("UTC", "America/New_York", "Australia/Lord_Howe"):
            self.rep.tz = zone
            self.plan(date_start="2026-03-28 22:00:00")
            self.plan(date_due="2026-03-29 00:00:00", duration_hours=1)
            self.plan(date_deadline="2026-03-29")
            self.plan(user_id=False, date_deadline="2026-10-25")
            self.plan().action_feedback()
            self.plan()._cancel("Nobody there")
        self.assertEqual(self.problems(), set())

    def test_each_damage_is_found(self):
        closing = self.env.ref("crm_task_types.crm_task_status_done").id
        task = self.plan(date_start="2026-03-18 09:00:00")
        self.env.flush_all()
        for problem, damage in DAMAGES.items():
            with self.subTest(problem), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(
                    f"UPDATE mail_activity SET {damage} WHERE id = %(id)s",
                    {"id": task.id, "closing": closing},
                )
                self.env.invalidate_all()
                self.assertIn(problem, self.problems())
                savepoint.rollback()

    def test_ids_are_named(self):
        task = self.plan()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET is_cancelled = true WHERE id = %s", [task.id]
        )
        [line] = self.env["crm.task.check"]._find_problems()
        self.assertTrue(line.endswith(f": 1 ({task.id})"), line)

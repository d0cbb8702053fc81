from datetime import datetime, timedelta

from odoo.addons.crm_task_types.tests.common import tagged

from .common import NOON
from .process_common import DAY, ProcessCase


@tagged("post_install", "-at_install")
class TestProcessTimer(ProcessCase):
    """Steps that wait for a time."""

    def test_timer(self):
        process = self.publish(
            {"start": {}, "timer": {"delay_count": 2}, "end": {}},
            "start>timer", "timer>end",
        )  # fmt: skip
        run = self.start(process)
        self.assertEqual(run.token_ids.date_due, NOON + timedelta(days=2))
        self.set_clock(NOON + timedelta(days=2, minutes=-1))
        self.run_cron()
        self.assertStands(run, "timer")
        self.set_clock(NOON + timedelta(days=2))
        self.run_cron()
        self.assertStands(run, state="done")
        self.assertEqual(run.event_ids[2].seconds, 2 * 24 * 3600)

    def test_timer_until_a_field(self):
        process = self.publish(
            {
                "start": {},
                "timer": {
                    "start_from": "field",
                    "start_field": "date_deadline",
                    "start_direction": "before",
                    "delay_count": 1,
                    "timing": "hour",
                    "at_hour": 9.5,
                },
                "end": {},
            },
            "start>timer", "timer>end",
        )  # fmt: skip
        self.assertStopped(self.start(process), "empty")
        lead = self.leads(1, date_deadline="2026-03-25")
        run = self.start(process, lead)
        self.assertEqual(run.token_ids.date_due, datetime(2026, 3, 24, 9, 30))

    def test_timer_that_is_over_already(self):
        process = self.publish(
            {
                "start": {},
                "timer": {"start_from": "variable", "start_variable": "day"},
                "end": {},
            },
            "start>timer", "timer>end", variables=[DAY],
        )  # fmt: skip
        self.assertStands(self.start(process, day="2026-03-01"), state="done")

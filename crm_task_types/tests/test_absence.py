"""Somebody is away: his open tasks are handed over, and come back."""

from datetime import date, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user
from odoo.tools import mute_logger

from ..models import crm_task_absence_run
from .common import NOON, TaskCase

TODAY = NOON.date()


class TestAbsence(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = new_test_user(
            cls.env, "third", groups="sales_team.group_sale_salesman", tz="UTC"
        )

    def absence(self, first=0, last=3, by=None, **values):
        """The rep is away from and until some days from now; the colleague stands
        in."""
        return (
            self.env["crm.task.absence"]
            .with_user(by or self.rep)
            .create(
                {
                    "user_id": self.rep.id,
                    "date_from": TODAY + timedelta(days=first),
                    "date_until": TODAY + timedelta(days=last),
                    "way": "one",
                    "heir_id": self.colleague.id,
                    **values,
                }
            )
        )

    def due(self, days, **values):
        """A task of the rep, looked at by the system."""
        return self.plan(date_deadline=TODAY + timedelta(days=days), **values).sudo()

    def run_cron(self, days=None, hours=0):
        """Let the cron run some days and hours after noon of today."""
        if days is not None:
            self.set_clock(NOON + timedelta(days=days, hours=hours))
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_task_types.ir_cron_run_absences").method_direct_trigger()
        self.env.invalidate_all()

    def told(self, user):
        return self.env["mail.message"].search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("message_type", "=", "user_notification"),
                ("subject", "ilike", "yours now"),
            ]
        )

    # ---- there and back

    def test_at_once_and_back(self):
        task = self.due(1)
        absence = self.absence()
        self.assertEqual((absence.state, task.user_id), ("running", self.colleague))
        self.assertIn("is away until", "".join(task.message_ids.mapped("body")))
        self.assertEqual(len(self.told(self.colleague)), 1)
        self.run_cron(days=3)
        self.assertEqual(task.user_id, self.colleague)
        self.run_cron(days=3, hours=12)
        self.assertEqual((absence.state, task.user_id), ("over", self.rep))
        self.assertEqual(absence.line_ids.sudo().mapped("state"), ["returned"])
        self.assertIn("is back", "".join(task.message_ids.mapped("body")))
        self.assertEqual(len(self.told(self.rep)), 1)

    def test_later_by_the_cron(self):
        task = self.due(3)
        absence = self.absence(first=2)
        self.run_cron(days=1)
        self.assertEqual((absence.state, task.user_id), ("planned", self.rep))
        self.run_cron(days=1, hours=12)
        self.assertEqual((absence.state, task.user_id), ("running", self.colleague))

    def test_the_cron_is_called_in_time(self):
        cron = self.env.ref("crm_task_types.ir_cron_run_absences")
        self.absence(first=2)
        moments = (
            self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        ).mapped("call_at")
        midnight = NOON - timedelta(hours=12)
        self.assertLessEqual(
            {midnight + timedelta(days=2), midnight + timedelta(days=4)}, set(moments)
        )

    def test_days_of_who_is_away(self):
        self.rep.tz = "America/New_York"  # clocks go forward on March 8
        absence = self.absence(
            date_from=date(2026, 3, 20), date_until=date(2026, 3, 31)
        )
        self.assertEqual(str(absence.begins_at), "2026-03-20 04:00:00")
        self.rep.tz = "Europe/Warsaw"  # clocks go forward on March 29
        self.assertEqual(str(absence.begins_at), "2026-03-19 23:00:00")
        self.assertEqual(str(absence.ends_at), "2026-03-31 22:00:00")
        self.rep.tz = "Pacific/Auckland"  # clocks go back on April 5
        self.assertEqual(str(absence.begins_at), "2026-03-19 11:00:00")
        absence.date_until = date(2026, 4, 5)
        self.assertEqual(str(absence.ends_at), "2026-04-05 12:00:00")

    def test_due_in_that_time_or_all(self):
        soon, late = self.due(3), self.due(4)
        absence = self.absence()
        self.assertEqual((soon.user_id, late.user_id), (self.colleague, self.rep))
        absence.action_return()
        self.assertEqual(soon.user_id, self.rep)
        self.absence(scope="all")
        self.assertEqual((soon | late).user_id, self.colleague)

    def test_personal_tasks_wait(self):
        task = self.env["mail.activity"].create(
            {"user_id": self.rep.id, "summary": "Tidy up"}
        )
        self.absence(scope="all")
        self.assertEqual((task.user_id, task.active), (self.rep, True))

    def test_what_nobody_can_get_waits(self):
        task = self.plan(self.client)
        self.absence(way="salesperson", heir_id=False, scope="all")
        self.assertEqual(task.user_id, self.rep)

    def test_never_to_who_is_away(self):
        """The salesperson of the lead is away himself."""
        self.lead.user_id = self.rep
        leader = new_test_user(
            self.env, "leader", groups="sales_team.group_sale_salesman_all_leads"
        )
        self.lead.team_id = self.env["crm.team"].create(
            {"name": "Roofs", "user_id": leader.id}
        )
        task = self.due(1)
        self.absence(way="salesperson", heir_id=False)
        self.assertEqual(task.user_id, leader)

    def test_in_turn(self):
        tasks = self.due(1) | self.due(1) | self.due(1)
        both = (self.colleague | self.third).ids
        with patch.object(crm_task_absence_run, "BATCH", 1):
            self.absence(way="in_turn", heir_id=False, heir_ids=both)
        self.assertEqual(sorted(map(len, tasks.grouped("user_id").values())), [1, 2])

    # ---- what comes back

    def test_not_what_is_closed(self):
        done, cancelled = self.due(1), self.due(1)
        absence = self.absence()
        done.with_user(self.colleague).action_feedback()
        cancelled.with_user(self.colleague).action_cancel()
        absence.action_return()
        self.assertEqual((done | cancelled).user_id, self.colleague)
        self.assertEqual(set(absence.sudo().line_ids.mapped("state")), {"kept"})

    def test_not_what_people_moved_on(self):
        moved, there_and_back = self.due(1), self.due(1)
        absence = self.absence()
        moved.user_id = self.third
        there_and_back.user_id = self.third
        there_and_back.user_id = self.colleague
        absence.action_return()
        self.assertEqual(moved.user_id, self.third)
        self.assertEqual(there_and_back.user_id, self.colleague)

    def test_who_stands_in_is_away_too(self):
        """Handed on by another absence, it still comes back."""
        task = self.due(1)
        first = self.absence(last=5)
        second = self.absence(
            by=self.colleague, user_id=self.colleague.id, heir_id=self.third.id
        )
        self.assertEqual(task.user_id, self.third)
        first.action_return()
        self.assertEqual(task.user_id, self.rep)
        second.action_return()
        self.assertEqual(task.user_id, self.rep)

    def test_who_stands_in_comes_back_first(self):
        task = self.due(1)
        first = self.absence(last=5)
        second = self.absence(
            by=self.colleague, user_id=self.colleague.id, heir_id=self.third.id
        )
        second.action_return()
        self.assertEqual(task.user_id, self.colleague)
        first.action_return()
        self.assertEqual(task.user_id, self.rep)

    def test_deleting_gives_back(self):
        task = self.due(1)
        self.absence().unlink()
        self.assertEqual(task.user_id, self.rep)

    def test_longer(self):
        soon, late = self.due(1), self.due(5)
        self.due(1)
        absence = self.absence()
        soon.sudo().user_id = self.rep  # people gave it back
        absence.date_until = TODAY + timedelta(days=6)
        self.assertEqual((soon.user_id, late.user_id), (self.rep, self.colleague))
        self.assertEqual(
            set(self.told(self.colleague).mapped("subject")),
            {"2 tasks are yours now", "1 task is yours now"},
        )

    # ---- accounts that are closed meanwhile

    def test_archived_while_away(self):
        task, more = self.due(1), self.due(5)
        self.lead.user_id = self.boss
        absence, planned = self.absence(), self.absence(first=10, last=12)
        self.rep.action_archive()
        self.assertEqual((task.user_id, more.user_id), (self.colleague, self.boss))
        self.assertEqual(absence.state, "over")
        self.assertFalse(planned.exists())
        self.run_cron(days=20)
        self.assertEqual(task.user_id, self.colleague)

    def test_substitute_archived_meanwhile(self):
        """Not to who is away, and still back to him."""
        task = self.due(1)
        self.lead.write({"user_id": self.rep.id, "team_id": False})
        absence = self.absence()
        self.colleague.action_archive()
        self.assertFalse(task.user_id)
        self.assertTrue(task.active)
        absence.action_return()
        self.assertEqual(task.user_id, self.rep)

    def test_substitute_archived_before(self):
        task = self.due(3)
        self.lead.user_id = self.boss
        self.absence(first=1)
        self.colleague.action_archive()
        self.run_cron(days=1)
        self.assertEqual(task.user_id, self.boss)

    def test_substitute_away_when_it_begins(self):
        task = self.due(3)
        self.lead.user_id = self.boss
        absence = self.absence(first=1)
        self.absence(
            by=self.colleague, user_id=self.colleague.id, heir_id=self.third.id
        )
        self.assertIn("away, too", absence.warning)
        self.run_cron(days=1)
        self.assertEqual(task.user_id, self.boss)

    def test_server_was_down_all_the_time(self):
        task = self.due(2)
        absence = self.absence(first=1, last=2)
        self.run_cron(days=9)
        self.assertEqual((absence.state, task.user_id), ("over", self.rep))
        self.assertFalse(absence.line_ids)

    # ---- the cron

    def test_many_in_batches_told_once(self):
        tasks = self.env["mail.activity"].concat(*(self.due(2) for _ in range(7)))
        absence = self.absence(first=1)
        with patch.object(crm_task_absence_run, "BATCH", 3):
            self.run_cron(days=1)
            self.assertEqual(tasks.user_id, self.colleague)
            self.assertEqual(len(self.told(self.colleague)), 1)
            self.run_cron(days=9)
        self.assertEqual(tasks.user_id, self.rep)
        self.assertEqual(len(self.told(self.rep)), 1)
        self.assertEqual(len(absence.sudo().line_ids), 7)

    def test_many_at_once_go_on_by_the_cron(self):
        tasks = self.env["mail.activity"].concat(*(self.due(2) for _ in range(5)))
        with (
            patch.object(crm_task_absence_run, "BATCH", 1),
            patch.object(crm_task_absence_run, "AT_ONCE", 2),
        ):
            self.absence()
            left = tasks.filtered(lambda task: task.user_id == self.rep)
            self.assertEqual(len(left), 3)
            self.run_cron(days=0)
        self.assertEqual(tasks.user_id, self.colleague)
        self.assertEqual(len(self.told(self.colleague)), 1)

    def test_many_come_back_by_the_cron(self):
        """... also before the last day; nothing is handed over again meanwhile."""
        tasks = self.env["mail.activity"].concat(*(self.due(2) for _ in range(5)))
        absence = self.absence()
        late = self.due(2)
        with (
            patch.object(crm_task_absence_run, "BATCH", 1),
            patch.object(crm_task_absence_run, "AT_ONCE", 2),
        ):
            absence.action_return()
            left = tasks.filtered(lambda task: task.user_id == self.colleague)
            self.assertEqual((len(left), absence.state), (3, "running"))
            with self.assertRefused(UserError, "is over"):
                absence.date_until = TODAY + timedelta(days=9)
            self.run_cron(days=0)
        self.assertEqual((tasks.user_id, late.user_id), (self.rep, self.rep))
        self.assertEqual(absence.state, "over")
        self.assertEqual(
            self.told(self.rep).mapped("subject"), ["5 tasks are yours now"]
        )

    def test_what_nobody_can_get_holds_up_nothing(self):
        stay = self.plan(self.client) | self.plan(self.client)
        task = self.due(1)
        self.lead.user_id = self.boss
        absence = self.absence(first=1, way="salesperson", heir_id=False, scope="all")
        self.set_clock(NOON + timedelta(days=1))
        with patch.object(crm_task_absence_run, "BATCH", 1):
            for _step in range(4):
                absence.sudo()._step()
        self.assertTrue(absence.is_handed_over)
        self.assertEqual((task.user_id, stay.user_id), (self.boss, self.rep))

    def test_goes_on_after_a_crash(self):
        tasks = self.env["mail.activity"].concat(*(self.due(2) for _ in range(5)))
        absence = self.absence(first=1).sudo()
        self.set_clock(NOON + timedelta(days=1))
        with patch.object(crm_task_absence_run, "BATCH", 2):
            absence._step()  # the server stops after this batch
            self.assertEqual(len(tasks.filtered(lambda t: t.user_id == self.rep)), 3)
            self.run_cron()
        self.assertEqual(tasks.user_id, self.colleague)
        self.assertEqual(len(absence.line_ids), 5)

    def test_one_that_fails_holds_up_nobody(self):
        bad, good = (
            self.absence(first=1),
            self.absence(first=1, by=self.third, user_id=self.third.id),
        )
        step = type(bad)._step

        def fail(absence):
            if absence.id == bad.id:
                raise ValueError("It is broken")
            return step(absence)

        with (
            patch.object(type(bad), "_step", fail),
            self.assertLogs(crm_task_absence_run.__name__, "ERROR"),
        ):
            self.run_cron(days=1)
        self.assertEqual((bad.state, good.state), ("planned", "running"))

    def test_flat(self):
        def count(number):
            leads = self.lead.concat(*(self.lead.copy() for _ in range(number)))
            for lead in leads:
                self.plan(lead, date_deadline=TODAY)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            absence = self.absence()
            self.env.flush_all()
            absence.action_return()
            self.env.flush_all()
            spent = self.env.cr.sql_log_count - before
            self.env["mail.activity"].search([("res_id", "in", leads.ids)]).unlink()
            return spent

        # caches are filled at some time or other
        self.assertEqual(
            min(count(2) for _time in range(3)), min(count(50) for _time in range(2))
        )

    # ---- who may, and nonsense

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_may(self):
        own, of_boss = (
            self.absence(),
            self.absence(first=10, last=11, by=self.boss, user_id=self.third.id),
        )
        with self.assertRaises(AccessError):
            self.absence(by=self.colleague, first=20, last=21)
        for operation in (
            lambda: own.with_user(self.colleague).action_return(),
            lambda: own.with_user(self.colleague).unlink(),
            lambda: own.with_user(self.colleague).read(["way"]),
            lambda: of_boss.with_user(self.rep).write({"scope": "all"}),
        ):
            with self.assertRaises(AccessError):
                operation()
        own.with_user(self.boss).action_return()
        self.assertEqual(own.state, "over")

    def test_never_of_somebody_else(self):
        absence = self.absence(first=1)
        with self.assertRefused(UserError, "absence of its own"):
            absence.user_id = self.third

    def test_the_course_is_not_written_by_hand(self):
        absence = self.absence(first=1)
        for vals in (
            {"state": "over"},
            {"is_handed_over": True},
            {"is_ending": True},
            {"last_task_id": 7},
            {"line_ids": [(5,)]},
        ):
            with self.subTest(vals), self.assertRefused(UserError, "by hand"):
                absence.write(vals)
        with self.assertRefused(UserError, "by hand"):
            self.absence(first=8, last=9, state="running")
        Line = self.env["crm.task.absence.line"].with_user(self.rep)
        with self.assertRaises(AccessError):
            Line.create({"absence_id": absence.id, "mail_activity_id": self.due(1).id})

    def test_overlapping(self):
        self.absence(first=1, last=3)
        for first, last in ((0, 1), (2, 2), (3, 8), (0, 9)):
            with self.assertRefused(ValidationError, "already"):
                self.absence(first=first, last=last)
        self.absence(first=4, last=8)
        self.absence(first=1, by=self.third, user_id=self.third.id)

    def test_other_days_in_one_go(self):
        """What ends or moves makes room at once."""
        self.absence(last=3).action_return()
        early, late = self.absence(first=1, last=3), self.absence(first=4, last=8)
        early.date_from = TODAY + timedelta(days=2)
        (early | late).unlink()
        self.absence(first=1, last=8)

    def test_nonsense(self):
        for values in (
            {"last": -1, "first": -5},
            {"heir_id": False},
            {"heir_id": self.rep.id},
            {"way": "in_turn", "heir_ids": []},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.absence(**values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.absence(first=5, last=4)

    def test_running_ones_keep_their_plan(self):
        absence = self.absence()
        with self.assertRefused(UserError, "handed over already"):
            absence.heir_id = self.third
        absence.action_return()
        with self.assertRefused(UserError, "is over"):
            absence.date_until = TODAY + timedelta(days=9)

    # ---- screens

    def test_preview(self):
        soon = self.due(2)
        self.due(8)
        absence = self.absence(first=1)
        self.assertEqual(absence.task_ids, soon)
        self.assertEqual(absence._count_rows(), [("Lead", "Site visit", 1)])
        with Form(absence) as form:
            form.scope = "all"
            self.assertEqual(form.task_count, 2)

    def test_hint_in_the_dialogs(self):
        self.absence(first=1, last=3)
        task = self.due(2, user=self.boss, user_id=self.rep.id)
        self.assertIn("rep", task.absence_hint)
        self.assertIn("colleague", task.absence_hint)
        task.date_deadline = TODAY + timedelta(days=4)
        self.assertFalse(task.absence_hint)
        dialog = self.env["mail.activity.schedule"].with_user(self.boss)
        dialog = dialog.new(
            {
                "res_model": "crm.lead",
                "activity_user_id": self.rep.id,
                "date_deadline": TODAY + timedelta(days=2),
            }
        )
        self.assertIn("is away", dialog.absence_hint)
        dialog.activity_user_id = self.boss
        self.assertFalse(dialog.absence_hint)

    def test_new_tasks_stay(self):
        self.absence()
        task = self.due(1, user=self.boss, user_id=self.rep.id)
        self.run_cron(days=1)
        self.assertEqual(task.user_id, self.rep)

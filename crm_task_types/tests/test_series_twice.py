"""Exactly one next task, also when two transactions look at the same moment."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_series import SeriesCase
from .race_common import RaceCase


class TestSeriesOnce(SeriesCase):
    def test_database_refuses_a_second_one(self):
        task, other = self.repeat(), self.plan()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            other.sudo().write({"series_id": task.series_id.id, "series_number": 1})
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestSeriesTwice(RaceCase):
    """With two real connections."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.clean_up)
        with self.connection.cursor() as cr:
            task = self.make(self.env_of(cr))
            self.task_id, self.series_id = task.id, task.series_id.id

    def make(self, env):
        task = env["mail.activity"].create(
            {
                "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
                "user_id": env.ref("base.user_admin").id,
                "summary": "Twice",
                "date_deadline": fields.Date.today() + timedelta(days=30),
            }
        )
        task.action_repeat(repeat_unit="day", next_on="schedule")
        return task

    def clean_up(self):
        with self.connection.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {"active_test": False})
            series = env["crm.task.series"].browse(self.series_id)
            series.state = "stopped"
            series.task_ids.unlink()
            self.assertFalse(series.exists())

    def complete(self, cr):
        env = self.env_of(cr)
        task = env["mail.activity"].browse(self.task_id)
        if task.active:
            task.action_feedback()
        env.flush_all()

    def check(self, cr):
        env = self.env_of(cr)
        env["crm.task.series"].browse(self.series_id)._go_on()
        env.flush_all()

    def prepare(self, **values):
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            env["crm.task.series"].browse(self.series_id).write(values)

    def count(self):
        with self.connection.cursor() as cr:
            cr.execute(
                "SELECT count(*) FROM mail_activity WHERE series_id = %s",
                [self.series_id],
            )
            return cr.fetchone()[0]

    def test_completed_twice(self):
        self.prepare(next_on="completion")
        self.at_the_same_moment(self.complete)
        self.assertEqual(self.count(), 2)

    def test_due_for_two_crons(self):
        self.prepare(next_check=fields.Datetime.now() - timedelta(minutes=1))
        self.at_the_same_moment(self.check)
        self.assertEqual(self.count(), 2)

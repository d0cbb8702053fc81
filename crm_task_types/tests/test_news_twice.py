"""Two servers tell of an overdue task once: with two real connections."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .race_common import RaceCase

NAME = "Overdue at the same moment"


@tagged("post_install", "-at_install")
class TestNewsTwice(RaceCase):
    def setUp(self):
        super().setUp()
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            admin = env.ref("base.user_admin")
            task = env["mail.activity"].create(
                {"summary": NAME, "user_id": admin.id, "observer_ids": admin.ids}
            )
            past = fields.Datetime.now() - timedelta(minutes=1)
            task.tell_overdue_at = past
            self.task_id = task.id

    def tearDown(self):
        with self.connection.cursor() as cr:
            self.env_of(cr)["mail.activity"].browse(self.task_id).unlink()
        super().tearDown()

    def takes(self, cr):
        """Whether a server gets the task to tell."""
        task = self.env_of(cr)["mail.activity"].browse(self.task_id)
        return bool(task._take_untold_overdue())

    def test_at_the_same_moment(self):
        with self.connection.cursor() as first, self.connection.cursor() as second:
            self.assertTrue(self.takes(first))
            self.assertFalse(self.takes(second))
            first.commit()
        with self.connection.cursor() as later:
            self.assertFalse(self.takes(later))

    def test_a_server_dies(self):
        with self.connection.cursor() as dying:
            self.assertTrue(self.takes(dying))
            dying.rollback()
        with self.connection.cursor() as cr:
            self.assertTrue(self.takes(cr))
            cr.rollback()

    def test_changed_meanwhile(self):
        """What changes just now is left for the next run, without an error."""
        with self.connection.cursor() as first, self.connection.cursor() as second:
            second.execute("SELECT 1")  # its picture of the data is taken now
            self.env_of(first)["mail.activity"].browse(self.task_id).summary = "Other"
            first.commit()
            self.assertFalse(self.takes(second))
        with self.connection.cursor() as later:
            self.assertTrue(self.takes(later))
            later.rollback()

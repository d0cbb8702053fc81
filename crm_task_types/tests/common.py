from contextlib import contextmanager
from datetime import datetime

from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tests.common import freeze_time

NOON = datetime(2026, 3, 18, 12, 0)  # a Wednesday; UTC


class TaskCase(TransactionCase):
    """Persons, leads and types of a small sales team; the clock stands at
    :data:`NOON`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tz="UTC", mail_notrack=False))
        cls.clock = freeze_time(NOON)
        cls.clock.start()
        cls.addClassCleanup(cls.clock.stop)
        cls.boss = new_test_user(
            cls.env, "boss", groups="sales_team.group_sale_manager", tz="UTC"
        )
        cls.rep = new_test_user(
            cls.env, "rep", groups="sales_team.group_sale_salesman", tz="UTC"
        )
        cls.colleague = new_test_user(
            cls.env, "colleague", groups="sales_team.group_sale_salesman", tz="UTC"
        )
        cls.client = cls.env["res.partner"].create({"name": "Acme"})
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Roof for Acme",
                "partner_id": cls.client.id,
                "user_id": cls.rep.id,
                "type": "opportunity",
            }
        )
        cls.visit = cls.env["mail.activity.type"].create(
            {
                "name": "Site visit",
                "code": "site_visit",
                "icon": "fa-car",
                "duration_hours": 2,
            }
        )
        cls.call = cls.env.ref("mail.mail_activity_data_call")

    @classmethod
    def model_id(cls, model):
        return cls.env["ir.model"]._get_id(model)

    @classmethod
    def plan(cls, document=None, task_type=None, user=None, **values):
        """Plan a task as ``user`` (the rep), for him, on ``document`` (the lead)."""
        document = cls.lead if document is None else document
        user = user or cls.rep
        return (
            cls.env["mail.activity"]
            .with_user(user)
            .create(
                {
                    "activity_type_id": (task_type or cls.visit).id,
                    "res_model_id": cls.model_id(document._name),
                    "res_id": document.id,
                    "user_id": user.id,
                    **values,
                }
            )
        )

    def use_statuses(self, used=True):
        """Switch statuses on or off, as in Settings."""
        settings = self.env["res.config.settings"].create(
            {"group_use_task_status": used}
        )
        settings.execute()

    def set_clock(self, moment):
        """Let it be another moment, until the end of the test."""
        frozen = freeze_time(moment)
        frozen.start()
        self.addCleanup(frozen.stop)
        self.env.invalidate_all()

    @contextmanager
    def assertRefused(self, error_class, *texts):
        """An error that says all of ``texts``; what was done before it is undone."""
        with self.assertRaises(error_class) as error:
            yield
        for text in texts:
            self.assertIn(text, str(error.exception))

    def count_queries(self, work):
        """How many queries ``work()`` needs with empty caches, until all is written."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assertFlatQueries(self, make, work, few=2, many=50, more=0):
        """As many queries for many records as for few.

        :param make: gets a number and makes so many, which isn't counted
        :param work: gets what was made
        :param more: how many queries more are all right
        """

        def count(number):
            made = make(number)
            return self.count_queries(lambda: work(made))

        count(few)  # what is looked up once
        needed = count(few)
        self.assertLessEqual(count(many), needed + more)

    def assertWhen(self, task, start, due, day):
        """Times are given as ``"2026-03-18 09:00"`` in UTC, or None."""

        def to_text(moment):
            return fields.Datetime.to_string(moment)[:16] if moment else None

        self.assertEqual(
            (to_text(task.date_start), to_text(task.date_due), str(task.date_deadline)),
            (start, due, day),
        )


__all__ = ["NOON", "TaskCase", "freeze_time", "new_test_user", "tagged"]

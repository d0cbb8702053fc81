"""Two real connections: an absence is planned once and begins once; tasks are handed
over once."""

from datetime import timedelta
from threading import Thread

from psycopg2 import IntegrityError

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import freeze_time, get_db_name, new_test_user

from .common import NOON

ADMIN = api.SUPERUSER_ID


@tagged("post_install", "-at_install")
class TestAbsenceRace(BaseCase):
    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr, freeze_time(NOON):
            env = api.Environment(cr, ADMIN, {})
            rep, heir = (
                new_test_user(env, login, groups="sales_team.group_sale_salesman")
                for login in ("race_rep", "race_heir")
            )
            lead = env["crm.lead"].create({"name": "Race", "user_id": rep.id})
            self.task_ids = (
                env["mail.activity"]
                .create(
                    [
                        {
                            "res_model_id": env["ir.model"]._get_id("crm.lead"),
                            "res_id": lead.id,
                            "activity_type_id": env.ref(
                                "mail.mail_activity_data_call"
                            ).id,
                            "user_id": rep.id,
                            "date_deadline": NOON,
                        }
                        for _number in range(3)
                    ]
                )
                .ids
            )
            self.ids = (lead.id, (rep | heir).ids)
            self.absence_id = self.plan(cr, 1, 2).id

    def plan(self, cr, first, last):
        """The rep is away from and until some days from now."""
        rep_id, heir_id = self.ids[1]
        return api.Environment(cr, ADMIN, {})["crm.task.absence"].create(
            {
                "user_id": rep_id,
                "date_from": NOON + timedelta(days=first),
                "date_until": NOON + timedelta(days=last),
                "way": "one",
                "heir_id": heir_id,
            }
        )

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, ADMIN, {})
            lead_id, user_ids = self.ids
            env["crm.lead"].browse(lead_id).unlink()
            env["crm.task.absence"].search([("user_id", "in", user_ids)]).unlink()
            users = env["res.users"].browse(user_ids)
            partners = users.partner_id
            env["mail.message"].search([("partner_ids", "in", partners.ids)]).unlink()
            env["crm.task.handover"].search([("create_uid", "in", user_ids)]).unlink()
            users.unlink()
            partners.unlink()

    def test_two_workers(self):
        with (
            freeze_time(NOON + timedelta(days=1)),
            self.registry.cursor() as one,
            self.registry.cursor() as two,
        ):
            first, second = (
                api.Environment(cr, ADMIN, {})["crm.task.absence"] for cr in (one, two)
            )
            first, second = (
                first.browse(self.absence_id),
                second.browse(self.absence_id),
            )
            self.assertTrue(second._lock_free())
            two.rollback()
            self.assertFalse(first._run_due())
            # while the first works on it, the second finds nothing, nor afterwards
            second._run_due()
            self.assertFalse(second.line_ids)
            one.commit()
            second._run_due()
            two.rollback()
            second._run_due()
            lines = second.browse(self.absence_id).line_ids
            self.assertEqual(sorted(lines.mail_activity_id.ids), self.task_ids)

    def test_two_workers_hand_over(self):
        rep_id, heir_id = self.ids[1]
        with self.registry.cursor() as cr:
            env = api.Environment(cr, rep_id, {})
            handover = env["crm.task.handover"].create(
                {"user_ids": [rep_id], "way": "one", "heir_id": heir_id}
            )
            handover.sudo().is_running = True
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first, second = (
                api.Environment(cr, ADMIN, {})["crm.task.handover"].browse(handover.id)
                for cr in (one, two)
            )
            self.assertTrue(second._lock_free())
            two.rollback()
            first._run_next()
            second._run_next()  # finds nothing: the first works on it
            self.assertFalse(second.given_task_ids)
            two.rollback()
            one.commit()
            second._run_next()
            two.commit()
            tasks = second.env["mail.activity"].browse(self.task_ids)
            self.assertEqual(tasks.user_id.id, heir_id)
            for task in tasks:
                said = "".join(task.message_ids.mapped("body"))
                self.assertEqual(said.count("Handed over by"), 1)

    def test_two_plans_of_the_same_days(self):
        refused = []
        with (
            freeze_time(NOON),
            self.registry.cursor() as one,
            self.registry.cursor() as two,
        ):

            def plan_too():
                try:
                    self.plan(two, 7, 9)
                except IntegrityError as error:
                    refused.append(error)

            two.execute("SELECT 1")  # its picture of the data is taken now
            self.plan(one, 5, 7)
            rival = Thread(target=plan_too)
            rival.start()  # waits for the first
            rival.join(0.5)
            self.assertTrue(rival.is_alive())
            one.commit()
            rival.join(10)
            self.assertFalse(rival.is_alive())
            two.rollback()
            message = api.Environment(two, ADMIN, {})[
                "crm.task.absence"
            ]._sql_error_to_message(refused[0])
            self.assertIn("in these days already", message)
            self.plan(two, 8, 9)
            two.commit()

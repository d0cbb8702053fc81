"""Two workers, two real connections: an absence begins once."""

from datetime import timedelta

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
            absence = env["crm.task.absence"].create(
                {
                    "user_id": rep.id,
                    "date_from": NOON + timedelta(days=1),
                    "date_until": NOON + timedelta(days=2),
                    "way": "one",
                    "heir_id": heir.id,
                }
            )
            self.ids = (lead.id, (rep | heir).ids, absence.id)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, ADMIN, {})
            lead_id, user_ids, absence_id = self.ids
            env["crm.lead"].browse(lead_id).unlink()
            env["crm.task.absence"].browse(absence_id).unlink()
            users = env["res.users"].browse(user_ids)
            partners = users.partner_id
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
            first, second = first.browse(self.ids[2]), second.browse(self.ids[2])
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
            lines = second.browse(self.ids[2]).line_ids
            self.assertEqual(sorted(lines.mail_activity_id.ids), self.task_ids)

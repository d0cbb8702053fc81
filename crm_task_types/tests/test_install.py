"""Coming to a database with tasks, and leaving it."""

from odoo.tests import tagged

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..hooks import archive_filters, forget_lost_fields, pre_init_hook
from .common import TaskCase


@tagged("post_install", "-at_install")
class TestInstall(TaskCase):
    def test_columns_are_filled_as_odoo_would(self):
        """What is written in SQL at the installation equals what the fields compute."""
        self.rep.tz = "Pacific/Tongatapu"
        tasks = self.plan(date_deadline="2026-03-20") | self.plan(
            self.client, user=self.boss
        )
        tasks |= self.env["mail.activity"].create({"user_id": self.rep.id})
        self.env.flush_all()
        computed = tasks.read(["date_overdue", "partner_id", "priority"])
        self.env.cr.execute(
            "UPDATE mail_activity"
            " SET date_overdue = NULL, partner_id = NULL, priority = NULL"
            " WHERE id IN %s",
            [tasks._ids],
        )
        pre_init_hook(self.env)
        tasks.invalidate_recordset()
        self.assertEqual(
            tasks.read(["date_overdue", "partner_id", "priority"]), computed
        )

    def test_missing_codes(self):
        self.env.cr.execute("ALTER TABLE mail_activity_type ALTER code DROP NOT NULL")
        call = self.env.ref("mail.mail_activity_data_call")
        self.env.cr.execute(
            "UPDATE mail_activity_type SET code = NULL WHERE id IN %s",
            [(call.id, self.visit.id)],
        )
        self.env.invalidate_all()
        self.env["mail.activity.type"]._init_column("code")
        self.assertEqual((call.code, self.visit.code), ("call", "site_visit"))

    def test_favorites_that_ask_for_what_goes_are_archived(self):
        self.begin_uninstall()
        gone = self.create_favorite(domain="[('activity_ids.status_id', '!=', False)]")
        gone |= self.create_favorite(
            "mail.activity", context="{'group_by': ['date_start:month']}"
        )
        gone |= self.create_favorite("mail.activity", sort='["date_start desc"]')
        kept = self.create_favorite(
            domain="[('activity_ids.summary', '=', 'date_due')]"
        )
        kept |= self.create_favorite(
            domain="[('create_date', '<', context_today())]",
            context="{'group_by': ['date_deadline:month']}",
        )
        archive_filters(self.env)
        self.assertEqual(kept.mapped("active"), [True, True])
        self.assertEqual(gone.mapped("active"), [False] * 3)

    def begin_uninstall(self):
        self.env.cr.execute(
            "UPDATE ir_module_module SET state = 'to remove'"
            " WHERE name = 'crm_task_types'"
        )

    def create_favorite(self, model="crm.lead", **values):
        return self.env["ir.filters"].create(
            {"name": f"Mine {values}", "model_id": model, **values}
        )

    def test_names_of_fields_that_went_with_their_model_are_forgotten(self):
        """As after an app with activities was uninstalled."""
        self.begin_uninstall()
        field = self.env["ir.model.fields"]._get("crm.lead", "activity_state")
        lost, kept, other = self.env["ir.model.data"].create(
            [
                {"module": module, "name": name, "model": field._name, "res_id": number}
                for module, name, number in [
                    ("crm_task_types", "lost", 2147483647),
                    ("crm_task_types", "kept", field.id),
                    ("crm", "other", 2147483647),
                ]
            ]
        )
        forget_lost_fields(self.env)
        self.assertEqual((lost | kept | other).exists(), kept | other)

    def test_what_is_inherited_stays_with_its_origin(self):
        """The state of a user is that of his contact, which asks our due times."""
        fields = self.env["ir.model.fields"].with_context(
            **{MODULE_UNINSTALL_FLAG: True}
        )
        due = fields._get("mail.activity", "date_overdue")
        inherited = fields._get("res.users", "activity_state")
        self.assertNotIn(inherited, due._prepare_update())
        origin = fields._get("res.partner", "activity_state")
        self.assertIn(inherited, (due | origin)._prepare_update())

from odoo.tests.common import TransactionCase


class TestColumnDefaults(TransactionCase):
    """Odoo's own add-ons insert records while ours are not loaded, as in an update of
    CRM."""

    def insert(self, statement, *values):
        self.env.cr.execute(statement + " RETURNING id", values)
        return self.env.cr.fetchone()[0]

    def test_task_type(self):
        type_id = self.insert(
            "INSERT INTO mail_activity_type"
            " (name, category, delay_count, delay_unit, delay_from, chaining_type)"
            " VALUES ('{\"en_US\": \"Plain\"}', 'default', 0, 'days',"
            " 'previous_activity', 'suggest')"
        )
        task_type = self.env["mail.activity.type"].browse(type_id)
        self.assertEqual(
            (task_type.default_priority, task_type.won_policy, task_type.lost_policy),
            ("0", "keep", "keep"),
        )

    def test_template_line(self):
        plan = self.env["mail.activity.plan"].create(
            {"name": "Plan", "res_model": "crm.lead"}
        )
        line_id = self.insert(
            "INSERT INTO mail_activity_plan_template"
            " (plan_id, activity_type_id, delay_unit, delay_from, responsible_type)"
            " VALUES (%s, %s, 'days', 'after_plan_date', 'on_demand')",
            plan.id,
            self.env.ref("mail.mail_activity_data_call").id,
        )
        line = self.env["mail.activity.plan.template"].browse(line_id)
        self.assertEqual(line.assignee_fallback, "unassigned")

    def test_all_required_columns(self):
        """Those that our add-ons add to Odoo's own tables."""
        required = self.env["ir.model.fields"].search(
            [("required", "=", True), ("store", "=", True)]
        )
        ours = required.filtered(
            lambda field: (
                all(name.startswith("crm_task") for name in field.modules.split(", "))
                and not field.model.startswith("crm.task")
                and not self.env[field.model]._original_module.startswith("crm_task")
            )
        )
        self.assertIn("default_priority", ours.mapped("name"))
        for field in ours:
            self.env.cr.execute(
                "SELECT column_default FROM information_schema.columns"
                " WHERE table_name = %s AND column_name = %s",
                (self.env[field.model]._table, field.name),
            )
            with self.subTest(field=f"{field.model}.{field.name}"):
                self.assertTrue(self.env.cr.fetchone()[0])

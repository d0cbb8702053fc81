from odoo.exceptions import UserError
from odoo.tests import Form

from odoo.addons.crm_task_types.tests.common import new_test_user, tagged

from .template_common import BERLIN, TemplateCase


@tagged("post_install", "-at_install")
class TestTemplateDialog(TemplateCase):
    """Odoo's schedule dialog with a template: what it shows, and what it does."""

    def dialog(self, template, documents=None, by=None):
        documents = self.lead if documents is None else documents
        form = Form(
            self.env["mail.activity.schedule"]
            .with_user(by or self.boss)
            .with_context(
                active_model=documents._name,
                active_ids=documents.ids,
                active_id=documents[:1].id,
            )
        )
        form.plan_id = template
        if template.has_user_on_demand:
            form.plan_on_demand_user_id = self.rep
        return form

    def rows(self, field, *names):
        """What a table of the dialog shows, row by row."""
        return [tuple(row[name] or False for name in names) for row in field._records]

    def test_dates_times_and_assignees(self):
        self.rep.tz = BERLIN
        form = self.dialog(
            self.template(
                {"summary": "Write", "delay_count": 1},
                {"summary": "Call", "at_hour": 9, "responsible_type": "salesperson"},
                {
                    "summary": "Ask",
                    "delay_from": "previous_deadline",
                    "delay_unit": "hours",
                    "delay_count": 1,
                    "responsible_type": "leader",
                },
            )
        )
        form.plan_date = "2026-03-30"
        self.assertEqual(
            [
                (row["line_description"], str(row["line_date_deadline"]))
                for row in form.plan_schedule_line_ids._records
            ],
            [("Write", "2026-03-31"), ("Call", "2026-03-30"), ("Ask", "2026-03-30")],
        )
        self.assertEqual(
            [
                (str(row["line_date_start"] or ""), row["responsible_user_id"])
                for row in form.plan_schedule_line_ids._records
            ],
            [
                ("", self.rep.id),
                ("2026-03-30 07:00:00", self.rep.id),
                ("2026-03-30 08:15:00", self.boss.id),
            ],
        )

    def test_dates_follow_the_plan_date(self):
        form = self.dialog(self.template({"delay_count": 1}))
        for day, expected in (
            ("2026-03-30", "2026-03-31"),
            ("2026-01-31", "2026-02-01"),
        ):
            form.plan_date = day
            row = form.plan_schedule_line_ids._records[0]
            self.assertEqual(str(row["line_date_deadline"]), expected)

    def test_titles_as_they_will_be(self):
        form = self.dialog(
            self.template({"summary": "Ask {{ object.partner_id.name }}"})
        )
        self.assertEqual(
            self.rows(form.plan_schedule_line_ids, "line_description"), [("Ask Acme",)]
        )

    def test_lines_that_wait(self):
        form = self.dialog(
            self.template(
                {"summary": "Write"},
                {
                    "delay_from": "previous_completion",
                    "responsible_type": "round_robin",
                },
            )
        )
        row = form.plan_schedule_line_ids._records[1]
        self.assertEqual(row["line_waits"], "when “Write” is completed")
        self.assertEqual(row["line_assignees"], "The team in turn")
        self.assertFalse(row["line_date_deadline"])

    def test_lines_that_don_t_apply(self):
        form = self.dialog(
            self.template({"summary": "A"}, {"domain": "[('priority', '=', '3')]"})
        )
        self.assertEqual(
            self.rows(form.plan_schedule_line_ids, "line_description"), [("A",)]
        )

    def test_in_bulk(self):
        """Each line with its counts, and the first documents one by one."""
        leads = self.more_leads(8, user_id=False)
        leads[:2].priority = "3"
        form = self.dialog(
            self.template(
                {"summary": "A {{ object.name }}", "responsible_type": "round_robin"},
                {"summary": "B", "domain": "[('priority', '=', '3')]"},
            ),
            leads,
        )
        first, second, third = self.members
        self.assertEqual(
            self.rows(
                form.plan_schedule_line_ids,
                "line_description",
                "task_count",
                "responsible_user_id",
                "line_assignees",
            ),
            [
                (
                    "A {{ object.name }}",
                    8,
                    False,
                    f"{first.name}: 3, {second.name}: 3, {third.name}: 2",
                ),
                ("B", 2, self.rep.id, False),
            ],
        )
        self.assertEqual(
            self.rows(
                form.plan_preview_ids,
                "line_document",
                "line_description",
                "responsible_user_id",
            ),
            [
                ("Lead 0", "A Lead 0", first.id),
                ("Lead 0", "B", self.rep.id),
                ("Lead 1", "A Lead 1", second.id),
                ("Lead 1", "B", self.rep.id),
                ("Lead 2", "A Lead 2", third.id),
                ("Lead 3", "A Lead 3", first.id),
                ("Lead 4", "A Lead 4", second.id),
            ],
        )

    def test_the_preview_is_what_comes(self):
        leads = self.more_leads(4, user_id=False)
        template = self.template(
            {"responsible_type": "least_busy", "at_hour": 9},
            {"responsible_type": "round_robin", "delay_from": "previous_deadline"},
        )
        form = self.dialog(template, leads)
        names = ("line_document", "responsible_user_id", "line_date_deadline")
        shown = self.rows(form.plan_preview_ids, *names)
        form.save().action_schedule_plan()
        made = [
            (task.res_name, task.user_id.id, task.date_deadline)
            for task in self.tasks_of(leads)
        ]
        self.assertEqual(sorted(shown), sorted(made))

    def test_the_preview_writes_nothing(self):
        Wait = self.env["crm.task.template.wait"]
        before = Wait.search([])
        form = self.dialog(
            self.template({}, {"delay_from": "previous_completion"}),
            self.more_leads(3),
        )
        form.save()
        self.assertFalse(self.tasks_of())
        self.assertEqual(Wait.search([]), before)

    def test_doing_it(self):
        """As Odoo's dialog, with its answers."""
        template = self.template({"summary": "Write", "delay_count": 1})
        form = self.dialog(template)
        form.plan_date = "2026-03-30"
        action = form.save().action_schedule_plan()
        self.assertEqual(action["tag"], "soft_reload")
        task = self.tasks_of()
        self.assertEqual(
            (task.summary, str(task.date_deadline), task.user_id, task.automated),
            ("Write", "2026-03-31", self.rep, False),
        )
        leads = self.more_leads(2)
        action = self.dialog(template, leads).save().action_schedule_plan()
        self.assertEqual(action["domain"], [("id", "in", leads.ids)])
        self.assertEqual(len(self.tasks_of(leads)), 2)

    def test_on_companies(self):
        template = self.template({"summary": "Visit"}, model="res.partner")
        self.dialog(template, self.client).save().action_schedule_plan()
        self.assertEqual(self.tasks_of(self.client).summary, "Visit")

    # ---- what is refused

    def assertError(self, form, *texts):
        """The dialog shows the error, hides the button and can't be saved."""
        self.assertTrue(form.has_error)
        for text in texts:
            self.assertIn(text, form.error)
        with self.assertRaises(UserError):
            form.save()

    def test_what_another_application_refuses(self):
        """Such as the manager of somebody who has none; the line's fallback is for
        tasks that are made by themselves."""
        Line = self.env.registry["mail.activity.plan.template"]
        answer = {"error": "She has no manager.", "warning": False}

        def determine(line, user, document):
            return answer | {"responsible": line.env["res.users"]}

        self.patch(Line, "_assignee_rule", lambda line: None)
        self.patch(Line, "_determine_responsible", determine)
        template = self.template({"assignee_fallback": "unassigned"})
        self.assertError(self.dialog(template, self.lead), "She has no manager.")
        self.launch(template, automatic=True)
        [task] = self.tasks_of()
        self.assertFalse(task.user_id)

    def test_who_can_t_open_the_document(self):
        form = self.dialog(self.template({}), self.more_leads(2))
        self.assertFalse(form.has_error)
        form.plan_on_demand_user_id = new_test_user(
            self.env, "outsider", groups="base.group_user"
        )
        self.assertError(form, "outsider", "Lead 0", "Lead 1")

    def test_nobody_found(self):
        template = self.template(
            {"responsible_type": "leader", "assignee_fallback": "error"}
        )
        self.team.user_id = False
        self.assertError(self.dialog(template), self.lead.name)

    def test_nobody_chosen(self):
        form = self.dialog(self.template({"summary": "Write"}))
        form.plan_on_demand_user_id = self.env["res.users"]
        self.assertError(form, "No responsible specified for", "Write")

    def test_card(self):
        self.env["crm.task.custom.field"].create(
            {
                "activity_type_id": self.visit.id,
                "name": "Roof",
                "required_when": "planned",
            }
        )
        form = self.dialog(self.template({"activity_type_id": self.visit.id}))
        self.assertError(form, "Roof")

    def test_deleted_type(self):
        kind = self.visit.copy({"name": "Old", "code": "old"})
        template = self.template({"activity_type_id": kind.id})
        self.plan(task_type=kind)
        kind.unlink()
        self.assertError(self.dialog(template), "Old", "deleted")

    def test_rights_are_those_of_who_launches(self):
        lead = self.more_leads(1)
        template = self.template({})
        self.dialog(template, lead, by=self.rep).save().action_schedule_plan()
        self.assertEqual(self.tasks_of(lead).create_uid, self.rep)

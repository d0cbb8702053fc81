from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.crm_task_types.tests.common import new_test_user, tagged

from .template_common import TemplateCase


@tagged("post_install", "-at_install")
class TestTemplateLaunch(TemplateCase):
    """A template applied to many documents at once."""

    # ---- what a line says

    def test_values_of_a_task(self):
        template = self.template(
            {
                "activity_type_id": self.visit.id,
                "summary": "Measure",
                "note": "<p>Bring a ladder</p>",
                "priority": "2",
                "duration_hours": 0.5,
                "default_checklist": "Ladder *\n\n  Ruler \n",
            }
        )
        task = self.launch(template)
        self.assertEqual(task.activity_type_id, self.visit)
        self.assertEqual(
            (task.summary, task.priority, task.duration_hours), ("Measure", "2", 0.5)
        )
        self.assertIn("ladder", task.note)
        self.assertEqual(task.checklist_item_ids.mapped("name"), ["Ladder", "Ruler"])
        self.assertEqual(task.checklist_item_ids.mapped("is_required"), [True, False])
        self.assertEqual(task.create_uid, self.boss)
        self.assertFalse(task.automated)

    def test_items_of_a_line(self):
        """With all that an item says; they go with a copy, and into any task but one
        that has them from its type."""
        self.visit.default_checklist = "Camera"
        template = self.template(
            {
                "activity_type_id": self.visit.id,
                "checklist_line_ids": [
                    Command.create(
                        {
                            "name": "Ladder\nRuler",
                            "is_required": True,
                            "user_id": self.colleague.id,
                        }
                    )
                ],
            },
            {"activity_type_id": self.visit.id, "summary": "Without"},
        )
        for made in (template, template.copy()):
            tasks = self.launch(made).sorted(lambda task: task.summary == "Without")
            items = tasks[0].checklist_item_ids
            self.assertEqual(items.mapped("name"), ["Ladder", "Ruler"])
            self.assertEqual(items.mapped("is_required"), [True, True])
            self.assertEqual(items.user_id, self.colleague)
            self.assertEqual(tasks[1].checklist_item_ids.mapped("name"), ["Camera"])

    def test_a_line_starts_with_what_its_type_says(self):
        self.visit.write(
            {"summary": "Look", "default_priority": "1", "default_checklist": "Camera"}
        )
        template = self.env["mail.activity.plan"].create(
            {
                "name": "Visits",
                "res_model": "crm.lead",
                "template_ids": [(0, 0, {"activity_type_id": self.visit.id})],
            }
        )
        line = template.template_ids
        self.assertEqual((line.priority, line.duration_hours), ("1", 2))
        task = self.launch(template)
        self.assertEqual(
            (task.summary, task.priority, task.duration_hours), ("Look", "1", 2)
        )
        self.assertEqual(task.checklist_item_ids.name, "Camera")

    def test_condition(self):
        template = self.template(
            {"summary": "All"},
            {"summary": "Acme", "domain": "[('partner_id.name', '=', 'Acme')]"},
        )
        other = self.more_leads(1)
        tasks = self.launch(template, self.lead | other)
        self.assertEqual(
            [(task.res_id, task.summary) for task in tasks],
            [(self.lead.id, "All"), (other.id, "All"), (self.lead.id, "Acme")],
        )

    def test_condition_that_can_t_be_read(self):
        for domain in ("[(", "[('no_such_field', '=', 1)]", "name", "[(1, 2)]"):
            with self.assertRaises(ValidationError):
                self.template({"domain": domain})

    def test_on_persons_and_companies(self):
        person = self.env["res.partner"].create(
            {"name": "Ann", "parent_id": self.client.id}
        )
        template = self.template({"delay_count": 1}, model="res.partner")
        tasks = self.launch(template, self.client | person)
        self.assertEqual(tasks.mapped("res_id"), (self.client | person).ids)
        self.assertEqual(tasks.partner_id, self.client | person)

    def test_on_any_model_with_tasks(self):
        """Also on one that knows neither salespersons nor teams."""
        action = self.env["ir.actions.server"].create(
            {"name": "Some", "model_id": self.model_id("crm.lead"), "state": "code"}
        )
        template = self.template(
            {"responsible_type": "salesperson"},
            {"delay_from": "previous_completion"},
            model=action._name,
        )
        task = self.launch(template, action, by=self.env.ref("base.user_admin"))
        self.assertEqual((task.res_model, task.res_id), (action._name, action.id))
        self.assertFalse(task.user_id)

    def test_another_model(self):
        template = self.template({}, model="res.partner")
        with self.assertRefused(UserError, "Set", "Contact"):
            self.launch(template, self.lead)

    def test_nothing_to_apply_to(self):
        template = self.template({})
        self.assertFalse(self.launch(template, self.env["crm.lead"]))

    def test_deleted_type(self):
        kind = self.visit.copy({"name": "Old", "code": "old"})
        template = self.template({"activity_type_id": kind.id})
        self.plan(task_type=kind)
        kind.unlink()
        with self.assertRefused(UserError, "Old", "deleted"):
            self.launch(template)

    def test_deleted_type_holds_up_no_rule(self):
        """A deal is won all the same, and says what it doesn't get."""
        kind = self.visit.copy({"name": "Old", "code": "old"})
        template = self.template({"activity_type_id": kind.id}, {"summary": "Thank"})
        self.team.won_plan_ids = template
        self.plan(task_type=kind).unlink()
        kind.unlink()
        self.lead.with_user(self.rep).action_set_won()
        self.assertEqual(self.tasks_of().mapped("summary"), ["Thank"])
        previews = self.lead.message_ids.mapped("preview")
        self.assertTrue(any("1: The task type “Old”" in text for text in previews))

    def test_card(self):
        """By hand a template fills in what the card requires; by a rule it needn't."""
        self.env["crm.task.custom.field"].create(
            {
                "activity_type_id": self.visit.id,
                "name": "Roof",
                "required_when": "planned",
            }
        )
        self.visit.card_field_ids.filtered(
            lambda field: field.field_name == "date_start"
        ).required_when = "planned"
        template = self.template({"activity_type_id": self.visit.id})
        with self.assertRefused(UserError, "Roof", "Start"):
            self.launch(template)
        self.assertTrue(self.launch(template, automatic=True).automated)

    def test_several_templates_at_once(self):
        templates = self.template({"summary": "A"}) | self.template({"summary": "B"})
        self.assertEqual(sorted(self.launch(templates).mapped("summary")), ["A", "B"])
        self.assertEqual(len(self.started_lines()), 1)

    def started_lines(self, document=None):
        return (document or self.lead).message_ids.filtered(
            lambda message: "has been started" in message.body
        )

    def test_line_in_the_history(self):
        template = self.template(
            {"summary": "Write", "delay_count": 2},
            {"summary": "Call", "delay_unit": "hours", "delay_count": 1},
            {"summary": "Ask", "delay_from": "previous_completion"},
        )
        self.launch(template)
        message = self.started_lines()
        for text in (
            "Set",
            "Write, assigned to rep",
            "03/20/2026",
            "1:00",
            "Ask, when “Call” is completed",
        ):
            self.assertIn(text, message.body)
        self.assertEqual(message.author_id, self.boss.partner_id)

    def test_template_for_another_model(self):
        """Placeholders and conditions are checked again when the model changes."""
        for values in (
            {"domain": "[('stage_id', '!=', False)]"},
            {"summary": "{{ object.stage_id.name }}"},
        ):
            template = self.template(values)
            with self.assertRaises(ValidationError):
                template.res_model = "res.partner"

    # ---- who

    def test_rules(self):
        self.lead.user_id = self.rep
        for rule, user in (
            ("on_demand", self.rep),
            ("salesperson", self.rep),
            ("leader", self.boss),
        ):
            task = self.launch(self.template({"responsible_type": rule}))
            self.assertEqual(task.user_id, user, rule)
        task = self.launch(
            self.template({"responsible_type": "other", "responsible_id": self.boss.id})
        )
        self.assertEqual(task.user_id, self.boss)

    def test_the_team_in_turn(self):
        """Over documents and lines, and from one time to the next."""
        leads = self.more_leads(2, user_id=False)
        template = self.template(
            {"responsible_type": "round_robin"}, {"responsible_type": "round_robin"}
        )
        first, second, third = self.members
        self.assertEqual(
            [task.user_id for task in self.launch(template, leads)],
            [first, second, third, first],
        )
        self.assertEqual(
            [task.user_id for task in self.launch(template, leads)],
            [second, third, first, second],
        )

    def test_least_busy(self):
        first, second, third = self.members
        leads = self.more_leads(2, user_id=False)
        self.plan(leads[0], user=self.boss, user_id=first.id)
        template = self.template(
            {"responsible_type": "least_busy"}, {"responsible_type": "least_busy"}
        )
        self.assertEqual(
            [task.user_id for task in self.launch(template, leads)],
            [second, third, first, second],
        )

    def test_asked_without_an_answer(self):
        template = self.template({"summary": "Write"})
        with self.assertRefused(UserError, "Write"):
            self.launch(template, user=None)
        self.assertFalse(self.launch(template, user=None, automatic=True).user_id)

    def test_who_can_t_open_the_document(self):
        """By hand it is an error that names him, whatever the fallback."""
        lead = self.more_leads(1)  # the rep's own
        for fallback in ("error", "unassigned"):
            template = self.template({"assignee_fallback": fallback})
            with self.assertRefused(UserError, "colleague", lead.name):
                self.launch(template, lead, user=self.colleague)

    def test_who_has_no_access_to_crm(self):
        outsider = new_test_user(self.env, "outsider", groups="base.group_user")
        with self.assertRefused(UserError, "outsider", self.lead.name):
            self.launch(self.template({}), user=outsider)

    def test_nobody_by_hand(self):
        lead = self.more_leads(1, user_id=False)
        refusing = self.template(
            {"responsible_type": "salesperson", "assignee_fallback": "error"}
        )
        with self.assertRefused(UserError, lead.name):
            self.launch(refusing, lead)
        refusing.template_ids.assignee_fallback = "unassigned"
        self.assertFalse(self.launch(refusing, lead).user_id)

    def test_fallbacks_of_automatic_launches(self):
        lead = self.more_leads(1)  # the rep's own
        line = {
            "responsible_type": "other",
            "responsible_id": self.colleague.id,
            "assignee_fallback": "error",
        }
        template = self.template(line)
        with self.assertRefused(UserError, "colleague", lead.name):
            self.launch(template, lead, automatic=True)
        line = template.template_ids
        line.write({"assignee_fallback": "user", "fallback_user_id": self.boss.id})
        self.assertEqual(self.launch(template, lead, automatic=True).user_id, self.boss)
        line.assignee_fallback = "unassigned"
        self.assertFalse(self.launch(template, lead, automatic=True).user_id)
        self.assertIn("colleague", self.started_lines(lead)[:1].body)

    def test_fallback_that_can_t_open_the_document_either(self):
        lead = self.more_leads(1)
        template = self.template(
            {
                "responsible_type": "leader",
                "assignee_fallback": "user",
                "fallback_user_id": self.third.id,
            }
        )
        self.team.user_id = False
        self.assertFalse(self.launch(template, lead, automatic=True).user_id)

    def test_fallback_needs_a_person(self):
        with self.assertRefused(ValidationError, "choose"):
            self.template({"assignee_fallback": "user"})

    def test_many_reasons_are_not_all_listed(self):
        template = self.template(
            {"responsible_type": "other", "responsible_id": self.colleague.id}
        )
        leads = self.more_leads(20)
        leads.user_id = self.rep  # the colleague can't open them
        with self.assertRefused(UserError, "can't open", "And 15 more"):
            self.launch(template, leads)

    def test_archived_assignee(self):
        template = self.template(
            {"responsible_type": "other", "responsible_id": self.third.id}
        )
        self.third.active = False
        self.assertFalse(self.launch(template, automatic=True).user_id)

    def test_assignee_of_another_company(self):
        """Looked at with his eyes: his companies, not those of who launches."""
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.colleague.write(
            {"company_ids": [(6, 0, company.ids)], "company_id": company.id}
        )
        lead = self.more_leads(1, user_id=False, company_id=self.env.company.id)
        template = self.template({})
        with self.assertRefused(UserError, "colleague"):
            self.launch(template, lead, user=self.colleague)

    def test_rights_of_who_applies(self):
        lead = self.more_leads(1)
        with self.assertRaises(AccessError):
            self.launch(self.template({}), lead, by=self.colleague, user=self.colleague)

    # ---- people are told once

    def notifications_of(self, user):
        """Not those of Odoo on leads that are given to somebody."""
        return self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("model", "=", False),
                ("partner_ids", "in", user.partner_id.ids),
            ]
        )

    def test_told_once_with_the_list(self):
        leads = self.more_leads(6)
        template = self.template({"summary": "Write"}, {"summary": "Call"})
        before = self.notifications_of(self.rep)
        self.launch(template, leads)
        message = self.notifications_of(self.rep) - before
        self.assertEqual(len(message), 1)
        self.assertEqual(message.subject, "12 new tasks for you")
        for text in ("Write", "Call", "Lead 0", "Lead 5", f"res_id={leads[5].id}"):
            self.assertIn(text, message.body)
        self.assertEqual(message.author_id, self.boss.partner_id)
        self.assertIn(self.rep.partner_id, message.notified_partner_ids)

    def test_one_task(self):
        before = self.notifications_of(self.rep)
        self.launch(self.template({"summary": "Write"}))
        message = self.notifications_of(self.rep) - before
        self.assertEqual(message.subject, "New task for you: Write")

    def test_each_assignee_is_told(self):
        leads = self.more_leads(4, user_id=False)
        template = self.template({"responsible_type": "round_robin"})
        self.launch(template, leads)
        subjects = [self.notifications_of(user).subject for user in self.members]
        self.assertEqual(
            subjects,
            ["2 new tasks for you", "New task for you: 1", "New task for you: 1"],
        )

    def test_not_told_of_one_s_own(self):
        self.launch(self.template({}), by=self.rep, user=self.rep)
        self.assertFalse(self.notifications_of(self.rep))

    def test_long_lists_are_cut(self):
        self.launch(self.template({}), self.more_leads(53))
        self.assertIn("and 3 more", self.notifications_of(self.rep).body)

    def test_told_in_one_s_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.rep.write({"lang": "fr_FR", "tz": "Europe/Paris"})
        self.launch(
            self.template({"delay_unit": "hours", "delay_count": 1}),
            self.more_leads(2),
        )
        self.assertIn("18/03/2026 14:00", self.notifications_of(self.rep).body)

    def test_assignees_follow_the_document(self):
        leads = self.more_leads(3, user_id=False)
        self.launch(self.template({}), leads, user=self.colleague)
        for lead in leads:
            self.assertIn(self.colleague.partner_id, lead.message_partner_ids)

    def test_meetings_send_no_invitations(self):
        """The list says it all."""
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        template = self.template(
            {"activity_type_id": meeting.id, "at_hour": 9, "delay_count": 1}
        )
        tasks = self.launch(template, self.more_leads(2))
        self.assertEqual(len(tasks.calendar_event_id), 2)
        self.assertEqual(len(self.notifications_of(self.rep)), 1)

    # ---- fast

    def queries_of_launching(self, template, leads, **options):
        return self.count_queries(lambda: self.launch(template, leads, **options))

    def test_queries_are_flat(self):
        """As many for 2 documents as for 50, for oneself and for others.

        One line at a time: Odoo writes rows in batches of 100.
        """
        for line in (
            {"summary": "Write to {{ object.partner_name }}", "delay_count": 1},
            {"delay_unit": "hours", "delay_count": 1, "default_checklist": "A\nB"},
            {"responsible_type": "salesperson", "priority": "2"},
            {"domain": "[('type', '=', 'opportunity')]"},
        ):
            waiting = {"delay_from": "previous_completion"}
            self.assertFlat(self.template(line, waiting), 2, 50)

    def test_queries_don_t_depend_on_lines(self):
        """Five lines on 20 documents need as many as on 2."""
        self.assertFlat(
            self.template(
                {"delay_count": 1},
                {"delay_unit": "hours", "delay_count": 1},
                {"delay_from": "previous_deadline", "delay_count": 2},
                {"responsible_type": "salesperson"},
                {"summary": "Write to {{ object.partner_name }}"},
            ),
            2,
            20,
        )

    def assertFlat(self, template, few, many):
        for by in (self.rep, self.boss):  # for oneself, for somebody else
            self.queries_of_launching(template, self.more_leads(few), by=by)  # warm up
            self.assertEqual(
                self.queries_of_launching(template, self.more_leads(few), by=by),
                self.queries_of_launching(template, self.more_leads(many), by=by),
                by.name,
            )

    def test_queries_with_shared_rules(self):
        template = self.template(
            {"responsible_type": "round_robin"}, {"responsible_type": "least_busy"}
        )
        few = self.more_leads(6, user_id=False)
        many = self.more_leads(48, user_id=False)
        self.queries_of_launching(template, self.more_leads(6, user_id=False))
        self.assertEqual(
            self.queries_of_launching(template, few),
            self.queries_of_launching(template, many),
        )

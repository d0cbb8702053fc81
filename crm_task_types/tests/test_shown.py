"""What documents show of their tasks."""

import random

from odoo import fields
from odoo.tests import new_test_user, tagged

from ..models.mail_activity_mixin_shown import SHOWN
from .common import NOON, TaskCase


@tagged("post_install", "-at_install")
class TestShown(TaskCase):
    def setUp(self):
        super().setUp()
        self.names = [
            name
            for name, field in self.env["crm.lead"]._fields.items()
            if field.compute == SHOWN
        ]

    def leads(self, count):
        return self.env["crm.lead"].create(
            [{"name": f"Roof {number}", "user_id": False} for number in range(count)]
        )

    def plan_at_random(self, leads, dice):
        types = self.visit | self.call | self.visit.copy({"decoration_type": "danger"})
        types |= self.visit.copy({"decoration_type": "warning", "icon": "fa-bolt"})
        types |= self.visit.copy({"decoration_type": "warning", "icon": False})
        users = self.boss | self.rep | self.colleague
        self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": dice.choice(types).id,
                    "res_model_id": self.model_id("crm.lead"),
                    "res_id": lead.id,
                    "user_id": dice.choice([False, *users.ids]),
                    "summary": dice.choice([False, "Call", "Measure"]),
                    "active": dice.random() < 0.7,
                    "date_deadline": fields.Date.add(NOON.date(), days=days),
                }
                for lead in leads
                for days in dice.choices((-3, -1, 0, 1, 5), k=dice.randint(0, 4))
            ]
        )
        self.env.invalidate_all()  # what stays in memory isn't in the order of tasks

    def test_same_as_odoo(self):
        dice = random.Random(5)
        leads = self.leads(60)
        self.plan_at_random(leads, dice)
        self.assertEqual(len(self.names), 9)
        seen = set()
        for user in (self.boss, self.rep, self.colleague):
            for lead in leads.with_user(user):
                draft = lead.new(origin=lead)  # computed by Odoo, record by record
                for name in self.names:
                    shown = lead[name]
                    seen.add((name, str(shown)))
                    with self.subTest(user=user.login, lead=lead.id, name=name):
                        value = draft[name]
                        same = getattr(value, "_origin", value)
                        self.assertEqual(shown, same)
        self.assertGreater(len(seen), 25)

    def test_each_user_his_own(self):
        self.plan(date_deadline="2026-03-20")
        self.plan(user=self.boss, date_deadline="2026-03-19")
        for user, day in ((self.rep, "2026-03-20"), (self.boss, "2026-03-19")):
            lead = self.lead.with_user(user)
            self.assertEqual(str(lead.my_activity_date_deadline), day)
            self.assertEqual(str(lead.activity_date_deadline), "2026-03-19")

    def test_changes_are_seen_at_once(self):
        first = self.plan(date_deadline="2026-03-19", summary="Measure")
        second = self.plan(date_deadline="2026-03-25", summary="Offer")
        lead = self.lead.with_user(self.rep)
        self.assertEqual(lead.activity_summary, "Measure")
        first.summary = "Measure again"
        self.assertEqual(lead.activity_summary, "Measure again")
        first.date_deadline = "2026-03-30"
        self.assertEqual(lead.activity_summary, "Offer")
        second.action_archive()
        self.assertEqual(lead.activity_summary, "Measure again")
        self.visit.icon = "fa-truck"
        self.assertEqual(lead.activity_type_icon, "fa-truck")
        first.date_deadline = "2026-03-17"
        self.assertEqual(lead.activity_state, "overdue")
        first.unlink()
        self.assertFalse(lead.activity_state)
        self.assertFalse(lead.activity_summary)

    def test_written_on_the_first_task(self):
        first = self.plan(date_deadline="2026-03-19", summary="Measure")
        second = self.plan(date_deadline="2026-03-25", summary="Offer")
        lead = self.lead.with_user(self.rep)
        lead.write({"activity_summary": "Look", "activity_type_id": self.call.id})
        self.assertEqual((first.summary, second.summary), ("Look", "Offer"))
        self.assertEqual((first | second).activity_type_id, self.call | self.visit)
        self.assertEqual(first.activity_type_id, self.call)
        (first | second).action_archive()
        lead.activity_summary = "Nothing to write on"
        self.assertEqual((first.summary, second.summary), ("Look", "Offer"))

    def test_all_are_found(self):
        self.plan(user=self.boss, summary="Measure", date_deadline="2026-03-17")
        lead = self.lead.with_user(self.boss)
        other = self.leads(1).with_user(self.boss)
        for name in self.names:
            if value := lead[name]:
                value = getattr(value, "id", value)
                with self.subTest(name=name):
                    found = (lead | other).search(
                        [("id", "in", (lead | other).ids), (name, "=", value)]
                    )
                    self.assertEqual(found, lead)

    def test_fields_of_the_same_name(self):
        """A server action has a type and a summary of its own, for what it creates."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "Call",
                "model_id": self.env.ref("crm.model_crm_lead").id,
                "state": "next_activity",
                "activity_type_id": self.call.id,
                "activity_summary": "Ring",
            }
        )
        task = self.plan(
            task_type=self.visit, document=action, user=self.env.user, summary="Look"
        )
        self.env.flush_all()
        self.env.invalidate_all()
        action.read()
        before = self.env.cr.sql_log_count
        self.env.flush_all()
        self.assertEqual(self.env.cr.sql_log_count, before, "reading writes nothing")
        self.assertEqual(action.activity_type_id, self.call)
        self.assertEqual(action.activity_summary, "Ring")
        action.write({"activity_type_id": self.visit.id, "activity_summary": "Go"})
        action.write({"activity_type_id": self.call.id})
        self.assertEqual((task.activity_type_id, task.summary), (self.visit, "Look"))

    def test_companies(self):
        """Who looks from another company doesn't say what is seen from this one."""
        here = self.env.company
        there = self.env["res.company"].create({"name": "Elsewhere"})
        self.boss.company_ids = here | there
        self.lead.company_id = here
        self.plan(summary="Measure")
        lead = self.lead.with_user(self.boss)
        for companies, shown in ((there, False), (here | there, "Measure")) * 2:
            seen = lead.with_context(allowed_company_ids=companies.ids)
            self.assertEqual(seen.activity_summary, shown)

    def test_who_has_no_tasks(self):
        """Portal users read documents; of their tasks they see nothing."""
        guest = new_test_user(self.env, "guest", groups="base.group_portal")
        self.plan(guest.partner_id, user=self.boss)
        names = [
            name for name in self.names if not self.env["crm.lead"]._fields[name].groups
        ]
        self.assertIn("activity_type_icon", names)
        [values] = guest.partner_id.with_user(guest).read(names)
        self.assertFalse(any(values[name] for name in names))

    def test_one_query_for_all(self):
        leads = self.leads(50)
        self.plan_at_random(leads, random.Random(6))
        counts = []
        for some in (leads[:2], leads):
            self.env.invalidate_all()
            some = some.with_user(self.boss)
            some.mapped("activity_ids.activity_type_id.icon")  # and users, rules …
            self.env["crm.lead"].invalidate_model(self.names)
            before = self.env.cr.sql_log_count
            for name in self.names:
                some.mapped(name)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

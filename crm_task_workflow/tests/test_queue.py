from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .queue_common import QueueCase


class TestQueue(QueueCase):
    """The rep works through his tasks."""

    # ---- which tasks, in which order

    def test_overdue_first_then_priority_then_due(self):
        later = self.plan_call(date_start="2026-03-18 15:00:00")
        soon = self.plan_call(date_start="2026-03-18 13:00:00")
        urgent = self.plan_call(date_start="2026-03-20 09:00:00", priority="2")
        overdue = self.plan_call(date_start="2026-03-18 09:00:00")
        overdue_urgent = self.plan_call(date_start="2026-03-18 10:00:00", priority="1")
        self.assertEqual(
            self.queue(),
            {
                "ids": [task.id for task in (overdue_urgent, overdue, urgent, soon)]
                + later.ids,
                "total": 5,
            },
        )

    def test_a_task_gets_ahead_the_minute_it_is_overdue(self):
        soon = self.plan_call(date_due="2026-03-18 13:00:00")
        urgent = self.plan_call(date_due="2026-03-18 14:00:00", priority="2")
        self.assertEqual(self.queue()["ids"], [urgent.id, soon.id])
        self.set_clock("2026-03-18 13:00:00")
        self.assertEqual(self.queue()["ids"], [soon.id, urgent.id])

    def test_overdue_by_the_day_of_the_assignee(self):
        """At 23:30 UTC the 18th is over in Warsaw and Auckland, but not in New York."""
        task = self.plan_call(date_deadline="2026-03-18")
        urgent = self.plan_call(date_deadline="2026-03-25", priority="2")
        self.set_clock("2026-03-18 23:30:00")
        for tz, first in (
            ("Europe/Warsaw", task),
            ("Pacific/Auckland", task),
            ("America/New_York", urgent),
        ):
            with self.subTest(tz=tz):
                self.rep.tz = tz
                self.env.invalidate_all()
                self.assertEqual(self.queue()["ids"][0], first.id)

    def test_only_my_open_tasks(self):
        mine = self.plan_call()
        shared = self.plan_call(user=self.boss, co_executor_ids=self.rep.ids)
        self.plan_call(user=self.boss, observer_ids=self.rep.ids)
        self.plan_call(user=self.boss)
        self.plan_call().action_feedback()
        self.plan_call().sudo().review_state = "waiting"
        self.assertEqual(set(self.queue()["ids"]), {mine.id, shared.id})

    def test_returned_tasks_are_to_be_done_again(self):
        task = self.plan_call()
        task.sudo().review_state = "returned"
        self.assertEqual(self.queue()["ids"], task.ids)

    def test_nothing_to_do(self):
        self.assertEqual(self.queue(), {"ids": [], "total": 0})

    def test_seen_tasks_dont_come_again(self):
        first, second = self.plan_call(), self.plan_call()
        self.assertEqual(
            self.queue(seen_ids=first.ids), {"ids": second.ids, "total": 1}
        )

    def test_a_long_queue_comes_in_parts(self):
        tasks = self.env["mail.activity"].create(
            [{"activity_type_id": self.call.id, "user_id": self.rep.id}] * 203
        )
        first = self.queue()
        self.assertEqual((len(first["ids"]), first["total"]), (200, 203))
        rest = self.queue(seen_ids=first["ids"])
        self.assertEqual((len(rest["ids"]), rest["total"]), (3, 3))
        self.assertEqual({*first["ids"], *rest["ids"]}, set(tasks.ids))

    def test_flat_queries(self):
        self._plan_many(2)
        self.queue()
        few = self._count_queries(self.queue)
        self._plan_many(48)
        self.assertEqual(self._count_queries(self.queue), few)

    # ---- the card

    def test_card(self):
        self.lead.write({"phone": "+1 555 0100", "email_from": "jo@acme.example"})
        self.lead.expected_revenue = 1500
        task = self.plan_call(
            note="<p>Be nice</p>",
            checklist_item_ids=[(0, 0, {"name": "Read the offer"})],
        )
        task.action_outcome("no_answer", comment="Only the mailbox")
        card = self.card(task)
        self.assertEqual(card["display_name"], "Ask for the budget")
        self.assertEqual(card["note"], "<p>Be nice</p>")
        self.assertEqual((card["attempt_count"], card["press_count"]), (1, 1))
        self.assertEqual(
            [button["name"] for button in card["outcome_buttons"]],
            self.call.outcome_ids.mapped("name"),
        )
        [item] = card["checklist"]
        self.assertEqual((item["name"], item["isDone"]), ("Read the offer", False))
        self.assertIn("Only the mailbox", card["history"][0]["text"])
        document = card["document"]
        self.assertEqual(
            (document["model"], document["id"], document["name"]),
            ("crm.lead", self.lead.id, "Roof for Acme"),
        )
        self.assertEqual(document["client"], "Acme")
        self.assertEqual(
            (document["phone"], document["email"]), ("+1 555 0100", "jo@acme.example")
        )
        values = {fact["label"]: fact["value"] for fact in document["facts"]}
        self.assertEqual(values["Stage"], self.lead.stage_id.name)
        self.assertIn("1,500.00", values["Expected Revenue"])

    def test_how_to_reach_the_client_of_a_document_that_says_nothing(self):
        self.lead.write({"phone": False, "email_from": False})
        self.client.write({"phone": "+1 555 0199", "email": "info@acme.example"})
        self.lead.write({"phone": False, "email_from": False})
        self.assertFalse(self.lead.phone or self.lead.email_from)
        document = self.card(self.plan_call())["document"]
        self.assertEqual(
            (document["phone"], document["email"]), ("+1 555 0199", "info@acme.example")
        )

    def test_card_of_a_contact(self):
        self.client.write({"phone": "+1 555 0199", "city": "Springfield"})
        document = self.card(self.plan(self.client))["document"]
        self.assertEqual((document["name"], document["client"]), ("Acme", ""))
        self.assertIn({"label": "City", "value": "Springfield"}, document["facts"])

    def test_card_of_another_model(self):
        team = self.env["crm.team"].create({"name": "Roofs"})
        task = self.plan(team, user=self.boss)
        document = self.card(task, self.boss)["document"]
        self.assertEqual((document["name"], document["facts"]), ("Roofs", []))

    def test_card_without_a_document(self):
        task = (
            self.env["mail.activity"]
            .with_user(self.rep)
            .create({"activity_type_id": self.call.id, "user_id": self.rep.id})
        )
        task.message_post(body="Not before noon", message_type="comment")
        card = self.card(task)
        self.assertFalse(card["document"])
        self.assertEqual(card["history"][0]["text"], "Not before noon")

    def test_history_is_short_and_newest_first(self):
        for number in range(8):
            self.lead.message_post(body=f"Line {number}")
        texts = [line["text"] for line in self.card(self.plan_call())["history"]]
        self.assertEqual(texts, [f"Line {number}" for number in (7, 6, 5, 4, 3)])

    def test_document_that_is_not_open(self):
        task = self.plan_call(user=self.boss, co_executor_ids=self.colleague.ids)
        self.lead.message_post(body="A secret")
        card = self.card(task, self.colleague)
        self.assertFalse(card["document"])
        self.assertNotIn("A secret", str(card))

    def test_closed_meanwhile(self):
        task = self.plan_call(co_executor_ids=self.boss.ids)
        task.with_user(self.boss).action_outcome("done")
        self.assertIn(
            "closed already: Done, by boss", self.card(task)["closed_message"]
        )

    def test_gone_and_hidden_tasks_are_left_out(self):
        gone, mine = self.plan_call(), self.plan_call()
        hidden = self.plan_call(user=self.boss)
        gone.sudo().unlink()
        self.lead.user_id = self.boss
        tasks = (gone | hidden | mine).with_user(self.rep)
        self.assertEqual(
            [card["id"] for card in tasks.get_work_queue_cards()], mine.ids
        )

    def test_cards_of_a_few_tasks_at_once(self):
        tasks = self._plan_many(7).with_user(self.rep)
        self.assertEqual(
            [card["id"] for card in tasks.get_work_queue_cards()], tasks[:5].ids
        )

    def test_card_queries_are_flat(self):
        task = self.plan_call()

        def read():
            self.env.invalidate_all()
            self.card(task)

        read()
        before = self._count_queries(read)
        for number in range(50):
            self.lead.message_post(body=f"Line {number}")
            self.env["crm.task.checklist.item"].create(
                {"name": str(number), "mail_activity_id": task.id}
            )
        self.assertLessEqual(self._count_queries(read), before + 2)

    def test_who_has_no_tasks(self):
        portal = new_test_user(self.env, "portal_queue", groups="base.group_portal")
        task = self.plan_call()
        with self.assertRaises(AccessError):
            self.queue(portal)
        self.assertEqual(task.with_user(portal).get_work_queue_cards(), [])

    # ---- pressing

    def test_a_type_without_outcomes_is_just_done(self):
        self.visit.outcome_ids.active = False
        task = self.plan()
        self.assertFalse(self.card(task)["outcome_buttons"])
        task.action_press(False)
        self.assertFalse(task.active)

    def test_a_reviewed_task_is_through_when_it_waits(self):
        task = self.plan_call(reviewer_id=self.boss.id)
        task.action_press(self.done.id)
        self.assertEqual(
            (self.card(task)["active"], self.card(task)["review_state"]),
            (True, "waiting"),
        )
        self.assertEqual(self.queue()["ids"], [])
        with self.assertRefused(UserError, "choose open tasks"):
            task.action_work_through()

import json

from odoo import Command

from .common import TaskCase


class TestCountersLive(TaskCase):
    """Open browsers are told to count again."""

    def told(self, work):
        """Logins of those who are told, and what they are told."""
        self.env.cr.precommit.run()
        work()
        values = self.env.cr.precommit.data.get("bus.bus.values", [])
        recounts = [
            value
            for value in values
            if json.loads(value["message"])["type"] == "crm_task/recount"
        ]
        for value in recounts:
            self.assertEqual(json.loads(value["message"])["payload"], {})
        ids = [json.loads(value["channel"])[2] for value in recounts]
        users = self.env["res.partner"].browse(ids).user_ids
        self.assertEqual(len(ids), len(users))
        return sorted(users.mapped("login"))

    def test_who_is_told(self):
        task = self.plan(co_executor_ids=self.colleague.ids, reviewer_id=self.boss.id)
        everybody = ["boss", "colleague", "rep"]
        for work, logins in (
            (lambda: self.plan(date_due="2026-03-18 14:00:00"), ["rep"]),
            (lambda: task.write({"date_due": "2026-03-18 14:00:00"}), everybody),
            (lambda: task.write({"summary": "Not counted"}), []),
            (
                lambda: task.write(
                    {"co_executor_ids": [Command.unlink(self.colleague.id)]}
                ),
                everybody,
            ),
            (task.action_done, ["boss", "rep"]),
            (
                lambda: task.with_user(self.boss).action_return_review("No"),
                ["boss", "rep"],
            ),
            (
                lambda: task.sudo().write({"user_id": self.colleague.id}),
                ["boss", "colleague", "rep"],
            ),
            (
                lambda: task.with_user(self.boss).message_post(
                    body="Well?",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                ),
                ["colleague", "rep"],
            ),
            # the rep hasn't read the comment
            (lambda: task.sudo().unlink(), ["boss", "colleague", "rep"]),
        ):
            with self.subTest():
                self.assertEqual(self.told(work), logins)

    def test_once_in_a_transaction(self):
        def work():
            tasks = self.plan() | self.plan() | self.plan()
            tasks.write({"date_deadline": "2026-03-20"})

        self.assertEqual(self.told(work), ["rep"])

    def test_archived_people_are_not_told(self):
        task = self.plan(co_executor_ids=self.colleague.ids)
        self.colleague.action_archive()
        self.assertEqual(
            self.told(lambda: task.write({"date_deadline": "2026-03-20"})), ["rep"]
        )

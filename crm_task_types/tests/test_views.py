from odoo.tests import tagged

from .common import TaskCase


@tagged("post_install", "-at_install")
class TestViews(TaskCase):
    """Every view of a task can be opened and read by a rep."""

    def test_actions(self):
        for action_name in ("my", "all", "calendar", "board"):
            action = self.env.ref(
                f"crm_task_types.mail_activity_action_{action_name}"
            ).with_user(self.rep)
            views = [(view_id, kind) for view_id, kind in action.sudo().views]
            with self.subTest(action=action_name):
                loaded = (
                    self.env["mail.activity"]
                    .with_user(self.rep)
                    .get_views([*views, (action.sudo().search_view_id.id, "search")])
                )
                self.assertEqual(
                    set(loaded["views"]), {kind for _view, kind in views} | {"search"}
                )

    def test_filters(self):
        task = self.plan()
        search = self.env["mail.activity"].with_user(self.rep)
        self.env["crm.team"].create(
            {"name": "Roofs", "member_ids": [(6, 0, (self.rep | self.colleague).ids)]}
        )
        team = [
            "|",
            ("user_id.crm_team_ids.user_id", "=", self.colleague.id),
            ("user_id.crm_team_ids.member_ids", "=", self.colleague.id),
        ]
        self.assertIn(task, search.search(team))
        self.assertIn(task, search.search([("partner_id", "child_of", self.client.id)]))
        self.assertIn(task, search.search([("date_due", "=", False)]))

    def test_store_data(self):
        task = self.plan(date_start="2026-03-20 09:00:00", priority="1")
        data = task.activity_format()["mail.activity"][0]
        self.assertEqual(data["date_due"], "2026-03-20 11:00:00")
        self.assertEqual((data["priority"], data["duration_hours"]), ("1", 2))

    def test_store_data_of_statuses(self):
        task = self.plan().with_user(self.rep)
        self.use_statuses(False)
        self.assertNotIn("status_id", task.activity_format()["mail.activity"][0])
        self.use_statuses()
        data = task.activity_format()
        self.assertEqual(data["crm.task.status"][0]["name"], "To do")

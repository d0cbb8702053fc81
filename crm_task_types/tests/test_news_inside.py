"""News of tasks stay inside: portal users and closed accounts never hear of them."""

from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.crm_task_types.models.mail_activity_news import TOLD

from .common import NOON, new_test_user
from .test_news import NewsCase


@tagged("post_install", "-at_install")
class TestNewsInside(NewsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, "outside", groups="base.group_portal")
        cls.gone = new_test_user(
            cls.env, "gone", groups="sales_team.group_sale_salesman"
        )

    def watched_by_all(self, **values):
        """A task of which each kind of people would hear."""
        people = [(6, 0, (self.observer | self.portal | self.gone).ids)]
        task = self.watch(co_executor_ids=people, observer_ids=people, **values)
        self.news(self.observer)  # of the planning
        self.gone.action_archive()
        return task

    def assertToldInside(self, subject):
        self.assertIn(subject, self.news(self.observer).mapped("subject"))
        self.assertNotToldOutside()

    def assertNotToldOutside(self):
        for user in (self.portal, self.gone):
            partner = user.partner_id
            about = [("partner_ids", "in", partner.ids)]
            self.assertFalse(self.env["mail.message"].search(about))
            notified = [("res_partner_id", "=", partner.id)]
            self.assertFalse(self.env["mail.notification"].search(notified))
            self.assertFalse(
                self.env["mail.mail"].search([("recipient_ids", "in", partner.ids)])
            )

    def test_completed(self):
        self.watched_by_all().action_feedback(feedback="Two tiles are broken")
        self.assertToldInside("Completed: Look at the roof")

    def test_moved(self):
        self.watched_by_all(date_deadline="2026-03-20").date_deadline = "2026-03-24"
        self.assertToldInside("Moved: Look at the roof")

    def test_returned(self):
        task = self.watched_by_all(reviewer_id=self.boss.id)
        task.action_done()
        task.with_user(self.boss).action_return_review("No photos")
        self.assertToldInside("Returned: Look at the roof")

    def test_overdue(self):
        self.watched_by_all(date_due=NOON + timedelta(hours=1))
        self.set_clock(NOON + timedelta(hours=2))
        known = self.env["mail.message"].search(self._told_domain(self.observer))
        self.tell_overdue()
        told = self.env["mail.message"].search(self._told_domain(self.observer))
        self.assertEqual((told - known).subject, "Overdue: Look at the roof")
        self.assertNotToldOutside()

    def test_to_review(self):
        task = self.watched_by_all()
        for reviewer in (self.portal, self.gone):
            task.sudo().reviewer_id = reviewer
            task.action_done()
            self.assertEqual(task.review_state, "waiting")
            self.assertFalse(self.news(self.observer))
            task.action_withdraw_review()
        task.sudo().reviewer_id = self.observer
        task.action_done()
        self.assertToldInside("To review: Look at the roof")

    def test_comments(self):
        task = self.watched_by_all()
        task.message_post(
            body="The ladder is broken",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        partners = task.message_partner_ids
        self.assertIn(self.observer.partner_id, partners)
        self.assertFalse(partners & (self.portal | self.gone).partner_id)
        self.assertNotToldOutside()

    def test_whoever_left_before_the_end_of_the_transaction(self):
        task = self.watch(observer_ids=[(6, 0, (self.observer | self.gone).ids)])
        task.action_feedback()
        self.gone.action_archive()
        self.assertToldInside("Completed: Look at the roof")

    def test_every_kind_of_news_is_here(self):
        tested = {"completed", "moved", "returned", "overdue", "to_review"}
        self.assertEqual(set(TOLD), tested)

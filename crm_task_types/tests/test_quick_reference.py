"""What is made on a document stands in its lists, whether they were read before."""

from odoo.tests import tagged

from .common import TaskCase

LISTS = ("activity_ids", "message_ids", "message_follower_ids")


@tagged("post_install", "-at_install")
class TestQuickReference(TaskCase):
    def make_one_of_each(self):
        """:return: what was made, in the order of :data:`LISTS`"""
        lead = self.lead.sudo()
        task = self.plan(summary="Look at the roof").sudo()
        message = lead.message_post(body="Hello")
        partner = self.env["res.partner"].create({"name": "Follower"})
        lead.message_subscribe(partner.ids)
        follower = self.env["mail.followers"].search(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "=", lead.id),
                ("partner_id", "=", partner.id),
            ]
        )
        return task, message, follower

    def test_lists_that_were_read(self):
        lead = self.lead.sudo()
        before = {name: lead[name] for name in LISTS}
        for name, made in zip(LISTS, self.make_one_of_each(), strict=True):
            with self.subTest(name):
                self.assertIn(made, lead[name])
                self.assertLessEqual(before[name], lead[name])

    def test_lists_that_were_not_read(self):
        lead = self.lead.sudo()
        self.env.flush_all()
        self.env.invalidate_all()
        for name, made in zip(LISTS, self.make_one_of_each(), strict=True):
            with self.subTest(name):
                self.assertIn(made, lead[name])

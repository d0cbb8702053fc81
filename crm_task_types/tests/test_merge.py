"""Documents that are merged take all of their tasks along, done ones, too."""

from .common import TaskCase


class TestMerge(TaskCase):
    def plan_open_and_done(self, document):
        tasks = self.plan(document, user=self.boss) | self.plan(
            document, user=self.boss
        )
        tasks[1].sudo().action_feedback(feedback="Seen")
        return tasks

    def test_leads(self):
        others = self.env["crm.lead"].create(
            [{"name": name, "user_id": self.boss.id} for name in ("Roof", "The roof")]
        )
        tasks = self.plan_open_and_done(others[0]) | self.plan_open_and_done(others[1])
        self.assertTrue(others.activity_ids)
        kept = (self.lead | others).with_user(self.boss).merge_opportunity()
        self.assertEqual(len(tasks.exists()), 4)
        self.assertEqual(set(tasks.mapped("res_id")), {kept.id})
        self.assertEqual(set(tasks.mapped("res_name")), {kept.name})
        self.assertEqual(tasks.mapped("active"), [True, False] * 2)

    def test_contacts(self):
        double = self.env["res.partner"].create({"name": "Acme", "email": "a@b.c"})
        tasks = self.plan_open_and_done(double)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.client | double).ids, self.client
        )
        self.assertEqual(len(tasks.exists()), 2)
        self.assertEqual(set(tasks.mapped("res_id")), {self.client.id})
        self.assertEqual(tasks.partner_id, self.client)
        self.assertEqual(tasks.mapped("active"), [True, False])

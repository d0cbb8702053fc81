"""Groups come in the order of the records they are grouped by."""

from .common import TaskCase


class TestOrder(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep.name, cls.colleague.name, cls.boss.name = "Zoe", "Adam", "Mia"
        for user in (cls.rep, cls.colleague, cls.boss):
            for task_type in (cls.call, cls.visit):
                cls.plan(task_type=task_type, user=cls.boss, user_id=user.id)
        cls.plan(user=cls.boss, user_id=False)
        cls.plan(user=cls.boss, activity_type_id=False)
        cls.call.sequence, cls.visit.sequence = 90, 80

    def _groups(self, field, order):
        found = self.env["mail.activity"]._read_group(
            [("res_id", "=", self.lead.id)], [field], ["__count"], order=order
        )
        return self.env["mail.activity"][field].concat(*(group for group, _n in found))

    def test_in_the_order_of_their_model(self):
        for field in ("user_id", "activity_type_id"):
            groups = self._groups(field, field)
            ordered = groups.sudo().search([("id", "in", groups.ids)])
            with self.subTest(field=field):
                self.assertGreater(len(ordered), 1)
                self.assertEqual(groups.ids, ordered.ids)
                self.assertEqual(
                    self._groups(field, f"{field} DESC").ids, ordered.ids[::-1]
                )

    def test_without_one_comes_last(self):
        """As in PostgreSQL: last when rising, first when falling."""
        Task = self.env["mail.activity"]
        domain = [("res_id", "=", self.lead.id)]
        rising = Task._read_group(domain, ["user_id"], ["__count"], order="user_id")
        self.assertFalse(rising[-1][0])
        falling = Task._read_group(
            domain, ["user_id"], ["__count"], order="user_id DESC"
        )
        self.assertFalse(falling[0][0])

    def test_by_two_fields(self):
        found = self.env["mail.activity"]._read_group(
            [("res_id", "=", self.lead.id), ("user_id", "!=", False)],
            ["user_id", "activity_type_id"],
            ["__count"],
            order="user_id, activity_type_id",
        )
        users = self.env["res.users"].concat(*(user for user, _kind, _n in found))
        self.assertEqual(
            list(dict.fromkeys(users.mapped("name"))),
            users.browse(set(users.ids)).sorted().mapped("name"),
        )

    def test_as_a_rep(self):
        groups = (
            self.env["mail.activity"]
            .with_user(self.rep)
            .formatted_read_group(
                [("res_id", "=", self.lead.id)], ["user_id"], ["__count"]
            )
        )
        names = [group["user_id"][1] for group in groups if group["user_id"]]
        self.assertEqual(names, sorted(names))
        self.assertIn("Zoe", names)

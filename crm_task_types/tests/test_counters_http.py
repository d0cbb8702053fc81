from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestCountersHttp(HttpCase):
    """The numbers on their way to the browser."""

    def setUp(self):
        super().setUp()
        groups = "sales_team.group_sale_salesman"
        self.rep = new_test_user(self.env, "counts_rep", groups=groups)
        self.boss = new_test_user(
            self.env, "counts_boss", groups="sales_team.group_sale_manager"
        )
        self.task = self.env["mail.activity"].create(
            {
                "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                "user_id": self.rep.id,
                "co_executor_ids": self.boss.ids,
                "date_deadline": fields.Date.add(fields.Date.today(), days=30),
            }
        )
        self.authenticate("counts_rep", "counts_rep")

    def numbers(self, name="crm_task_counters"):
        answer = self.make_jsonrpc_request("/mail/data", {"fetch_params": [name]})
        counters = answer["Store"]["taskCounters"]["counters"]
        return {one["name"]: one["count"] for one in counters if one["count"]}

    def test_they_come_with_those_of_odoo_and_alone(self):
        self.task.date_deadline = fields.Date.subtract(fields.Date.today(), days=3)
        for name in ("crm_task_counters", "systray_get_activities"):
            with self.subTest(name=name):
                self.assertEqual(self.numbers(name), {"overdue": 1})

    def test_whoever_looks_at_a_discussion_has_read_it(self):
        for kind in ("email", "inbox"):
            self.rep.notification_type = kind
            self.task.with_user(self.boss).message_post(
                body="Well?", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
            with self.subTest(kind=kind):
                self.assertEqual(self.numbers(), {"unread": 1})
                self.make_jsonrpc_request(
                    "/mail/thread/messages",
                    {"thread_model": "mail.activity", "thread_id": self.task.id},
                )
                self.assertEqual(self.numbers(), {})

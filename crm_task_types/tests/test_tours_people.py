from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from ..models.mail_activity_cancel import ASK_REASON

SALESMAN = "sales_team.group_sale_salesman"


class TourCase(HttpCase):
    def setUp(self):
        super().setUp()
        self.rep = new_test_user(self.env, "tour_rep", groups=SALESMAN, tz="UTC")
        self.lead = self.env["crm.lead"].create(
            {"name": "Roof for Acme", "user_id": self.rep.id, "type": "opportunity"}
        )
        self.visit = self.env["mail.activity.type"].create({"name": "Tour visit"})

    def plan(self, summary, **values):
        return self.lead.activity_schedule(
            activity_type_id=self.visit.id,
            user_id=self.rep.id,
            summary=summary,
            **values,
        )


@tagged("post_install", "-at_install")
class TestCancelTours(TourCase):
    """The Cancel buttons, wherever there is one."""

    def plan_everywhere(self):
        places = ("chatter", "popover", "list", "kanban", "form", "calendar")
        today = fields.Date.today()
        return self.env["mail.activity"].concat(
            *(self.plan(f"In the {place}", date_deadline=today) for place in places)
        )

    def start(self, suffix, reason):
        tasks = self.plan_everywhere()
        for place, url in (
            ("chatter", f"/odoo/crm/{self.lead.id}"),
            ("popover", "/odoo/crm"),
            ("my_tasks", "/odoo/my-crm-tasks"),
        ):
            tour = f"crm_task_cancel_in_{place}{suffix}"
            self.start_tour(url, tour, login=self.rep.login)
        self.env.invalidate_all()
        for task in tasks:
            with self.subTest(task=task.summary):
                self.assertEqual(
                    (task.active, task.is_cancelled, task.cancel_uid),
                    (False, True, self.rep),
                )
                self.assertEqual(task.cancel_reason, reason)

    def test_without_a_reason(self):
        self.start("", False)

    def test_with_a_reason(self):
        self.env["ir.config_parameter"].set_param(ASK_REASON, True)
        self.start("_with_reason", "Bought elsewhere")


@tagged("post_install", "-at_install")
class TestObserverTour(TourCase):
    def test_who_can_not_open_the_document(self):
        observer = new_test_user(
            self.env, "tour_observer", groups=SALESMAN, tz="UTC", email=False
        )
        self.plan(
            "Measure the roof",
            date_deadline=fields.Date.today(),
            observer_ids=observer.ids,
        )
        self.assertFalse(self.lead.with_user(observer).has_access("read"))
        self.start_tour(
            "/odoo/crm-task-calendar", "crm_task_observer_looks", login=observer.login
        )

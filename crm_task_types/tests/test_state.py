from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.mail_activity_state import BUCKETS, STATES
from .common import NOON, TaskCase

ZONES = (
    "Pacific/Honolulu",
    "America/New_York",
    "UTC",
    "Europe/Warsaw",
    "Pacific/Tongatapu",
    False,
)


@tagged("post_install", "-at_install")
class TestState(TaskCase):
    """Showing, searching and grouping agree, on tasks and on documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = cls.env["res.users"].create(
            [{"name": f"Rep in {tz}", "login": f"rep {tz}", "tz": tz} for tz in ZONES]
        )
        cls.leads = cls.env["crm.lead"]
        values = []
        for user in cls.users:
            for hours in (
                -72,
                -30,
                -13,
                -2,
                -1 / 60,
                0,
                1 / 60,
                2,
                11,
                13,
                30,
                72,
                150,
                300,
                500,
            ):
                due = NOON + timedelta(hours=hours)
                for times in (
                    {"date_due": due, "duration_hours": 0},
                    {"date_deadline": due.date()},
                ):
                    lead = cls.env["crm.lead"].create(
                        {"name": "State", "user_id": cls.rep.id}
                    )
                    cls.leads |= lead
                    values.append({"res_id": lead.id, "user_id": user.id, **times})
        cls.tasks = cls.env["mail.activity"].create(
            [
                {
                    "activity_type_id": cls.visit.id,
                    "res_model_id": cls.model_id("crm.lead"),
                    **vals,
                }
                for vals in values
            ]
        )
        cls.tasks[::7].action_archive()

    def all_tasks(self):
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .browse(self.tasks.ids)
        )

    def test_due_by_the_minute(self):
        task = self.plan(date_due=NOON + timedelta(minutes=1), duration_hours=0)
        self.assertEqual(task.state, "today")
        self.set_clock(NOON + timedelta(minutes=1))
        self.assertEqual(task.state, "overdue")
        self.assertEqual(self.lead.activity_state, "overdue")

    def test_whole_day_by_the_midnight_of_the_assignee(self):
        self.rep.tz = "Pacific/Tongatapu"
        task = self.plan(date_deadline="2026-03-19")  # it is the 19th there
        self.assertEqual(task.state, "today")
        self.set_clock(datetime(2026, 3, 19, 11))
        self.assertEqual(task.state, "overdue")

    def test_table_has_every_state(self):
        self.assertEqual(set(self.all_tasks().mapped("state")), set(STATES))
        self.assertLessEqual(
            {name for name, _label in BUCKETS},
            set(self.all_tasks().mapped("deadline_bucket")),
        )

    def assertAgree(self, moment):
        self.set_clock(moment)
        tasks = self.all_tasks()
        for name in ("state", "deadline_bucket"):
            groups = dict(
                tasks._read_group([("id", "in", tasks.ids)], [name], ["id:recordset"])
            )
            for value in {*tasks.mapped(name), *groups}:
                shown = tasks.filtered(lambda task: task[name] == value)  # noqa: B023
                with self.subTest(moment=moment, field=name, value=value):
                    self.assertEqual(groups.get(value, tasks.browse()), shown)
                    self.assertEqual(
                        tasks.search([(name, "=", value), ("id", "in", tasks.ids)]),
                        shown.sorted(),
                    )
                    self.assertEqual(
                        tasks.search([(name, "!=", value), ("id", "in", tasks.ids)]),
                        (tasks - shown).sorted(),
                    )
                    self.assertEqual(tasks.filtered_domain([(name, "=", value)]), shown)
        leads = self.leads
        groups = dict(
            leads._read_group(
                [("id", "in", leads.ids)], ["activity_state"], ["id:recordset"]
            )
        )
        for value in ("overdue", "today", "planned", False):
            shown = leads.filtered(lambda lead: lead.activity_state == value)  # noqa: B023
            with self.subTest(moment=moment, lead=value):
                found = leads.search(
                    [("activity_state", "=", value), ("id", "in", leads.ids)]
                )
                self.assertEqual(found, shown.sorted())
                self.assertEqual(
                    groups.get(value, leads.browse()).sorted(), shown.sorted()
                )
                self.assertEqual(
                    leads.search(
                        [("activity_state", "!=", value), ("id", "in", leads.ids)]
                    ),
                    (leads - shown).sorted(),
                )

    def test_several_states_of_documents(self):
        """Any choice of states finds the documents that show one of them; a task that
        waits for review isn't overdue."""
        self.set_clock(NOON)
        overdue = self.all_tasks().filtered(lambda task: task.state == "overdue")
        self.env.cr.execute(
            "UPDATE mail_activity SET review_state = 'waiting' WHERE id = %s",
            [overdue[0].id],
        )
        self.env.invalidate_all()
        states = ("overdue", "today", "planned", False)
        for number in range(1, 2 ** len(states)):
            chosen = [state for bit, state in enumerate(states) if number & 1 << bit]
            domain = [("activity_state", "in", chosen), ("id", "in", self.leads.ids)]
            shown = self.leads.filtered(lambda lead: lead.activity_state in chosen)  # noqa: B023
            with self.subTest(states=chosen):
                self.assertEqual(self.leads.search(domain), shown.sorted())
                self.assertEqual(self.leads.filtered_domain(domain), shown)

    def test_agreement(self):
        for moment in (
            NOON,
            datetime(2026, 3, 18, 23, 59),
            datetime(2026, 3, 20, 4),
            datetime(2026, 3, 22, 10, 30),
        ):
            self.assertAgree(moment)

    def test_done_is_found(self):
        task = self.plan()
        task.action_feedback()
        self.assertEqual(task.state, "done")
        self.assertIn(task, self.env["mail.activity"].search([("state", "=", "done")]))

    def test_activity_view_shows_the_minute(self):
        self.plan(date_due=NOON - timedelta(hours=1), duration_hours=0)
        data = (
            self.env["mail.activity"]
            .with_user(self.rep)
            .get_activity_data("crm.lead", [("id", "=", self.lead.id)])
        )
        cell = data["grouped_activities"][self.lead.id][self.visit.id]
        self.assertEqual(cell["state"], "overdue")
        self.assertEqual(cell["count_by_state"], {"overdue": 1})

    def test_next_task_of_a_document_is_the_earliest_of_the_day(self):
        self.plan(date_start="2026-03-20 15:00:00", summary="Afternoon")
        self.plan(date_deadline="2026-03-20", summary="Some time")
        self.plan(date_start="2026-03-20 09:00:00", summary="Morning")
        self.assertEqual(
            self.lead.activity_ids.mapped("summary"),
            ["Morning", "Afternoon", "Some time"],
        )
        self.assertEqual(self.lead.activity_summary, "Morning")

    def test_drag_to_another_column(self):
        for bucket, day in [
            ("today", "2026-03-18"),
            ("tomorrow", "2026-03-19"),
            ("this_week", "2026-03-20"),
            ("next_week", "2026-03-23"),
            ("later", "2026-03-30"),
        ]:
            task = self.plan(date_start="2026-03-10 13:00:00")
            task.deadline_bucket = bucket
            with self.subTest(bucket=bucket):
                self.assertWhen(task, f"{day} 13:00", f"{day} 15:00", day)
                task.invalidate_recordset()
                self.assertEqual(task.deadline_bucket, bucket)

    def test_import_of_what_was_exported(self):
        days = ["2026-03-01", "2026-03-18", "2026-05-05", "2026-05-06"]
        tasks = self.env["mail.activity"].concat(
            *(self.plan(date_deadline=day) for day in days)
        )
        tasks[-1].action_feedback()
        tasks = tasks.sudo().with_context(import_compat=True)
        names = ["id", "deadline_bucket"]
        rows = [
            [cell or "" for cell in row] for row in tasks.export_data(names)["datas"]
        ]
        self.assertFalse(tasks.load(names, rows)["messages"])
        self.assertEqual([str(day) for day in tasks.mapped("date_deadline")], days)
        self.assertFalse(any(tasks.mapped("reschedule_count")))

    def test_drag_to_today_after_its_time(self):
        task = self.plan(date_start="2026-03-10 08:00:00")
        task.deadline_bucket = "today"
        self.assertWhen(task, None, None, "2026-03-18")

    def test_drag_into_the_past(self):
        with self.assertRefused(UserError, "past"):
            self.plan().deadline_bucket = "overdue"

"""People who work with tasks all at the same time, and remember what they did."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from statistics import quantiles
from typing import Any, Self

from tests.conftest import RunningOdoo
from tests.listening import Listener
from tests.odoo_api import ApiError, Client
from tests.records import create_template, xml_id

THINK = (2.0, 5.0)  # seconds between two requests of a person
SEED = 19
CLOSED_MEANWHILE = "closed already"
COLUMNS = {"summary": {}, "date_due": {}, "status_id": {}, "outcome_buttons": {}}


class Desk:
    """What all people at work share: the server, and how long it took to answer."""

    def __init__(self, server: RunningOdoo) -> None:
        self.server = server
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.call_type = xml_id(server, "mail.mail_activity_data_call")
        self.lead_model = xml_id(server, "crm.model_crm_lead")
        self.template = create_template(server, "Two calls", "First", "Second")

    def hire(self, logins: list[str], group: str) -> list[int]:
        groups = [xml_id(self.server, name) for name in ("base.group_user", group)]
        users: list[int] = self.server.call(
            "res.users",
            "create",
            vals_list=[
                {"name": login, "login": login, "group_ids": groups} for login in logins
            ],
            context={"no_reset_password": True},
        )
        # all have the administrator's password: to store another one takes a second
        self.server.query(
            "UPDATE res_users SET password = admin.password FROM res_users AS admin"
            f" WHERE admin.login = '{self.server.login}'"
            f" AND res_users.id IN ({', '.join(map(str, users))})"
        )
        return users

    def report(self) -> str:
        lines = [f"{'operation':10} {'times':>6} {'median':>9} {'p95':>9}"]
        for name, seconds in sorted(self.seconds.items()):
            if len(seconds) < 2:
                continue
            cuts = quantiles(seconds, n=20)
            lines.append(
                f"{name:10} {len(seconds):>6} {1000 * cuts[9]:>6.0f} ms"
                f" {1000 * cuts[18]:>6.0f} ms"
            )
        return "\n".join(lines)


class Person:
    """Somebody who does one thing after the other and remembers what he did."""

    group = ""
    work: dict[str, int]  # how often, by the name of a method

    def __init__(self, desk: Desk, login: str, user: int) -> None:
        self.desk, self.login, self.user = desk, login, user
        self.client: Client = desk.server.client(self.login)
        self.random = random.Random(f"{SEED} {self.login}")

    @classmethod
    def hire(cls, desk: Desk, count: int) -> list[Self]:
        logins = [f"{cls.__name__.lower()}{number}" for number in range(count)]
        users = desk.hire(logins, cls.group)
        return [cls(desk, *who) for who in zip(logins, users, strict=True)]

    def call(self, model: str, method: str, **arguments: Any) -> Any:
        return self.client.call(model, method, **arguments)

    def work_until(self, end: float) -> None:
        names, weights = list(self.work), list(self.work.values())
        while time.monotonic() < end:
            time.sleep(self.random.uniform(*THINK))
            (name,) = self.random.choices(names, weights)
            act: Callable[[], bool | None] = getattr(self, name)
            start = time.monotonic()
            if act() is not False:  # there was something to do
                self.desk.seconds[name].append(time.monotonic() - start)

    def press(self, rep: "Rep", task: int, outcome: str) -> bool:
        """Whether this task of a rep was still open."""
        try:
            self.call("mail.activity", "action_outcome", ids=[task], outcome=outcome)
        except ApiError as error:
            if CLOSED_MEANWHILE in error.message:
                return False
            raise
        rep.changes.append(outcome)
        return True


class Rep(Person):
    group = "sales_team.group_sale_salesman"
    work = {
        "look": 8,
        "plan": 5,
        "complete": 4,
        "comment": 3,
        "call_in_vain": 2,
        "apply": 1,
    }

    def __init__(self, desk: Desk, login: str, user: int) -> None:
        super().__init__(desk, login, user)
        (self.lead,) = self.call(
            "crm.lead",
            "create",
            vals_list=[{"name": f"Deal of {self.login}", "user_id": self.user}],
        )
        self.mine: list[int] = []
        self.closed: set[int] = set()
        self.attempts: Counter[int] = Counter()
        self.comments: Counter[int] = Counter()
        self.applied = 0
        self.changes: list[str] = []  # to his tasks, by anybody
        self.browser: Listener

    def look(self) -> None:
        page = self.call(
            "mail.activity",
            "web_search_read",
            domain=[("is_mine", "=", True)],
            specification=COLUMNS,
            limit=80,
        )
        assert page["length"] >= len(page["records"])

    def plan(self) -> None:
        values = {
            "activity_type_id": self.desk.call_type,
            "res_model_id": self.desk.lead_model,
            "res_id": self.lead,
            "user_id": self.user,
            "summary": f"Call {len(self.mine)}",
        }
        self.mine += self.call("mail.activity", "create", vals_list=[values])
        self.changes.append("plan")

    def some_task(self) -> int | None:
        still_open = [task for task in self.mine if task not in self.closed]
        return self.random.choice(still_open) if still_open else None

    def complete(self) -> bool:
        if task := self.some_task():
            self.press(self, task, "done")
            self.closed.add(task)
        return bool(task)

    def call_in_vain(self) -> bool:
        task = self.some_task()
        if not task or self.attempts[task]:  # the last attempt would close it
            return False
        self.attempts[task] += self.press(self, task, "no_answer")
        return True

    def comment(self) -> bool:
        if task := self.some_task():
            self.call("mail.activity", "message_post", ids=[task], body="On my way")
            self.comments[task] += 1
        return bool(task)

    def apply(self) -> None:
        context = {"active_model": "crm.lead", "active_ids": [self.lead]}
        values = {"plan_id": self.desk.template, "plan_on_demand_user_id": self.user}
        wizard = self.call(
            "mail.activity.schedule", "create", vals_list=[values], context=context
        )
        self.call(
            "mail.activity.schedule",
            "action_schedule_plan",
            ids=wizard,
            context=context,
        )
        self.applied += 1
        self.changes.append("apply")


class Manager(Person):
    group = "sales_team.group_sale_manager"
    work = {"look_at_all": 3, "look_at_groups": 2, "help_out": 3}
    reps: list[Rep]

    def look_at_all(self) -> None:
        self.call(
            "mail.activity",
            "web_search_read",
            domain=[("res_model", "=", "crm.lead")],
            specification=COLUMNS,
            limit=80,
        )

    def look_at_groups(self) -> None:
        self.call(
            "mail.activity",
            "formatted_read_group",
            domain=[],
            groupby=["user_id", "activity_type_id"],
            aggregates=["__count"],
        )

    def help_out(self) -> bool:
        """Complete the task of a rep, who may be about to do so."""
        rep = self.random.choice(self.reps)
        if task := rep.some_task():
            self.press(rep, task, "done")
            rep.closed.add(task)
        return bool(task)

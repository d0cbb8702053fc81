"""Random work of several people on tasks, held against a small model of the rules."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import RunningOdoo
from tests.odoo_api import ApiError
from tests.records import create_template, xml_id

EXAMPLES, STEPS = 15, 15
OWNER, MATE, OUTSIDER, BOSS = "rnd_owner", "rnd_mate", "rnd_outsider", "rnd_boss"
GROUPS = {
    OWNER: "sales_team.group_sale_salesman",
    MATE: "sales_team.group_sale_salesman_all_leads",
    OUTSIDER: "sales_team.group_sale_salesman",  # can't open the owner's leads
    BOSS: "sales_team.group_sale_manager",
}
PEOPLE = st.sampled_from(sorted(GROUPS))
OTHERS = st.sampled_from([MATE, OUTSIDER, BOSS])
LEVELS = ("none", "busy", "read", "full")
EVERYONE = ""


@dataclass
class Task:
    """What the model knows of a task."""

    assignee: str
    creator: str
    is_open: bool = True
    attempts: int = 0
    results: int = 0
    last: tuple[str, str] | None = None  # who pressed what, if it can be undone

    def press(self, who: str, outcome: str) -> None:
        self.results += 1
        self.last = (who, outcome)
        if outcome == "done":
            self.is_open = False
        elif outcome == "no_answer":
            self.attempts += 1

    def undo(self) -> None:
        assert self.last
        self.results += 1
        if self.last[1] == "done":
            self.is_open = True
        elif self.last[1] == "no_answer":
            self.attempts -= 1
        self.last = None


@dataclass
class Rules:
    """What the owner shares: a level for a colleague goes before that for everyone."""

    levels: dict[str, str] = field(default_factory=dict)

    def of(self, viewer: str) -> str | None:
        return self.levels.get(viewer) or self.levels.get(EVERYONE)

    def sees(self, viewer: str, task: Task) -> bool:
        opens_document = viewer != OUTSIDER
        if viewer == task.assignee:
            return True
        level = self.of(viewer) if task.assignee == OWNER else None
        if level is None or viewer == task.creator:
            return opens_document or level in ("read", "full")
        return level in ("read", "full")

    def may_press(self, viewer: str, task: Task) -> bool:
        level = self.of(viewer) if task.assignee == OWNER else None
        if viewer == task.assignee or viewer == task.creator:
            return True
        if level is None:
            return viewer != OUTSIDER
        return level == "full"


class Office:
    """The server, with the people, once for all examples."""

    def __init__(self, server: RunningOdoo) -> None:
        self.server = server
        self.users = {login: self._hire(login) for login in GROUPS}
        self.clients = {login: server.client(login) for login in GROUPS}
        self.call_type = xml_id(server, "mail.mail_activity_data_call")
        self.lead_model = xml_id(server, "crm.model_crm_lead")
        self.template = create_template(server, "Random calls", "First", "Second")

    def _hire(self, login: str) -> int:
        (user,) = self.server.call(
            "res.users",
            "create",
            vals_list=[
                {
                    "name": login,
                    "login": login,
                    "group_ids": [
                        xml_id(self.server, name)
                        for name in ("base.group_user", GROUPS[login])
                    ],
                }
            ],
            context={"no_reset_password": True},
        )
        return int(user)

    def call(self, login: str, model: str, method: str, **arguments: Any) -> Any:
        return self.clients[login].call(model, method, **arguments)


class RandomWork(RuleBasedStateMachine):
    office: Office
    tasks = Bundle("tasks")

    def __init__(self) -> None:
        super().__init__()
        office = self.office
        old = office.call(OWNER, "crm.task.share", "search", domain=[("id", ">", 0)])
        office.call(OWNER, "crm.task.share", "unlink", ids=old)
        (self.lead,) = office.call(
            OWNER, "crm.lead", "create", vals_list=[{"name": "Random deal"}]
        )
        self.known: dict[int, Task] = {}
        self.rules, self.shares = Rules(), dict[str, int]()

    # ---- what people do

    @rule(target=tasks, assignee=st.sampled_from([OWNER, OWNER, MATE]))
    def plan(self, assignee: str) -> int:
        values = {
            "activity_type_id": self.office.call_type,
            "res_model_id": self.office.lead_model,
            "res_id": self.lead,
            "user_id": self.office.users[assignee],
        }
        (task,) = self.office.call(OWNER, "mail.activity", "create", vals_list=[values])
        self.known[task] = Task(assignee, OWNER)
        return int(task)

    @rule()
    def apply_template(self) -> None:
        context = {"active_model": "crm.lead", "active_ids": [self.lead]}
        values = {
            "plan_id": self.office.template,
            "plan_on_demand_user_id": self.office.users[OWNER],
        }
        wizard = self.office.call(
            OWNER,
            "mail.activity.schedule",
            "create",
            vals_list=[values],
            context=context,
        )
        self.office.call(
            OWNER,
            "mail.activity.schedule",
            "action_schedule_plan",
            ids=wizard,
            context=context,
        )
        new = self.office.call(
            OWNER,
            "mail.activity",
            "search",
            domain=[
                ("res_model", "=", "crm.lead"),
                ("res_id", "=", self.lead),
                ("id", "not in", list(self.known)),
            ],
        )
        assert len(new) == 2
        self.known |= {task: Task(OWNER, OWNER) for task in new}

    @rule(task=tasks, who=PEOPLE, outcome=st.sampled_from(["done", "no_answer"]))
    def press(self, task: int, who: str, outcome: str) -> None:
        known = self.known[task]
        if outcome == "no_answer" and known.attempts == 2:
            return  # the last attempt closes the task in its own way
        allowed = known.is_open and self.rules.may_press(who, known)
        if self.succeeds(who, "action_outcome", [task], outcome=outcome) != allowed:
            raise AssertionError((who, outcome, known, self.rules))
        if allowed:
            known.press(who, outcome)

    @rule(task=tasks)
    def undo(self, task: int) -> None:
        known = self.known[task]
        if not known.last or known.last[0] != OWNER:
            return
        (result,) = self.office.call(
            OWNER,
            "crm.task.result",
            "search",
            domain=[("mail_activity_id", "=", task)],
            order="id desc",
            limit=1,
        )
        self.office.call(OWNER, "crm.task.result", "action_undo", ids=[result])
        known.undo()

    @rule(task=tasks, assignee=st.sampled_from([OWNER, MATE]))
    def hand_over(self, task: int, assignee: str) -> None:
        known = self.known[task]
        if known.is_open:
            user = self.office.users[assignee]
            values = {"user_id": user}
            assert self.succeeds(OWNER, "write", [task], vals=values)
            known.assignee = assignee

    @rule(
        grantee=st.sampled_from([EVERYONE, MATE, OUTSIDER]),
        level=st.sampled_from(LEVELS),
    )
    def share(self, grantee: str, level: str) -> None:
        self.keep_to_oneself(grantee)
        values: dict[str, Any] = {"level": level, "grantee_kind": "everyone"}
        if grantee:
            user = self.office.users[grantee]
            values |= {"grantee_kind": "user", "grantee_id": user}
        (self.shares[grantee],) = self.office.call(
            OWNER, "crm.task.share", "create", vals_list=[values]
        )
        self.rules.levels[grantee] = level

    @rule(grantee=st.sampled_from([EVERYONE, MATE, OUTSIDER]))
    def keep_to_oneself(self, grantee: str) -> None:
        if grantee in self.shares:
            share = self.shares.pop(grantee)
            self.office.call(OWNER, "crm.task.share", "unlink", ids=[share])
            del self.rules.levels[grantee]

    # ---- what must be true after each step

    @invariant()
    def everybody_sees_what_he_may(self) -> None:
        for viewer in GROUPS:
            expected = {
                task: known
                for task, known in self.known.items()
                if self.rules.sees(viewer, known)
            }
            found = self.found(viewer)
            assert set(found) == set(expected), (viewer, self.rules)
            for task, known in expected.items():
                # results tell of the document, which the outsider can't open
                results = 0 if viewer == OUTSIDER else known.results
                assert found[task] == (known.is_open, known.attempts, results)

    def found(self, viewer: str) -> dict[int, tuple[bool, int, int]]:
        rows = self.office.call(
            viewer,
            "mail.activity",
            "search_read",
            # not by the document, which some of them may not know
            domain=[("id", "in", list(self.known))],
            fields=["active", "attempt_count", "result_ids"],
            context={"active_test": False},
        )
        return {
            row["id"]: (row["active"], row["attempt_count"], len(row["result_ids"]))
            for row in rows
        }

    def succeeds(self, who: str, method: str, ids: list[int], **values: Any) -> bool:
        try:
            self.office.call(who, "mail.activity", method, ids=ids, **values)
        except ApiError as error:
            assert error.name.endswith(("UserError", "AccessError", "MissingError"))
            return False
        return True


def test_random_work(server: RunningOdoo) -> None:
    RandomWork.office = Office(server)
    run_state_machine_as_test(
        RandomWork,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],  # a shorter failure takes minutes to find
            suppress_health_check=list(HealthCheck),
        ),
    )
    server.require_sound()

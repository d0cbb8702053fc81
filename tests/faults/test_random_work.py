"""Random work of several people on tasks, held against a small model of the rules."""

from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import RunningOdoo
from tests.faults.model import (
    BOSS,
    EVERYONE,
    LEVELS,
    MATE,
    NOTHING_SAID,
    OUTSIDER,
    OWNER,
    SHARERS,
    Rules,
    Task,
)
from tests.odoo_api import ApiError
from tests.records import create_template, xml_id

EXAMPLES, STEPS = 30, 15
GROUPS = {
    OWNER: "sales_team.group_sale_salesman",
    MATE: "sales_team.group_sale_salesman_all_leads",
    OUTSIDER: "sales_team.group_sale_salesman",  # can't open the owner's leads
    BOSS: "sales_team.group_sale_manager",
}
PEOPLE = st.sampled_from(sorted(GROUPS))
WORKERS = st.sampled_from(SHARERS)
GRANTEES = st.sampled_from([EVERYONE, OWNER, MATE, OUTSIDER])


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
        for sharer in SHARERS:
            mine = [("user_id", "=", office.users[sharer])]
            old = office.call(sharer, "crm.task.share", "search", domain=mine)
            office.call(sharer, "crm.task.share", "unlink", ids=old)
        (self.lead,) = office.call(
            OWNER, "crm.lead", "create", vals_list=[{"name": "Random deal"}]
        )
        self.known: dict[int, Task] = {}
        self.rules, self.shares = Rules(), dict[tuple[str, str], int]()

    # ---- what people do

    @initialize(target=tasks, who=WORKERS)
    def begin(self, who: str) -> int:
        return self.plan_task(who, OWNER)

    @rule(target=tasks, who=WORKERS, assignee=WORKERS)
    def plan(self, who: str, assignee: str) -> int:
        return self.plan_task(who, assignee)

    def plan_task(self, who: str, assignee: str) -> int:
        values = {
            "activity_type_id": self.office.call_type,
            "res_model_id": self.office.lead_model,
            "res_id": self.lead,
            "user_id": self.office.users[assignee],
        }
        (task,) = self.office.call(who, "mail.activity", "create", vals_list=[values])
        self.known[task] = Task(assignee, who)
        return int(task)

    @rule(target=tasks, who=WORKERS, assignee=WORKERS)
    def apply_template(self, who: str, assignee: str) -> Any:
        context = {"active_model": "crm.lead", "active_ids": [self.lead]}
        values = {
            "plan_id": self.office.template,
            "plan_on_demand_user_id": self.office.users[assignee],
        }
        wizard = "mail.activity.schedule"
        (dialog,) = self.office.call(
            who, wizard, "create", vals_list=[values], context=context
        )
        self.office.call(
            who, wizard, "action_schedule_plan", ids=[dialog], context=context
        )
        new = self.office.call(
            who,
            "mail.activity",
            "search",
            domain=[
                ("res_model", "=", "crm.lead"),
                ("res_id", "=", self.lead),
                ("id", "not in", list(self.known)),
            ],
        )
        assert len(new) == 2
        self.known |= {task: Task(assignee, who) for task in new}
        return multiple(*new)

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

    def undoable(self) -> list[int]:
        return [
            task
            for task, known in self.known.items()
            # results tell of the document, which the outsider can't open
            if known.last and known.last[0] != OUTSIDER
        ]

    @precondition(lambda self: self.undoable())
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        task = data.draw(st.sampled_from(self.undoable()))
        known = self.known[task]
        assert known.last
        who = known.last[0]
        domain = [("mail_activity_id", "=", task)]
        results = self.office.call(
            who, "crm.task.result", "search", domain=domain, order="id desc", limit=1
        )
        allowed = self.rules.may_press(who, known)
        if self.succeeds(who, "action_undo", results, "crm.task.result") != allowed:
            raise AssertionError((who, known, self.rules))
        if allowed:
            known.undo()

    @rule(task=tasks, who=WORKERS, assignee=WORKERS)
    def hand_over(self, task: int, who: str, assignee: str) -> None:
        known = self.known[task]
        if not known.is_open:
            return
        allowed = self.rules.may_press(who, known)
        values = {"user_id": self.office.users[assignee]}
        if self.succeeds(who, "write", [task], vals=values) != allowed:
            raise AssertionError((who, known, self.rules))
        if allowed:
            known.assignee = assignee

    @rule(
        sharer=WORKERS, grantee=GRANTEES, level=st.sampled_from([*LEVELS, NOTHING_SAID])
    )
    def share(self, sharer: str, grantee: str, level: str) -> None:
        if grantee == sharer:
            return
        if share := self.shares.pop((sharer, grantee), None):
            self.office.call(sharer, "crm.task.share", "unlink", ids=[share])
        self.rules.levels[sharer, grantee] = level
        if level == NOTHING_SAID:
            return
        user = self.office.users[sharer]
        values: dict[str, Any] = {"user_id": user, "level": level}
        if grantee:
            values |= {
                "grantee_kind": "user",
                "grantee_id": self.office.users[grantee],
            }
        else:
            values["grantee_kind"] = "everyone"
        (self.shares[sharer, grantee],) = self.office.call(
            sharer, "crm.task.share", "create", vals_list=[values]
        )

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

    def succeeds(
        self,
        who: str,
        method: str,
        ids: list[int],
        model: str = "mail.activity",
        **values: Any,
    ) -> bool:
        if not ids:
            return False  # he doesn't see it
        try:
            self.office.call(who, model, method, ids=ids, **values)
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

"""The shipped process *First call* over Odoo's HTTP API, on 50 leads; of some of them
the salesperson has lost his access."""

import pytest

from tests.odoo_api import ApiError
from tests.records import xml_id

# not Marc Demo, who doesn't show his meetings to others
REP, LEAVER, BOSS = "rita.rep", "paul.leaver", "anna.boss"
COUNT, LEFT = 50, 5  # leads; those of the leaver


def published_copy(server):
    """A copy of the process, without its pause of two hours; switched on."""
    (process,) = server.call(
        "crm.task.process",
        "copy",
        ids=[xml_id(server, "crm_task_workflow.crm_task_process_first_call")],
        default={"name": "First call, at once"},
    )
    steps = server.call(
        "crm.task.process.step",
        "search",
        domain=[("process_id", "=", process), ("kind", "=", "timer")],
    )
    server.call("crm.task.process.step", "write", ids=steps, vals={"delay_count": 0})
    server.call("crm.task.process", "action_publish", ids=[process])
    return process


def create_user(server, name, login, group):
    (user,) = server.call(
        "res.users",
        "create",
        vals_list=[
            {
                "name": name,
                "login": login,
                "notification_type": "inbox",
                "group_ids": [(6, 0, [xml_id(server, group)])],
            }
        ],
        context={"no_reset_password": True},
    )
    return user


class Deals:
    """The leads of the test and the runs on them, as the administrator sees them."""

    def __init__(self, server):
        self.server = server
        self.boss = create_user(
            server, "Anna Boss", BOSS, "sales_team.group_sale_manager"
        )
        self.leaver = create_user(
            server, "Paul Leaver", LEAVER, "sales_team.group_sale_salesman"
        )
        self.rep = create_user(
            server, "Rita Rep", REP, "sales_team.group_sale_salesman"
        )
        self.process = published_copy(server)
        self.ids = self.create_leads()
        server.call(
            "res.users",
            "write",
            ids=[self.leaver],
            vals={"group_ids": [(6, 0, [xml_id(server, "base.group_user")])]},
        )
        self.runs = server.client(BOSS).call(
            "crm.task.process", "action_start", ids=[self.process], res_ids=self.ids
        )

    def create_leads(self):
        # without an address by which Odoo would look them up in the Internet
        partners = self.server.call(
            "res.partner",
            "create",
            vals_list=[{"name": f"Client {number}"} for number in range(10)],
        )
        tags = self.server.call("crm.tag", "search", domain=[], limit=2)
        return self.server.call(
            "crm.lead",
            "create",
            vals_list=[
                {
                    "name": f"Desks for office {number}",
                    "type": "opportunity",
                    "partner_id": partners[number % len(partners)],
                    "user_id": self.leaver if number < LEFT else self.rep,
                    "expected_revenue": 1000 * number,
                    "tag_ids": [(6, 0, tags)],
                    "description": "<p>They move in spring.</p>" * 20,
                }
                for number in range(COUNT)
            ],
        )

    def read_runs(self, state):
        return self.server.call(
            "crm.task.process.run",
            "search_read",
            domain=[("id", "in", self.runs), ("state", "=", state)],
            fields=["res_id", "standing", "error_message", "error_task_id"],
            order="id",
        )

    def standing(self):
        """``{step: number of runs under way that stand there}``"""
        names = [run["standing"] for run in self.read_runs("running")]
        return {name: names.count(name) for name in names}

    def tasks(self, code, ids=None):
        """The open tasks of a type, one for each lead that has some."""
        tasks = self.server.call(
            "mail.activity",
            "search_read",
            domain=[
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", ids or self.ids),
                ("activity_type_id.code", "=", code),
            ],
            fields=["res_id", "user_id", "summary"],
            order="res_id",
        )
        assert len({task["res_id"] for task in tasks}) == len(tasks)
        return tasks

    def press(self, tasks, outcome, **values):
        """As the rep, for all in one go."""
        self.server.client(REP).call(
            "mail.activity",
            "action_outcome",
            ids=[task["id"] for task in tasks],
            outcome=outcome,
            **values,
        )

    def monitor(self):
        """``{step: (waiting, error, passed)}``"""
        (version,) = self.server.call(
            "crm.task.process.version",
            "search",
            domain=[("process_id", "=", self.process)],
        )
        found = self.server.client(BOSS).call(
            "crm.task.process.version", "get_monitor", ids=[version]
        )
        names = {step["key"]: step["name"] for step in found["graph"]["steps"]}
        return {
            names[key]: (step["waiting"], step["error"], step["passed"])
            for key, step in found["steps"].items()
        }


@pytest.fixture(scope="module")
def deals(server):
    return Deals(server)


def test_started_but_where_access_was_lost(server, deals):
    assert len(deals.runs) == COUNT
    stopped = deals.read_runs("error")
    assert [run["res_id"] for run in stopped] == deals.ids[:LEFT]
    assert {run["standing"] for run in stopped} == {"Call the client"}
    for run in stopped:
        assert "Paul Leaver" in run["error_message"]
    told = server.call(
        "mail.activity",
        "read",
        ids=[run["error_task_id"][0] for run in stopped],
        fields=["user_id", "note", "active"],
    )
    assert len(told) == LEFT
    for task in told:
        assert task["active"]
        assert task["user_id"][0] == xml_id(server, "base.user_admin")
        assert "Paul Leaver" in task["note"]

    calls = deals.tasks("call")
    assert [task["res_id"] for task in calls] == deals.ids[LEFT:]
    assert {task["user_id"][0] for task in calls} == {deals.rep}
    assert deals.monitor()["Call the client"] == (COUNT - LEFT, LEFT, 0)


def test_started_once(server, deals):
    again = server.client(BOSS).call(
        "crm.task.process", "action_start", ids=[deals.process], res_ids=deals.ids
    )
    assert again == []
    assert len(deals.tasks("call")) == COUNT - LEFT


def test_each_button_takes_its_way(server, deals):
    calls = deals.tasks("call")
    silent, lost, good = calls[:12], calls[12:20], calls[20:]
    deals.press(silent, "no_answer")
    deals.press(good, "done")
    (reason,) = server.call("crm.lost.reason", "search", domain=[], limit=1)
    deals.press(lost, "close_deal", lost_reason_id=reason)

    assert deals.standing() == {
        "Call the client": len(silent),
        "Meet the client": len(good),
    }
    again = deals.tasks("call")
    assert [task["res_id"] for task in again] == [task["res_id"] for task in silent]
    assert not {task["id"] for task in again} & {task["id"] for task in silent}
    assert [task["res_id"] for task in deals.tasks("meeting")] == [
        task["res_id"] for task in good
    ]
    closed = server.call(
        "crm.lead",
        "read",
        ids=[task["res_id"] for task in lost],
        fields=["active", "won_status"],
    )
    assert {(lead["active"], lead["won_status"]) for lead in closed} == {
        (False, "lost")
    }
    assert [run["res_id"] for run in deals.read_runs("done")] == [
        lead["id"] for lead in closed
    ]
    monitor = deals.monitor()
    assert monitor["Call the client"] == (len(silent), LEFT, len(calls))
    assert monitor["Two hours later"] == (0, 0, len(silent))
    assert monitor["Meet the client"] == (len(good), 0, 0)
    assert monitor["No interest"] == (0, 0, len(lost))


def test_only_the_owner_repairs(server, deals):
    stopped = [run["id"] for run in deals.read_runs("error")]
    with pytest.raises(ApiError):
        server.client(REP).call("crm.task.process.run", "action_retry", ids=stopped)


def test_retried_when_the_assignee_is_another(server, deals):
    stopped = deals.read_runs("error")
    server.call("crm.lead", "write", ids=deals.ids[:LEFT], vals={"user_id": deals.rep})
    server.call(
        "crm.task.process.run", "action_retry", ids=[run["id"] for run in stopped]
    )
    assert not deals.read_runs("error")
    calls = deals.tasks("call", deals.ids[:LEFT])
    assert [task["res_id"] for task in calls] == deals.ids[:LEFT]
    assert {task["user_id"][0] for task in calls} == {deals.rep}
    told = [run["error_task_id"][0] for run in stopped]
    closed = server.call("mail.activity", "read", ids=told, fields=["active"])
    assert not any(task["active"] for task in closed)


def test_all_come_to_an_end(server, deals):
    deals.press(deals.tasks("call"), "done")
    assert list(deals.standing()) == ["Meet the client"]
    deals.press(deals.tasks("meeting"), False)

    assert deals.standing() == {}
    assert len(deals.read_runs("done")) == COUNT
    assert not deals.tasks("call") and not deals.tasks("meeting")
    lost, silent = 8, 12
    assert deals.monitor() == {
        "New opportunity": (0, 0, COUNT),
        "Call the client": (0, 0, COUNT + silent),
        "Two hours later": (0, 0, silent),
        "Meet the client": (0, 0, COUNT - lost),
        "In talks": (0, 0, COUNT - lost),
        "No interest": (0, 0, lost),
    }

"""The clock of the machine jumps over midnight and over the change to and from summer
time, back again, and on while the server is down: tasks follow it by the wall clock of
their assignee, and what falls due happens once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.faults.conftest import TimedOdoo
from tests.records import xml_id
from tests.test_process import create_user

ZONE = "Europe/Berlin"
CRONS = [
    f"crm_task_{name}"
    for name in (
        "types.ir_cron_send_reminders",
        "types.ir_cron_tell_overdue",
        "types.ir_cron_run_absences",
        "types.ir_cron_go_on",
        "workflow.ir_cron_run_overdue_rules",
        "workflow.ir_cron_advance_process_runs",
    )
]
OVERDUE, TODAY, PLANNED = "overdue", "today", "planned"


def local(day: date, clock_time: str) -> datetime:
    """The moment when the wall clock of Berlin shows this, for the first time."""
    naive = datetime.combine(day, time.fromisoformat(clock_time))
    return naive.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def stored(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


class Night:
    """From Saturday to Monday at a rep's, who lives in Berlin, on a lead of its own."""

    def __init__(self, timed: TimedOdoo, saturday: date) -> None:
        self.timed, self.odoo = timed, timed.odoo
        self.saturday = saturday
        self.sunday = saturday + timedelta(days=1)
        self.monday = saturday + timedelta(days=2)
        self.crons = [xml_id(self.odoo, name) for name in CRONS]
        # Odoo counts up from there to now, by minutes
        today = stored(local(saturday, "00:00"))
        self.odoo.query(f"UPDATE ir_cron SET nextcall = '{today}'")
        self.rep, self.away, self.boss = map(self.hire, ("rep", "away", "boss"))
        (self.lead,) = self.create("crm.lead", name="Roof", user_id=self.rep)
        self.tasks: dict[str, int] = {}

    def create(self, model: str, **values: object) -> list[int]:
        found: list[int] = self.odoo.call(model, "create", vals_list=[values])
        return found

    def hire(self, role: str) -> int:
        login = f"{role}.{self.saturday}"
        group = "sales_team.group_sale_salesman_all_leads"
        user: int = create_user(self.odoo, login.title(), login, group)
        self.odoo.call("res.users", "write", ids=[user], vals={"tz": ZONE})
        return user

    def plan(self, name: str, **values: object) -> int:
        (self.tasks[name],) = self.create(
            "mail.activity",
            **{
                "summary": name,
                "activity_type_id": xml_id(self.odoo, "mail.mail_activity_data_todo"),
                "res_model_id": xml_id(self.odoo, "crm.model_crm_lead"),
                "res_id": self.lead,
                "user_id": self.rep,
                **values,
            },
        )
        return self.tasks[name]

    def plan_all(self) -> None:
        quarter, hour = (
            [(6, 0, [xml_id(self.odoo, f"calendar.alarm_notif_{n}")])] for n in (1, 3)
        )
        observed = {"observer_ids": [(6, 0, [self.boss])]}
        self.plan("saturday", date_deadline=str(self.saturday), **observed)
        self.plan("sunday", date_deadline=str(self.sunday), alarm_ids=hour)
        self.plan("monday", date_deadline=str(self.monday))
        early, night = local(self.sunday, "08:00"), local(self.sunday, "01:30")
        self.plan("early", date_start=stored(early), alarm_ids=quarter)
        self.plan("night", date_start=stored(night), duration_hours=2)
        daily = self.plan("daily", date_deadline=str(self.saturday))
        self.odoo.call(
            "mail.activity",
            "action_repeat",
            ids=[daily],
            repeat_unit="day",
            next_on="schedule",
        )
        self.plan("stand-in", date_deadline=str(self.monday), user_id=self.away)
        self.create(
            "crm.task.absence",
            user_id=self.away,
            date_from=str(self.saturday),
            date_until=str(self.saturday),
            scope="all",
            way="one",
            heir_id=self.rep,
        )

    def start_process(self) -> int:
        """:return: the call that the process waits for"""
        first_call = xml_id(self.odoo, "crm_task_workflow.crm_task_process_first_call")
        (process,) = self.odoo.call(
            "crm.task.process",
            "copy",
            ids=[first_call],
            default={"name": f"First call {self.saturday}"},
        )
        self.odoo.call("crm.task.process", "action_publish", ids=[process])
        (self.run,) = self.odoo.call(
            "crm.task.process", "action_start", ids=[process], res_ids=[self.lead]
        )
        (call,) = self.calls()
        return call

    def calls(self) -> list[int]:
        """The open ones of the process."""
        domain = [("res_id", "=", self.lead), ("activity_type_id.code", "=", "call")]
        found: list[int] = self.odoo.call("mail.activity", "search", domain=domain)
        return found

    def jump(self, moment: datetime) -> None:
        self.timed.set_clock(moment)
        self.run_crons()

    def run_crons(self) -> None:
        for cron in self.crons:
            self.timed.run_cron(cron)

    # ---- how things stand

    def states(self) -> dict[str, str]:
        """By name of the task, as the rep sees it."""
        rows = self.odoo.client(f"rep.{self.saturday}").call(
            "mail.activity", "read", ids=list(self.tasks.values()), fields=["state"]
        )
        states = {row["id"]: row["state"] for row in rows}
        return {name: states[task] for name, task in self.tasks.items()}

    def reminded(self) -> list[str]:
        """The tasks of which the rep was reminded, in order, each as often."""
        rows = self.odoo.query(
            "SELECT jsonb_array_elements(message::jsonb -> 'payload' -> 'ids')"
            " FROM bus_bus WHERE message LIKE '%crm_task/reminder%' ORDER BY id"
        )
        names = {str(task): name for name, task in self.tasks.items()}
        return [names[task] for task in rows.split() if task in names]

    def told_overdue(self) -> int:
        """How often the observer was told of a task that is overdue."""
        return int(
            self.odoo.query(
                "SELECT count(*) FROM mail_notification"
                f" JOIN res_users ON res_users.id = {self.boss}"
                " AND res_users.partner_id = res_partner_id"
                " JOIN mail_message ON mail_message.id = mail_message_id"
                " AND subject ILIKE '%overdue%'"
            )
        )

    def repeated(self) -> list[str]:
        """The days of the task that repeats daily."""
        rows = self.odoo.query(
            "SELECT date_deadline FROM mail_activity WHERE res_model = 'crm.lead'"
            f" AND res_id = {self.lead} AND series_id IS NOT NULL ORDER BY 1"
        )
        return rows.split()

    def stand_in(self) -> int:
        task = self.tasks["stand-in"]
        return int(
            self.odoo.query(f"SELECT user_id FROM mail_activity WHERE id = {task}")
        )

    def happened(self) -> list[object]:
        """All that must not happen twice."""
        return [
            self.reminded(),
            self.told_overdue(),
            self.repeated(),
            self.stand_in(),
            self.calls(),
        ]


@pytest.mark.parametrize("saturday", [date(2031, 3, 29), date(2031, 10, 25)])
def test_clock(timed: TimedOdoo, saturday: date) -> None:
    evening = local(saturday, "22:30")
    timed.set_clock(evening)
    night = Night(timed, saturday)
    night.plan_all()
    call = night.start_process()
    night.run_crons()
    days = [str(saturday + timedelta(days=number)) for number in range(4)]
    assert night.states() == {
        "saturday": TODAY,
        "sunday": PLANNED,
        "monday": PLANNED,
        "early": PLANNED,
        "night": PLANNED,
        "daily": TODAY,
        "stand-in": PLANNED,
    }
    assert night.happened() == [[], 0, days[:2], night.rep, [call]]

    # over midnight
    night.jump(local(night.sunday, "00:10"))
    after_midnight = {
        "saturday": OVERDUE,
        "sunday": TODAY,
        "monday": PLANNED,
        "early": TODAY,
        "night": TODAY,
        "daily": OVERDUE,
        "stand-in": PLANNED,
    }
    assert night.states() == after_midnight
    assert night.happened() == [[], 1, days[:3], night.away, [call]]
    pressed = local(night.sunday, "00:15")
    night.jump(pressed)
    timed.odoo.call("mail.activity", "action_outcome", ids=[call], outcome="no_answer")
    assert night.calls() == []

    # two hours after the press, the night's change of the clocks between
    night.jump(pressed + timedelta(hours=1, minutes=59))
    assert night.calls() == []
    night.jump(pressed + timedelta(hours=2, minutes=1))
    again = night.calls()
    assert len(again) == 1

    # just before eight on the wall clock, whatever night it was
    night.jump(local(night.sunday, "07:40"))
    assert night.reminded() == []
    night.jump(local(night.sunday, "07:50"))
    assert night.states() == after_midnight | {"night": OVERDUE}
    happened = [["early"], 1, days[:3], night.away, again]
    assert night.happened() == happened
    timed.odoo.require_sound()

    # the clock is put back to where it was right
    night.jump(local(night.sunday, "00:20"))
    assert night.states() == after_midnight
    assert night.happened() == happened

    # Sunday has 23 hours, or 25
    night.jump(local(night.sunday, "23:30"))
    before_midnight = dict.fromkeys(night.tasks, OVERDUE) | {
        "sunday": TODAY,
        "monday": PLANNED,
        "stand-in": PLANNED,
    }
    assert night.states() == before_midnight
    happened = [["early", "sunday"], 1, days[:3], night.away, again]
    assert night.happened() == happened

    # on over the next midnight, while the server is down
    timed.kill()
    timed.set_clock(local(night.monday, "00:05"))
    timed.start_again()
    night.run_crons()
    assert night.states() == before_midnight | {
        "sunday": OVERDUE,
        "monday": TODAY,
        "stand-in": TODAY,
    }
    happened[2] = days[:4]
    assert night.happened() == happened
    timed.odoo.require_sound()

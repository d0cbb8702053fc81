"""What Odoo's crons do with many tasks: to be killed in the middle of it."""

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.conftest import RunningOdoo
from tests.records import xml_id
from tests.test_process import create_user, published_copy

MONDAY = date(2031, 3, 10)
MORNING = datetime(2031, 3, 10, 8, tzinfo=UTC)
GROUP = "sales_team.group_sale_salesman"


def tasks_of_lead(lead: int, text: str) -> str:
    """SQL: of each task its assignee, how many lines of an absence have it, and how
    often its history says ``text``."""
    return f"""
        SELECT user_id,
               (SELECT count(*) FROM crm_task_absence_line
                 WHERE mail_activity_id = task.id) AS lines,
               (SELECT count(*) FROM mail_message
                 WHERE model = 'mail.activity' AND res_id = task.id
                   AND body LIKE '%{text}%' AND message_type = 'notification') AS told
          FROM mail_activity task
         WHERE res_model = 'crm.lead' AND res_id = {lead}
    """  # noqa: S608


class Work(ABC):
    """What a cron does with many tasks: how many it has done, none of them by halves.

    :cvar batch: how many of them it does in one transaction
    :cvar count: how many there are, in two batches
    :cvar due: when it is time for them
    :ivar held: into which table the second batch inserts, and which row
    """

    name = cron = ""
    batch = count = 0
    due = MORNING
    held: tuple[str, str]

    def __init__(self, odoo: RunningOdoo) -> None:
        self.odoo = odoo
        self.todo = xml_id(self.odoo, "mail.mail_activity_data_todo")
        self.model = xml_id(self.odoo, "crm.model_crm_lead")
        self.prepare()

    @abstractmethod
    def prepare(self) -> None:
        """Make what is to be done, and say what is held."""

    def begin(self) -> None:  # noqa: B027
        """What people do when it is time."""

    @abstractmethod
    def done(self) -> int:
        """Of how many the work is done; of the others nothing."""

    def hire(self, role: str) -> int:
        user: int = create_user(self.odoo, role, f"{self.name}.{role}", GROUP)
        self.odoo.call("res.users", "write", ids=[user], vals={"tz": "UTC"})
        return user

    def create_leads(self, count: int, user: int) -> list[int]:
        found: list[int] = self.odoo.call(
            "crm.lead",
            "create",
            vals_list=[{"name": f"Deal {n}", "user_id": user} for n in range(count)],
            context={"tracking_disable": True},
        )
        return found

    def plan(self, leads: list[int], **values: Any) -> list[int]:
        task = {"activity_type_id": self.todo, "res_model_id": self.model, **values}
        found: list[int] = self.odoo.call(
            "mail.activity",
            "create",
            vals_list=[task | {"res_id": lead} for lead in leads],
            context={"mail_activity_quick_update": True},
        )
        return found

    def numbers(self, statement: str) -> list[int]:
        return [int(text) for text in self.odoo.query(statement).split("|")]


class Reminders(Work):
    """A message for everybody with all of his tasks that begin in an hour."""

    name, cron = "reminders", "crm_task_types.ir_cron_send_reminders"
    batch, count = 2000, 2100
    due = MORNING + timedelta(hours=2)

    def prepare(self) -> None:
        early, late = self.hire("early"), self.hire("late")
        (lead,) = self.create_leads(1, early)
        alarm = xml_id(self.odoo, "calendar.alarm_notif_3")
        for user, count, minutes in [(early, self.batch, 0), (late, 100, 1)]:
            start = self.due + timedelta(minutes=59 + minutes)
            self.plan(
                [lead] * count,
                user_id=user,
                date_start=start.strftime("%Y-%m-%d %H:%M:%S"),
                alarm_ids=[(6, 0, [alarm])],
            )
        self.where = f"res_model = 'crm.lead' AND res_id = {lead}"
        (partner,) = self.numbers(f"SELECT partner_id FROM res_users WHERE id = {late}")
        row = (
            f"NEW.message LIKE '%reminder%' AND NEW.channel::jsonb ->> 2 = '{partner}'"
        )
        self.held = "bus_bus", row

    def done(self) -> int:
        """Tasks whose reminder was sent, once; of the others it is still to be sent."""
        sent, once, left = self.numbers(
            f"""
            WITH sent AS (
                SELECT jsonb_array_elements(message::jsonb -> 'payload' -> 'ids')::int
                    AS id FROM bus_bus WHERE message LIKE '%crm_task/reminder%')
            SELECT (SELECT count(*) FROM sent JOIN mail_activity USING (id)
                     WHERE {self.where}),
                   (SELECT count(DISTINCT id) FROM sent JOIN mail_activity USING (id)
                     WHERE {self.where}),
                   (SELECT count(*) FROM crm_task_reminder
                      JOIN mail_activity task ON task.id = mail_activity_id
                     WHERE {self.where} AND task.id NOT IN (SELECT id FROM sent))
            """
        )
        assert sent == once
        assert sent + left == self.count
        return sent


class Absence(Work):
    """Open tasks are handed over to a colleague."""

    name, cron = "absence", "crm_task_types.ir_cron_run_absences"
    batch, count = 200, 250
    due = MORNING + timedelta(days=1)

    def prepare(self) -> None:
        self.away, self.heir = self.hire("away"), self.hire("heir")
        leads = self.create_leads(1, self.heir)
        tasks = self.plan(leads * self.count, user_id=self.away)
        self.lead = leads[0]
        self.odoo.call(
            "crm.task.absence",
            "create",
            vals_list=[
                {
                    "user_id": self.away,
                    "date_from": str(MONDAY + timedelta(days=1)),
                    "date_until": str(MONDAY + timedelta(days=3)),
                    "scope": "all",
                    "way": "one",
                    "heir_id": self.heir,
                }
            ],
        )
        self.held = "crm_task_absence_line", f"NEW.mail_activity_id = {tasks[-1]}"

    def done(self) -> int:
        given, kept = self.numbers(
            f"""
            SELECT count(*) FILTER (WHERE user_id = {self.heir} AND lines = 1
                                      AND told = 1),
                   count(*) FILTER (WHERE user_id = {self.away} AND lines = 0
                                      AND told = 0)
              FROM ({tasks_of_lead(self.lead, "is away until")}) AS task
            """
        )
        assert given + kept == self.count
        return given


class Handover(Work):
    """Open tasks are handed over; the first thousand while who asks for it waits."""

    name, cron = "handover", "crm_task_types.ir_cron_hand_over"
    batch, count = 200, 250
    due = MORNING + timedelta(days=2)
    at_once = 1000

    def prepare(self) -> None:
        self.leaver, self.heir = self.hire("leaver"), self.hire("heir")
        (self.lead,) = self.create_leads(1, self.heir)
        leads = [self.lead] * (self.at_once + self.count)
        tasks = self.plan(leads, user_id=self.leaver)
        row = f"NEW.mail_activity_id = {tasks[-1]}"
        self.held = "crm_task_handover_given_rel", row

    def begin(self) -> None:
        plan = {"user_ids": [self.leaver], "way": "one", "heir_id": self.heir}
        ids = self.odoo.call("crm.task.handover", "create", vals_list=[plan])
        self.odoo.call("crm.task.handover", "action_hand_over", ids=ids)

    def done(self) -> int:
        """Without those that were handed over at once."""
        given, kept = self.numbers(
            f"""
            SELECT count(*) FILTER (WHERE user_id = {self.heir} AND told = 1),
                   count(*) FILTER (WHERE user_id = {self.leaver} AND told = 0)
              FROM ({tasks_of_lead(self.lead, "Handed over by")}) AS task
            """
        )
        assert given + kept == self.at_once + self.count
        return max(given - self.at_once, 0)


class Series(Work):
    """Tasks that repeat by the calendar come again."""

    name, cron = "series", "crm_task_types.ir_cron_go_on"
    batch, count = 200, 230
    due = MORNING + timedelta(days=8)

    def prepare(self) -> None:
        rep = self.hire("rep")
        self.leads = self.create_leads(self.count, rep)
        tasks = self.plan(
            self.leads,
            user_id=rep,
            date_deadline=str(MONDAY + timedelta(days=7)),
        )
        self.odoo.call(
            "mail.activity",
            "action_repeat",
            ids=tasks,
            repeat_unit="week",
            next_on="schedule",
        )
        self.held = "mail_activity", f"NEW.res_id = {self.leads[-1]}"

    def done(self) -> int:
        leads = ", ".join(map(str, self.leads))
        again, waiting = self.numbers(
            f"""
            SELECT count(*) FILTER (WHERE tasks = 2 AND days = 2),
                   count(*) FILTER (WHERE tasks = 1 AND days = 1)
              FROM (SELECT count(*) AS tasks, count(DISTINCT date_deadline) AS days
                      FROM mail_activity
                     WHERE res_model = 'crm.lead' AND res_id IN ({leads})
                     GROUP BY res_id) AS lead
            """
        )
        assert again + waiting == self.count
        return again


class Processes(Work):
    """Runs that were only put at the start go on to their first task."""

    name, cron = "processes", "crm_task_workflow.ir_cron_advance_process_runs"
    batch, count = 500, 520

    def prepare(self) -> None:
        leads = self.create_leads(self.count, self.hire("rep"))
        self.odoo.call(
            "crm.task.process",
            "action_start",
            ids=[published_copy(self.odoo)],
            res_ids=leads,
        )
        self.leads = ", ".join(map(str, leads))
        self.held = "mail_activity", f"NEW.res_id = {leads[-1]}"

    def done(self) -> int:
        there, waiting, ready = self.numbers(
            f"""
            SELECT count(DISTINCT task.id),
                   count(*) FILTER (WHERE place.state = 'waiting'
                                      AND place.task_id = task.id),
                   count(*) FILTER (WHERE place.state = 'ready' AND task.id IS NULL)
              FROM crm_task_process_token place
              JOIN crm_task_process_run run ON run.id = place.run_id
              LEFT JOIN mail_activity task ON task.res_model = run.res_model
                    AND task.res_id = run.res_id
             WHERE run.res_model = 'crm.lead' AND run.res_id IN ({self.leads})
            """
        )
        assert there == waiting
        assert waiting + ready == self.count
        return there

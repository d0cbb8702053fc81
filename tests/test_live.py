"""What others do, and what the clock does, in a browser that is open all the time: real
commits reach it over Odoo's bus, by its websocket; nothing in it is reloaded."""

from contextlib import suppress
from datetime import datetime, timedelta, timezone

import pytest

from tests.faults.holding import wait_until
from tests.odoo_api import ApiError
from tests.open_browser import open_browser
from tests.test_process import create_user
from tests.test_site_visit import xml_id

REP, BOSS = "live.rep", "live.boss"
PASSWORD = "live.rep.1"
ACTIVITIES = ".o_menu_systray i[aria-label=Activities]"
MENU = ".o-mail-ActivityMenu"
POPUP = ".o_notification"
ALWAYS_OVERDUE = "2020-03-18"
NEVER_DUE = "2099-03-18"


def stored(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%S")


class Desk:
    """The rep with a browser, and the boss who works elsewhere, over the API."""

    def __init__(self, server):
        self.server = server
        self.rep = create_user(
            server, "Rita Rep", REP, "sales_team.group_sale_salesman"
        )
        server.call("res.users", "write", ids=[self.rep], vals={"password": PASSWORD})
        self.boss = create_user(
            server, "Bo Boss", BOSS, "sales_team.group_sale_manager"
        )

        (self.lead,) = server.call(
            "crm.lead", "create", vals_list=[{"name": "Roof", "user_id": self.rep}]
        )

    def plan(self, **values):
        """A task of the rep, planned by the boss."""
        values = {
            "res_model_id": xml_id(self.server, "crm.model_crm_lead"),
            "res_id": self.lead,
            "summary": "Measure the roof",
            "activity_type_id": xml_id(self.server, "mail.mail_activity_data_todo"),
            "user_id": self.rep,
            "date_deadline": NEVER_DUE,
        } | values
        (task,) = self.server.client(BOSS).call(
            "mail.activity", "create", vals_list=[values]
        )
        return task

    def work(self, task, method, login=BOSS, **arguments):
        self.server.client(login).call("mail.activity", method, ids=[task], **arguments)


@pytest.fixture(scope="module")
def desk(server):
    return Desk(server)


@pytest.fixture(scope="module")
def page(desk, tmp_path_factory):
    """The browser of the rep, with the menu of activities open."""
    profile = tmp_path_factory.mktemp("profile")
    with open_browser(desk.server, REP, PASSWORD, profile) as page:
        page.click(f"button:has({ACTIVITIES.removeprefix('.o_menu_systray ')})")
        page.wait_for(number("overdue"), "0")
        page.run("window.isTheSamePage = true")
        yield page
        assert page.run("window.isTheSamePage")


def number(counter):
    return f"[data-counter={counter}] .o-crm-TaskCounters-count"


def test_others_assign_change_and_complete(desk, page):
    task = desk.plan(date_deadline=ALWAYS_OVERDUE)
    page.wait_for(number("overdue"), "1")
    desk.work(task, "write", vals={"date_deadline": NEVER_DUE})
    page.wait_for(number("overdue"), "0")
    desk.work(task, "write", vals={"date_deadline": ALWAYS_OVERDUE})
    page.wait_for(number("overdue"), "1")
    desk.work(task, "action_done")
    page.wait_for(number("overdue"), "0")


def test_others_take_it_away(desk, page):
    task = desk.plan(date_deadline=ALWAYS_OVERDUE)
    page.wait_for(number("overdue"), "1")
    desk.work(task, "write", vals={"user_id": desk.boss})
    page.wait_for(number("overdue"), "0")


def test_others_return_it(desk, page):
    task = desk.plan(reviewer_id=desk.boss)
    desk.work(task, "action_done", login=REP)
    page.wait_for(number("returned"), "0")
    desk.work(task, "action_return_review", comment="The chimney is missing")
    page.wait_for(number("returned"), "1")
    desk.work(task, "action_done", login=REP)
    page.wait_for(number("returned"), "0")


def test_others_have_him_review(desk, page):
    task = desk.plan(user_id=desk.boss, reviewer_id=desk.rep)
    page.wait_for(number("to_review"), "0")
    desk.work(task, "action_done")
    page.wait_for(number("to_review"), "1")
    desk.work(task, "action_accept_review", login=REP)
    page.wait_for(number("to_review"), "0")


def test_others_comment(desk, page):
    task = desk.plan()
    for _number in range(2):
        desk.work(
            task,
            "message_post",
            body="Is it flat?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        page.wait_for(number("unread"), "1")
    messages = desk.server.client(REP).call(
        "mail.message",
        "search",
        domain=[("model", "=", "mail.activity"), ("res_id", "=", task)],
    )
    desk.server.client(REP).call("mail.message", "set_message_done", ids=messages)
    page.wait_for(number("unread"), "0")


def test_the_moment_at_which_it_is_due(desk, page):
    """Nobody does anything: the browser knows when to count again."""
    due = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(seconds=10)
    task = desk.plan(date_due=stored(due))
    page.wait_for(number("overdue"), "1")
    assert due <= datetime.now(timezone.utc) < due + timedelta(minutes=1)
    desk.work(task, "action_done")
    page.wait_for(number("overdue"), "0")


def test_reminder(desk, page):
    """A popup, once, that opens the task."""
    start = datetime.now(timezone.utc) + timedelta(minutes=15, seconds=2)
    quarter = xml_id(desk.server, "calendar.alarm_notif_1")
    desk.plan(
        summary="Call about the gutter",
        date_start=stored(start),
        alarm_ids=[(6, 0, [quarter])],
    )
    cron = xml_id(desk.server, "crm_task_types.ir_cron_send_reminders")

    def remind():
        with suppress(ApiError):  # it is at work just now, by itself
            desk.server.call("ir.cron", "method_direct_trigger", ids=[cron])
        return page.text(POPUP)

    assert "Call about the gutter" in wait_until(remind, "a reminder")
    remind()
    assert page.run(f"document.querySelectorAll('{POPUP}').length") == 1
    page.click(f"{POPUP} .o_notification_buttons button")
    page.wait_for(".o_form_view .o_field_widget[name=summary]")

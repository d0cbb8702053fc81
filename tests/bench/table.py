"""What is measured, and how many times faster it has to be: the table of the bench.

The work itself is done inside Odoo, by the function of the same name in ``in_odoo``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from setup.errors import SetupError

# Databases that are measured in turn. UNSHARED is OURS with nobody sharing anything.
PLAIN, OURS, UNSHARED, PEERS = "plain", "ours", "unshared", "peers"
SUPERUSER = "superuser"  # ours again, without any check of access

SHARING_TARGET = 1.3
GROWTH_TARGET = 1.5
LINEAR_TARGET = 1.25  # time of each run, over that with fewer runs
FLAT_TARGET = 1.05  # queries of each run, over those with fewer runs
STEPS_TARGET = 2000  # block steps a second

MANAGER, SELLER = "manager", "seller"


@dataclass(frozen=True)
class Operation:
    """Something that people do all day.

    :ivar work: function in ``in_odoo`` that does it
    :ivar target: seconds over plain Odoo's, at most
    :ivar without: another function; what it takes is taken off
    :ivar is_read: measured without sharing rules as well
    :ivar is_paged: may hardly grow with the number of tasks
    :ivar superuser_target: seconds over the superuser's, at most
    :ivar same: whether both databases must give the same answer; ``"page"``: a full
        page, in our order, of the tasks that plain Odoo shows
    """

    work: str
    title: str
    target: float
    user: str = MANAGER
    without: str = ""
    is_read: bool = False
    is_paged: bool = False
    superuser_target: float = 0
    same: str = ""

    @property
    def name(self) -> str:
        return f"{self.work}-{self.user}"

    @property
    def arms(self) -> list[str]:
        result = [PLAIN, OURS]
        if self.is_read:
            result.append(UNSHARED)
        if self.superuser_target:
            result.append(SUPERUSER)
        return result


def _for_both(work: str, title: str, target: float, **values: Any) -> list[Operation]:
    return [
        Operation(work, title, target, user=user, is_read=True, **values)
        for user in (MANAGER, SELLER)
    ]


def _grouped(by: str, work: str, same: str = "answer") -> list[Operation]:
    return _for_both(work, f"tasks grouped by {by}", 1 / 8, same=same)


OPERATIONS = [
    *_for_both("page", "first page of tasks", 1 / 20, is_paged=True, same="page"),
    *_for_both("my_page", "my tasks, first page", 1 / 50, is_paged=True, same="page"),
    *_for_both("count", "search_count([])", 1 / 8, superuser_target=2.5, same="answer"),
    *_grouped("type", "group_type"),
    *_grouped("status (kanban; plain Odoo: type)", "kanban", same=""),
    *_grouped("user", "group_user"),
    Operation(
        "counters",
        "all counters of one user",
        1 / 8,
        user=SELLER,
        is_read=True,
        same="counters",
    ),
    Operation("systray", "the systray: these and Odoo's own", 1, user=SELLER),
    *_for_both(
        "lead_page",
        "overdue leads, first page",
        1 / 10,
        is_paged=True,
        same="answer",
    ),
    *_for_both("lead_count", "overdue leads, count", 1 / 10, same="answer"),
    *_for_both("lead_kanban", "leads grouped by activity state", 1 / 10, same="answer"),
    *_for_both(
        "lead_list_tasks",
        "80 leads with task fields, over without",
        1 / 2,
        without="lead_list",
        is_paged=True,
        same="answer",
    ),
    Operation("create_own", "create 1,000 for oneself", 1),
    Operation("create_others", "create 1,000 for others", 1 / 8),
    Operation("complete", "complete 500 with follow-ups", 1 / 6),
    Operation("move", "move 500 by a day", 1),
    Operation("template_own", "5 lines on 200 leads, for oneself", 1 / 8),
    Operation("template_others", "5 lines on 200 leads, for others", 1 / 10),
    Operation(
        "stage_rule",
        "rule on stage set, 1,000 leads, over without",
        1 / 4,
        without="stage",
    ),
    Operation("press", "one press of Done, inside Odoo", 1, user=SELLER),
]
# Measured on two servers, not inside Odoo.
HTTP_PRESS = Operation("http_press", "one press of Done over HTTP", 1, user=SELLER)


PROCESSES = "processes"  # which plain Odoo hasn't


def names() -> list[str]:
    compared = [operation.name for operation in (*OPERATIONS, HTTP_PRESS)]
    return [*compared, PROCESSES]


def select(wanted: Sequence[str]) -> list[str]:
    """The full names of what was asked for; parts of names are enough.

    :raise SetupError: when nothing has such a name
    """
    if not wanted:
        return names()
    for part in wanted:
        if not any(part in name for name in names()):
            raise SetupError(f"Nothing is called {part!r}. There are: {names()}.")
    return [name for name in names() if any(part in name for part in wanted)]

"""The values with which templates are applied."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class When:
    """When a task is to be done.

    :ivar date day: the day on which it is due, for its assignee
    :ivar datetime start: naive UTC; empty for a task that has the whole day
    :ivar datetime due: naive UTC; empty for a task that has the whole day
    """

    day: date
    start: datetime | None = None
    due: datetime | None = None


@dataclass
class Launch:
    """What holds for one application of templates.

    :ivar user: who gets the tasks of the lines that ask; may be empty
    :ivar datetime now: naive UTC
    :ivar date day: the day from which the delays count, the same in all zones; empty:
        the day that it is at ``moment`` for each assignee
    :ivar datetime moment: the moment from which they count, naive UTC; empty with a day
    :ivar bool automatic: whether nobody is there to be asked or told of mistakes
    :ivar list given: to whom the tasks went so far
    :ivar documents: those of the line that is worked on
    :ivar dict readable: ``{(user id, model): {document id: whether he can open it}}``,
        as far as it was looked up
    :ivar dict times: dates that were computed already
    :ivar dict press_keys: of the press that applies the templates, by document id
    """

    user: Any
    now: datetime
    day: date | None = None
    moment: datetime | None = None
    automatic: bool = False
    documents: Any = None
    given: list = field(default_factory=list)
    readable: dict = field(default_factory=dict)
    times: dict = field(default_factory=dict)
    press_keys: dict = field(default_factory=dict)


@dataclass(eq=False)
class Slot:
    """One line of a template on one document: a task that is made, or waits.

    :ivar line: a ``mail.activity.plan.template``
    :ivar document: the record on which the task hangs
    :ivar Slot previous: that of the line before on the same document; may be empty
    :ivar bool waits: whether the task is made only when another one is completed
    :ivar user: the assignee; empty for nobody
    :ivar dict people: ids of the co-executors and observers, by field of the task
    :ivar str problem: why the template can't be applied; empty if it can
    :ivar list remarks: what to tell on the document
    :ivar task: the ``mail.activity``, as soon as there is one
    :ivar wait: the ``crm.task.template.wait`` that stands for it, if there is one
    """

    line: Any
    document: Any
    previous: "Slot | None" = None
    waits: bool = False
    user: Any = None
    when: When | None = None
    summary: str = ""
    note: str = ""
    problem: str = ""
    remarks: list = field(default_factory=list)
    people: dict = field(default_factory=dict)
    task: Any = None
    wait: Any = None

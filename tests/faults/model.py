"""What people may see and do with tasks, and what becomes of them: the model of the
rules, in plain Python, against which random work is held."""

from dataclasses import dataclass, field

OWNER, MATE, OUTSIDER, BOSS = "rnd_owner", "rnd_mate", "rnd_outsider", "rnd_boss"
# who has tasks, and says who may see them
SHARERS = (OWNER, MATE)
# who can't open the documents on which they hang
STRANGERS = (OUTSIDER,)
LEVELS = ("none", "busy", "read", "full")
NOTHING_SAID = ""  # no rule
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
    """What everybody shares, by sharer and by whom he shares with."""

    levels: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, viewer: str, task: Task) -> str | None:
        """The rule for a colleague goes before that for everyone."""
        given = (self.levels.get((task.assignee, who)) for who in (viewer, EVERYONE))
        return next(filter(None, given), None)

    def sees(self, viewer: str, task: Task) -> bool:
        if viewer == task.assignee:
            return True
        level = self.of(viewer, task)
        if level is None or viewer == task.creator:
            return viewer not in STRANGERS or level in ("read", "full")
        return level in ("read", "full")

    def may_press(self, viewer: str, task: Task) -> bool:
        if viewer in (task.assignee, task.creator):
            return True
        level = self.of(viewer, task)
        if level is None:
            return viewer not in STRANGERS
        return level == "full"

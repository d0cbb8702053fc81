"""The outcome buttons with which the known kinds of tasks start, without Odoo.

Call follows ELMA365's *Call task*: Done, Change, No answer, Close deal.
"""

COMPLETES = {"kind": "complete"}
MOVES = {"kind": "reschedule", "is_asked": True}

DONE = {
    "name": "Done",
    "code": "done",
    "icon": "fa-check",
    "style": "success",
    "is_default": True,
    "effects": [COMPLETES],
}
CHANGE = {"name": "Change", "code": "change", "icon": "fa-calendar", "effects": [MOVES]}
CLOSE_DEAL = {
    "name": "Close deal",
    "code": "close_deal",
    "icon": "fa-thumbs-down",
    "style": "danger",
    "effects": [COMPLETES, {"kind": "lose", "is_asked": True}],
}
NO_ANSWER = {
    "name": "No answer",
    "code": "no_answer",
    "icon": "fa-phone",
    "style": "warning",
    "effects": [
        {
            "kind": "attempt",
            "max_attempts": 3,
            "delay_count": 1,
            "delay_unit": "hours",
            "ending": "done",
        }
    ],
}


def _done_called(name, code):
    return {**DONE, "name": name, "code": code}


HELD = [
    _done_called("Held", "held"),
    CHANGE,
    {
        "name": "Not held",
        "code": "not_held",
        "icon": "fa-times",
        "style": "warning",
        "effects": [COMPLETES],
    },
]
SENT = [
    _done_called("Sent", "sent"),
    {
        "name": "Answered",
        "code": "answered",
        "icon": "fa-reply",
        "style": "primary",
        "effects": [COMPLETES],
    },
    CHANGE,
]

OUTCOMES = {
    "call": [DONE, CHANGE, NO_ANSWER, CLOSE_DEAL],
    "meeting": HELD,
    "webinar": HELD,
    "online_meeting": HELD,
    "email": SENT,
    "offer": SENT,
}


def outcomes_of(code: str) -> list[dict]:
    """The outcomes with which a type of this code starts."""
    return OUTCOMES.get(code, [DONE, CHANGE])

"""A mark in the context that only code can set.

A request may send any context, but never this very object::

    tasks.with_context(crm_task_is_moving=INSIDE).write(values)
    self.env.context.get("crm_task_is_moving") is INSIDE
"""


class Inside(str):
    """A text, so that a context that leaves the server can be written as JSON; equal to
    nothing but itself, so that no other context counts as the same."""

    def __eq__(self, other):
        return self is other

    __hash__ = object.__hash__


INSIDE = Inside("inside")

"""A checklist as plain text, as people write it: one item per line."""

import re
from typing import NamedTuple

BULLET = re.compile(r"^(?:[-–•*☐]|\[ ?\])\s+")


class Line(NamedTuple):
    name: str
    is_required: bool = False


def parse(text):
    """The items of a text. Bullets in front are left out; an asterisk at the end makes
    an item required.

    :param text: empty or False for none
    :rtype: list[Line]

    >>> parse("- Ladder\\n\\n  Camera *")
    [Line(name='Ladder', is_required=False), Line(name='Camera', is_required=True)]
    """
    lines = (_parse_line(line) for line in (text or "").splitlines())
    return [line for line in lines if line.name]


def to_text(lines):
    """What :func:`parse` reads these lines from; empty for none.

    >>> to_text([Line("Ladder"), Line("Camera", True)])
    'Ladder\\nCamera *'
    """
    return "\n".join(
        f"{line.name} *" if line.is_required else line.name for line in lines
    )


def _parse_line(text):
    name = BULLET.sub("", text.strip())
    return Line(name.rstrip("* ").strip(), name.endswith("*"))

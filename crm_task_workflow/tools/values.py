"""Values of process variables, as JSON keeps them and as Python knows them."""

from datetime import datetime
from typing import Any

TEXT, NUMBER, BOOLEAN = "text", "number", "boolean"
DATE, DATETIME, RECORD = "date", "datetime", "record"

_DATE_FORMAT, _DATETIME_FORMAT = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"
_TRUE, _FALSE = {"1", "true", "yes"}, {"", "0", "false", "no"}


def to_plain(kind: str, value: Any) -> Any:
    """A value of a kind in the form that JSON keeps.

    >>> to_plain("number", "4.50")
    4.5
    >>> to_plain("boolean", "True")
    True
    >>> to_plain("date", datetime(2026, 3, 18, 12, 0))
    '2026-03-18'

    :param value: a value of Python, or a text that says it; empty for none
    :return: None for none
    :raise ValueError: when it isn't a value of this kind
    """
    if isinstance(value, str):
        value = value.strip()
    if kind == BOOLEAN:
        return _to_boolean(value)
    if value is None or value is False or value == "":
        return None
    return _TO_PLAIN[kind](value)


def _to_boolean(value: Any) -> bool:
    if not isinstance(value, str):
        return bool(value)
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ValueError(value)


def _to_number(value: Any) -> float:
    number = float(value)
    return int(number) if number.is_integer() else number


def _to_day(value: Any) -> str:
    if isinstance(value, str):
        value = datetime.strptime(value[:10], _DATE_FORMAT)
    return value.strftime(_DATE_FORMAT)


def _to_moment(value: Any) -> str:
    if isinstance(value, str):
        text = value.replace("T", " ")[:19]
        value = datetime.strptime(text, _DATETIME_FORMAT if text[10:] else _DATE_FORMAT)
    return value.strftime(_DATETIME_FORMAT)


_TO_PLAIN = {
    TEXT: str,
    NUMBER: _to_number,
    DATE: _to_day,
    DATETIME: _to_moment,
    RECORD: int,
}


def from_plain(kind: str, plain: Any) -> Any:
    """
    >>> from_plain("date", "2026-03-18")
    datetime.date(2026, 3, 18)
    """
    if plain is None:
        return None
    if kind == DATE:
        return datetime.strptime(plain, _DATE_FORMAT).date()
    if kind == DATETIME:
        return datetime.strptime(plain, _DATETIME_FORMAT)
    return plain

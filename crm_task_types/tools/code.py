"""Technical codes made from names, without Odoo."""

import re
import unicodedata
from collections.abc import Container

PATTERN = r"[a-z][a-z0-9_]*"


def is_code(text: str) -> bool:
    return bool(re.fullmatch(PATTERN, text))


def code_from(name: str, fallback: str) -> str:
    """A code that resembles ``name``, e.g. ``Site visit`` gives ``site_visit``.

    :param fallback: used when nothing of ``name`` can be written in ASCII
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    if not words:
        return fallback
    return words if words[0].isalpha() else f"{fallback}_{words}"


def unused(code: str, taken: Container[str]) -> str:
    """``code`` itself or, if taken, the first free of ``code_2``, ``code_3`` …"""
    if code not in taken:
        return code
    number = 2
    while f"{code}_{number}" in taken:
        number += 1
    return f"{code}_{number}"

"""Messages that say the same are cleaned once.

Odoo takes what is dangerous out of the HTML of each message by itself; what tells of
tasks is short, and comes again and again.
"""

from odoo import fields, models
from odoo.tools.lru import LRU

# as many as are written together by presses on full pages of lists: some MB at most
_KEPT, _LONGEST = 4096, 1000
_OPTIONS = tuple(
    name for name in vars(fields.Html) if name.startswith(("sanitize", "strip_"))
)
_cleaned = LRU(_KEPT)


def remember_cleaned(field, text, cleaned):
    """Know from now on what becomes of a text when it is written to an HTML field."""
    if len(text) <= _LONGEST:
        _cleaned[_key(field, text)] = cleaned


def _key(field, text):
    return str(text), *(getattr(field, name) for name in _OPTIONS)


class QuickBody(fields.Html):
    def _convert(self, value, record, validate):
        if not validate or not value or self.sanitize_overridable:
            return super()._convert(value, record, validate)
        cleaned = _cleaned.get(_key(self, value))
        if cleaned is None:
            cleaned = super()._convert(value, record, validate)
            remember_cleaned(self, value, cleaned)
        return cleaned


class MailMessage(models.Model):
    _inherit = "mail.message"

    body = QuickBody()

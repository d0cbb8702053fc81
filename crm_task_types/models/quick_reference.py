"""Tasks, messages and followers on documents of any model are made by the thousand.

For each of them Odoo goes through the fields of all models that list such records, and
looks whether the record fits to their domains; then it finds that the document's list
isn't in memory, so that there is nothing to add it to. Here it looks that up first.
"""

from odoo import fields, models


class QuickReference(fields.Many2oneReference):
    def _update_inverses(self, records, value):
        is_stored = isinstance(value, int)  # else a form is edited: all is in memory
        if is_stored and not self._is_listed(records, value):
            return None
        return super()._update_inverses(records, value)

    def _is_listed(self, records, document_id):
        """Whether a list of a document of that id is in memory."""
        env, in_memory = records.env, records.env.transaction.field_data
        return any(
            document_id in field._get_cache(env)
            for field in filter(in_memory.get, records.pool.field_inverses[self])
        )


class MailActivity(models.Model):
    _inherit = "mail.activity"

    res_id = QuickReference()


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    res_id = QuickReference()


class MailMessage(models.Model):
    _inherit = "mail.message"

    res_id = QuickReference()

"""The tasks of a page aren't checked twice.

Odoo's ``web_search_read`` searches, and then asks of each record that it found whether
the user may read it; for tasks that takes reading all of their documents. The search
just answered that, for the same user in the same call, which changes nothing.
"""

from contextlib import contextmanager

from odoo import api, models

FOUND = "crm_task_types.found_tasks"


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    @api.readonly
    def web_search_read(
        self,
        domain,
        specification,
        offset=0,
        limit=None,
        order=None,
        count_limit=None,
    ):
        with self._keeping_found():
            return super().web_search_read(
                domain, specification, offset, limit, order, count_limit
            )

    @contextmanager
    def _keeping_found(self):
        """What is found in this environment until the end is known to be readable."""
        cache = self.env.cr.cache
        outer, cache[FOUND] = cache.get(FOUND), (self.env, set())
        try:
            yield
        finally:
            cache[FOUND] = outer

    def _get_found(self):
        """The ids of what was found; ``None`` when they aren't kept."""
        env, found = self.env.cr.cache.get(FOUND) or (None, None)
        return found if env is self.env else None

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        result = super().search_fetch(domain, field_names, offset, limit, order)
        found = self._get_found()
        if found is not None:
            # sudo: only to learn the models of the documents
            for model, tasks in result.sudo().grouped("res_model").items():
                if self._is_found_readable(model):
                    found.update(tasks._ids)
        return result

    @api.model
    def _is_found_readable(self, model):
        """Whether the user may read all tasks that he finds on documents of a model: a
        search asks whether he may post on these."""
        if not model:
            return True
        if model not in self.env or self._has_own_access(self.env[model]):
            return False
        Document = self.env[model]
        asked = "_mail_get_operation_for_mail_message_operation"  # reading may ask more
        return (
            getattr(type(Document), asked) is getattr(self.pool["base"], asked)
            and self.env["ir.model.access"].check(model, "read", False)
            and self._is_ruled_like_reading(model, self._searched_operation(Document))
        )

    @api.private
    def check_access(self, operation):
        found = self._get_found() if operation == "read" else None
        rest = (
            self.browse(id_ for id_ in self._ids if id_ not in found) if found else self
        )
        return super(MailActivity, rest).check_access(operation)

"""Work on many records, a batch at a time."""

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL


class CrmTaskBatches(models.AbstractModel):
    """What scheduled actions do with many records: each batch is kept by itself, so
    that a crash loses none, and locked, so that several servers never do one twice."""

    _name = "crm.task.batches"
    _description = "Work in Batches"

    @api.model
    def _work_off(self, method, batches, remaining):
        """Have a method called on each batch. Where the work is done by others, they
        are told of it here.

        :param str method: does what is due on those records that nobody else works on,
            see :meth:`_lock_free`; returns whether there is more to do on them
        :param batches: recordsets of this model, found one by one or before
        :param int remaining: how many records there are in all
        """
        cron = self.env["ir.cron"]
        in_time = cron._commit_progress(remaining=remaining)
        for batch in batches:
            more = True
            while more and in_time:
                more = getattr(batch, method)()
                in_time = cron._commit_progress(0 if more else len(batch))
            if not in_time:
                break

    def _lock_free(self):
        """Those of these records that are still there and that nobody else works on,
        locked until this transaction ends."""
        query = SQL(
            "SELECT id FROM %s WHERE id IN %s FOR UPDATE SKIP LOCKED",
            SQL.identifier(self._table),
            self._ids or (0,),
        )
        try:
            with self.env.cr.savepoint():
                # a conflict is no error for the log
                self.env.cr.execute(query, log_exceptions=False)
                free = {id_ for (id_,) in self.env.cr.fetchall()}
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return self.browse()  # somebody was faster; the next run sees what is left
        return self.filtered(lambda record: record.id in free)

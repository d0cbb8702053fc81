"""Observers are told when a task becomes overdue: once for each moment at which it was
due, also of all that became overdue while the server was down."""

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, split_every

from ..tools.review import WAITING
from .mail_activity_news import OVERDUE

BATCH = 5000  # a message costs, a task in it hardly does


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "crm.task.batches"]

    tell_overdue_at = fields.Datetime(
        "Tell observers at",
        compute="_compute_tell_overdue_at",
        store=True,
        precompute=True,
        help="When the observers are to be told that the task is overdue. Empty when "
        "there is nobody or nothing to tell.",
    )

    _tell_overdue_idx = models.Index(
        "(tell_overdue_at) WHERE tell_overdue_at IS NOT NULL"
    )

    @api.depends("active", "date_overdue", "observer_ids", "review_state")
    def _compute_tell_overdue_at(self):
        """Only what is still ahead: nobody is told of a task that was overdue before
        he came to it, and each moment at which a task is due is told once."""
        now = fields.Datetime.now()
        for task in self:
            due = task.date_overdue
            open_ = task.active and task.review_state != WAITING
            open_ = open_ and task.observer_ids and due
            ahead = open_ and (due > now or task.tell_overdue_at == due)
            task.tell_overdue_at = due if ahead else False

    @api.model
    def _cron_tell_overdue(self):
        """Tell the observers of what has become overdue, also of all that did while the
        server was down; each task once, also with several servers."""
        untold = self.search(
            [("tell_overdue_at", "<=", fields.Datetime.now())],
            order="tell_overdue_at, id",
        )
        batches = (self.browse(ids) for ids in split_every(BATCH, untold.ids))
        self._work_off("_tell_overdue", batches, len(untold))

    def _tell_overdue(self):
        self._take_untold_overdue()._tell_people(OVERDUE)

    def _take_untold_overdue(self):
        """Those of these tasks that are overdue, of which nobody was told yet, and
        which no other server is telling; they count as told from now on."""
        self.flush_model(["tell_overdue_at"])
        query = SQL(
            """
            UPDATE mail_activity SET tell_overdue_at = NULL WHERE id IN (
                SELECT id FROM mail_activity WHERE id IN %s AND tell_overdue_at <= %s
                FOR NO KEY UPDATE SKIP LOCKED
            ) RETURNING id
            """,
            self._ids or (0,),
            fields.Datetime.now(),
        )
        try:
            with self.env.cr.savepoint():
                self.env.cr.execute(query, log_exceptions=False)
                ids = [row[0] for row in self.env.cr.fetchall()]
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return self.browse()  # changed just now; the next run sees what is left
        tasks = self.browse(sorted(ids))
        tasks.invalidate_recordset(["tell_overdue_at"])
        return tasks

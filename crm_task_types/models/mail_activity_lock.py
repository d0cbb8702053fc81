"""Tasks on which work begins are locked, and what is asked of them is asked once.

What hangs on few tasks only, such as a checklist, is looked for with the lock: where
there is nothing, nobody asks again.
"""

from odoo import api, models
from odoo.tools import SQL


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _lock_rows(self):
        """Lock the tasks, which must be flushed, until the transaction ends.

        A conflict with somebody else makes Odoo try the request again, which then sees
        what he did.
        """
        if not self:
            return
        names = self._relations_asked_with_lock()
        columns = [SQL("id"), *(self._is_empty_sql(name) for name in names)]
        self.env.cr.execute(
            SQL(
                "SELECT %s FROM mail_activity WHERE id IN %s ORDER BY id FOR UPDATE",
                SQL(", ").join(columns),
                self._ids,
            ),
            log_exceptions=False,
        )
        rows = self.env.cr.fetchall()
        for position, name in enumerate(names, start=1):
            empty = self.browse(row[0] for row in rows if row[position])
            self._fields[name]._insert_cache(empty, [()] * len(empty))

    @api.model
    def _relations_asked_with_lock(self):
        """Hook: names of the relations at which a press looks, to many records."""
        return [
            "co_executor_ids",
            "observer_ids",
            "alarm_ids",
            "due_alarm_ids",
            "checklist_item_ids",
        ]

    @api.model
    def _is_empty_sql(self, name):
        field = self._fields[name]
        if field.type == "many2many":
            table, column = field.relation, field.column1
        else:
            comodel = self.env[field.comodel_name]
            comodel.flush_model([field.inverse_name])
            table, column = comodel._table, field.inverse_name
        return SQL(
            "NOT EXISTS (SELECT FROM %s WHERE %s = mail_activity.id)",
            SQL.identifier(table),
            SQL.identifier(table, column),
        )

    def _perhaps_with(self, name):
        """These tasks without those of which is known that a relation is empty."""
        cache = self._fields[name]._get_cache(self.env)
        return self.filtered(lambda task: cache.get(task.id) != ())

    def _read_ahead(self):
        """Read the columns of these tasks in one query, after which their rights are
        checked.

        :raise AccessError: when the user may not read one of them
        """
        known = self._fields["task_properties"]._get_cache(self.env)
        unread = self.browse(id_ for id_ in self._ids if id_ not in known)
        names = [
            name
            for name, field in self._fields.items()
            if field.column_type and field.store and field.prefetch is True
        ]
        # sudo: the rights are checked by what was read
        unread.sudo().fetch([*names, "task_properties"])
        self.check_access("read")

    def _documents(self, model):
        """The existing documents of these tasks.

        :param model: technical name; empty or unknown gives an empty result
        """
        return self._existing(model, {task.res_id for task in self})

    @api.model
    def _existing(self, model, res_ids):
        """:return: the existing documents among these ids, which may be empty"""
        if not model or model not in self.env:
            return self.env["base"]
        return self.env[model].browse(filter(None, res_ids))._still_there()


class Base(models.AbstractModel):
    _inherit = "base"

    def _still_there(self):
        """:meth:`exists`, which isn't asked again of what Odoo has read in this
        transaction: nobody else can have deleted it since, and what is deleted here
        Odoo forgets. With all rights the records are read by that."""
        if not self._log_access:
            return self.exists()
        field = self._fields["create_uid"]
        known = field._get_cache(self.env)
        unread = self.browse(id_ for id_ in self._ids if id_ not in known)
        if not unread:
            return self
        if self.env.su:
            unread._fetch_field(field)
            return self.browse(id_ for id_ in self._ids if id_ in known)
        # what somebody may not read isn't read for him
        return self - (unread - unread.exists())

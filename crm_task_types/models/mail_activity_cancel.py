"""A cancelled task is kept, with who cancelled it, when and why, instead of being
deleted."""

from odoo import api, fields, models

from ..tools.inside import INSIDE

ASK_REASON = "crm_task_types.ask_cancel_reason"
_NOT_CANCELLED = {
    "is_cancelled": False,
    "cancel_reason": False,
    "cancel_reason_id": False,
    "cancel_uid": False,
    "date_cancelled": False,
}
_BY_WHOM = {"cancel_uid", "date_cancelled"}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    is_cancelled = fields.Boolean("Cancelled", readonly=True, copy=False)
    cancel_reason = fields.Char("Reason of cancelling", readonly=True, copy=False)
    cancel_reason_id = fields.Many2one(
        "crm.task.cancel.reason",
        "Usual reason of cancelling",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="Counts the same in all languages. Empty: a reason of one's own.",
    )
    cancel_uid = fields.Many2one(
        "res.users",
        "Cancelled by",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    date_cancelled = fields.Datetime("Cancelled on", readonly=True, copy=False)

    def action_cancel(self, reason=None, reason_id=None):
        """Close open tasks without completing them; they are kept.

        :param str reason: shown in the history. Empty: none; when Settings say that
            Cancel asks for it, nothing is cancelled yet
        :param int reason_id: the usual reason that it is; empty for none
        :return: the action of the dialog that asks for the reason, or None
        :raise AccessError: when the user may not delete one of the tasks
        """
        tasks = self.filtered("active")
        tasks.check_access("unlink")
        if tasks and not reason and self._asks_cancel_reason():
            return tasks._prepare_cancel_dialog()
        # sudo: who may delete a task may cancel it
        tasks.sudo()._cancel(reason)
        usual = self.env["crm.task.cancel.reason"].browse(reason_id or ()).exists()
        if usual:
            # sudo: as above
            tasks.sudo().write({"cancel_reason_id": usual.id})
        return None

    @api.model
    def _asks_cancel_reason(self):
        # sudo: a setting of the app, which concerns everybody
        return bool(self.env["ir.config_parameter"].sudo().get_param(ASK_REASON))

    def _prepare_cancel_dialog(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why is it cancelled?"),
            "res_model": "crm.task.cancel",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_task_ids": self.ids},
        }

    def _cancel(self, reason):
        """Close open tasks without completing them, and say so on their documents.

        :param str reason: shown in the history; empty for none
        """
        tasks = self.filtered("active")
        tasks.write(
            {"active": False, "is_cancelled": True, "cancel_reason": reason or False}
        )
        tasks._log_on_documents({task: task._cancel_line() for task in tasks})
        tasks._message_log_batch(
            bodies={task.id: task._cancel_line() for task in tasks}
        )

    def _cancel_line(self):
        values = {"task": self._bold_name(), "reason": self.cancel_reason}
        if self.cancel_reason:
            return self.env._("%(task)s cancelled: %(reason)s", **values)
        return self.env._("%(task)s cancelled", **values)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [self._without_half_cancelled(vals) for vals in vals_list]
        )

    def write(self, vals):
        vals = self._without_half_cancelled(vals)
        if not self.env.su:  # who did it, and when, is known
            vals = {name: vals[name] for name in vals if name not in _BY_WHOM}
        if vals.get("active"):
            vals = {**vals, **_NOT_CANCELLED}
        elif vals.get("is_cancelled"):
            now = fields.Datetime.now()
            vals = {"cancel_uid": self.env.uid, "date_cancelled": now, **vals}
        return super().write(vals)

    @api.model
    def _without_half_cancelled(self, vals):
        """A task is cancelled by being closed at once: an open one isn't cancelled, and
        one that was cancelled doesn't come to count as done."""
        closes = not vals.get("active", True)
        if self.env.su or bool(vals.get("is_cancelled", closes)) == closes:
            return vals
        return {name: vals[name] for name in vals if name != "is_cancelled"}

    def unlink(self):
        """People cancel open tasks; the system deletes them with their document, and
        applications withdraw what they planned themselves."""
        if self.env.su or self.env.context.get("crm_task_withdrawn") is INSIDE:
            return super().unlink()
        self.check_access("unlink")
        opened = self.filtered("active")
        # sudo: who may delete a task may cancel it
        opened.sudo()._cancel(None)
        return super(MailActivity, self - opened).unlink()

    # ---- Odoo's activity view

    @api.readonly
    @api.model
    def get_activity_data(
        self, res_model, domain, limit=None, offset=0, fetch_done=False
    ):
        """What is cancelled isn't done."""
        data = super().get_activity_data(
            res_model, domain, limit=limit, offset=offset, fetch_done=fetch_done
        )
        if fetch_done:
            self._leave_out_cancelled(data)
        return data

    def _leave_out_cancelled(self, data):
        rows = data["grouped_activities"]
        cells = [cell for row in rows.values() for cell in row.values()]
        tasks = self.browse({task_id for cell in cells for task_id in cell["ids"]})
        cancelled = set(tasks.filtered("is_cancelled").ids)
        for cell in cells:
            kept = [task_id for task_id in cell["ids"] if task_id not in cancelled]
            if len(kept) < len(cell["ids"]):
                cell["count_by_state"]["done"] -= len(cell["ids"]) - len(kept)
                cell["ids"] = kept
        for res_id, row in list(rows.items()):
            rows[res_id] = {key: cell for key, cell in row.items() if cell["ids"]}
            if not rows[res_id]:
                del rows[res_id]
        data["activity_res_ids"] = [
            res_id for res_id in data["activity_res_ids"] if res_id in rows
        ]


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    def activity_unlink(self, *args, **kwargs):
        """What an application planned and needs no longer is nobody's cancelled
        task."""
        withdrawing = self.with_context(crm_task_withdrawn=INSIDE)
        return super(MailActivityMixin, withdrawing).activity_unlink(*args, **kwargs)

"""A wrong press is taken back, as long as nothing was built on it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.crm_task_types.tools.inside import INSIDE

from .crm_task_effect_document import plain

WINDOW_PARAMETER = "crm_task_workflow.undo_minutes"
WINDOW_MINUTES = 10


class CrmTaskResult(models.Model):
    _inherit = "crm.task.result"

    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends("date", "undone_by_ids")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        since = fields.Datetime.now() - self._undo_window()
        for result in self:
            result.can_undo = (
                result.date >= since
                and result.user_id == self.env.user
                and not result.undone_by_ids
                and not result.undo_of_id
            )

    @api.model
    def _undo_window(self):
        # sudo: the length of the window is no secret
        minutes = (
            self.env["ir.config_parameter"]
            .sudo()
            .get_param(WINDOW_PARAMETER, WINDOW_MINUTES)
        )
        return timedelta(minutes=int(minutes))

    def action_undo(self):
        """Take back presses: reopen the tasks and reverse the effects.

        :return: a notification that says what couldn't be reversed
        :raise UserError: when it is too late, or something was built on it
        """
        self.check_access("write")
        self.env.cr.execute(
            SQL(
                "SELECT id FROM crm_task_result WHERE id IN %s ORDER BY id FOR UPDATE",
                self._ids or (0,),
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset()
        left = []
        for result in self:
            left += result._undo()
        return self._undo_notification(left)

    def _undo(self):
        """:return: what can't be reversed, in words"""
        self.ensure_one()
        self._check_undo()
        task = self.mail_activity_id
        left = []
        for entry in reversed(self.effects or []):
            if undo := self._find_undo(entry):
                left += undo(task, entry) or []
            else:
                left.append(self._label(entry))
        # sudo: the counter is read-only for people
        task.sudo().attempt_count = self._attempts_before()
        self._withdraw(self._following_by_rule().ids)
        if not self.is_completing:  # reopening tells of itself
            task._log_on_documents({task: self._undone_line()})
        values = self._prepare_values(task)
        # sudo: results are written by presses only, by nobody's hand
        self.sudo().create(
            {
                **values,
                "undo_of_id": self.id,
                "old_date_due": self.new_date_due,
                "old_date_deadline": self.new_date_deadline,
                "comment": ", ".join(left),
            }
        )
        return left

    def _find_undo(self, entry):
        """The method of an effect of ours, here, or of another module, at its effect;
        None for what can't be taken back."""
        name = f"_undo_{entry['kind']}"
        effect = self.env["crm.task.outcome.effect"].browse(entry.get("effect"))
        return getattr(self, name, None) or getattr(effect.exists(), name, None)

    def _attempts_before(self):
        """How many attempts were made before this press."""
        before = self.mail_activity_id.result_ids.filtered(
            lambda result: result.id < self.id
        )
        return before.sorted("id")[-1:].attempt

    def _undone_line(self):
        return self.env._(
            "%(task)s: %(outcome)s undone",
            task=self.mail_activity_id._bold_name(),
            outcome=self.display_name,
        )

    def _check_undo(self):
        if not self.can_undo:
            raise UserError(
                self.env._(
                    "“%s” can't be undone any more. Only who pressed it can undo it, "
                    "for a few minutes.",
                    self.display_name,
                )
            )
        later = self.mail_activity_id.result_ids.filtered(
            lambda result: result.id > self.id
        )
        if later:
            raise UserError(
                self.env._(
                    "Something was done with “%s” since then.",
                    self.mail_activity_id.display_name,
                )
            )
        for follower in self._created_tasks():
            if (
                not follower.active
                or follower.sudo().result_ids
                or follower.sudo().message_ids
                or follower.sudo().series_id
            ):
                raise UserError(
                    self.env._(
                        "“%s”, which followed, was worked on already.",
                        follower.display_name,
                    )
                )

    def _created_tasks(self):
        ids = self._made("created") + self._made("next")
        tasks = self.env["mail.activity"].with_context(active_test=False)
        return tasks.browse(ids).exists() | self._following_by_rule()

    def _following_by_rule(self):
        """Tasks that rules of the type made by themselves."""
        # sudo: which press it was is the system's; rules are for all who use the type
        press, task_type = self.sudo().press, self.activity_type_id.sudo()
        rules = task_type.with_context(active_test=False).followup_ids
        task = self.mail_activity_id
        keys = [task._press_key(rule, press) for rule in rules if press]
        # sudo: who pressed takes back what came of it, also what others got
        tasks = task.sudo().with_context(active_test=False)
        return tasks.search([("press_key", "in", keys)]).sudo(False)

    def _label(self, entry):
        kinds = dict(
            self.env["crm.task.outcome.effect"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        return kinds[entry["kind"]]

    def _undo_notification(self, left):
        if not left:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "message": self.env._("Undone"),
                    "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                },
            }
        message = self.env._(
            "Undone, but this can't be taken back: %s.", ", ".join(left)
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ---- one way back per effect; what has none is named to the person

    def _undo_complete(self, task, entry):
        task.action_unarchive()
        task.feedback = False
        status = task.status_id.browse(entry.get("old_status")).exists()
        if status in task.allowed_status_ids and not status.is_closing:
            task.status_id = status
        self._withdraw(entry.get("next", ()))

    def _undo_reschedule(self, task, entry):
        task._move_back(entry["old"])

    _undo_attempt = _undo_reschedule

    def _undo_stage(self, task, entry):
        lead = self._deal_to_restore()
        old = lead.stage_id.browse(entry["old_stage"])
        current, left = lead.stage_id, []
        if old.exists() and current.id in (old.id, entry.get("new_stage", current.id)):
            lead.stage_id = old
            lead._restore_probability(entry)
        else:  # somebody has moved it on, or deleted the stage
            left.append(self._label(entry))
        return left + self._undo_trail(entry)

    _undo_win = _undo_stage

    def _undo_lose(self, task, entry):
        lead = self._deal_to_restore()
        if lead.won_status == "lost" and entry.get("old_status") != "lost":
            lead.action_restore()
            lead._restore_probability(entry)
        return self._undo_trail(entry)

    def _deal_to_restore(self):
        return self.lead_id.with_context(crm_task_undoing=INSIDE)

    def _undo_cancel_others(self, task, entry):
        cancelled = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .browse(entry["cancelled"])
        )
        cancelled.exists().action_unarchive()

    def _undo_next_task(self, task, entry):
        self._withdraw(entry["created"])

    _undo_template = _undo_next_task

    def _withdraw(self, task_ids):
        """Delete tasks that a press made: they are nobody's cancelled tasks."""
        tasks = self.env["mail.activity"].with_context(crm_task_withdrawn=INSIDE)
        tasks.browse(task_ids).exists().unlink_w_meeting()

    def _undo_set_field(self, task, entry):
        effect = self.env["crm.task.outcome.effect"].browse(entry["effect"]).exists()
        if not effect:
            return [self._label(entry)]
        # sudo: names of fields are no secret
        name, old = effect.field_id.sudo().name, entry["old_value"]
        for document in task._documents(task.res_model):
            [values] = document.read([name], load="")
            current = plain(values[name])
            if current not in (old, entry.get("new_value", current)):
                return [self._label(entry)]  # somebody has changed it since
            document.write({name: old})
        return []


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def action_undo_last(self):
        """Undo the last press of each task, see :meth:`crm.task.result.action_undo`."""
        last = self.env["crm.task.result"]
        for task in self:
            last |= task.result_ids.sorted("id")[-1:]
        if not last:
            raise UserError(self.env._("There is nothing to undo."))
        return last.action_undo()

    def _move_back(self, times):
        """Give the task the times that it had, and the count of its moves."""
        self.with_context(crm_task_is_moving=INSIDE).write(
            {
                name: times[name]
                for name in ("date_start", "duration_hours", "date_deadline")
                if name != "date_deadline" or not times["date_start"]
            }
        )
        count = times.get("reschedule_count", self.reschedule_count - 1)
        # sudo: the counter is read-only for people
        self.sudo().reschedule_count = max(count, 0)

"""The one door through which a task ends or moves: the press of an outcome button."""

from dataclasses import replace
from datetime import timedelta
from secrets import token_urlsafe

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.crm_task_types.tools import clock
from odoo.addons.crm_task_types.tools.inside import INSIDE, Inside
from odoo.addons.crm_task_types.tools.review import WAITING

from .crm_task_outcome_effect import ATTEMPT
from .crm_task_press import Press


class MailActivity(models.Model):
    _inherit = "mail.activity"

    attempt_count = fields.Integer("Attempts", readonly=True, copy=False)
    result_ids = fields.One2many(
        "crm.task.result",
        "mail_activity_id",
        "Results",
        # who may read the task may read its results
        bypass_search_access=True,
    )

    def action_outcome(self, outcome=False, **values):
        """Press an outcome button on tasks. All of them, or none when one refuses.

        :param outcome: a record, id or code of an outcome; empty means the default one
            of each type. Given as an id, all tasks must be of its type
        :param values: what the person says, see :class:`Press`: ``comment``,
            ``date_start``, ``date_due``, ``date_deadline``, ``reason``,
            ``lost_reason_id``, ``attachment_ids``, and ``values`` of the tasks
        :return: the ids of the results, the proposals for next tasks, and the ids of
            the tasks that wait for review now
        :rtype: dict
        :raise UserError: when a task is closed already or waits for review, or
            something is missing
        :raise AccessError: when the user may not change one of the tasks
        """
        press = self._prepare_press(values)
        # what closes deals must not close the tasks that are being pressed
        self = self.with_context(
            crm_task_pressed_ids=self.ids, crm_task_press=Inside(token_urlsafe(9))
        )
        self._lock_open()
        self._refuse_waiting()
        before = {task.id: task._times() for task in self}
        if press.values:
            # one line tells of the whole press
            self.with_context(crm_task_move_untold=INSIDE).write(press.values)
            self._refuse_closed()  # by a closing status, for instance
            self._refuse_waiting()
        results = self.env["crm.task.result"]
        proposals = []
        for chosen, tasks in self._by_outcome(outcome).items():
            pressed, offered = tasks._press(chosen, press, before)
            results |= pressed
            proposals += offered
        to_review = self._still_there().filtered(
            lambda task: task.review_state == WAITING
        )
        return {
            "result_ids": results.ids,
            "proposals": proposals,
            "to_review_ids": to_review.ids,
        }

    def action_press(self, outcome_id, values=None):
        """What a button in the browser calls.

        :param int outcome_id: the outcome; empty means the default one
        :param dict values: what the person said in the dialog, if it was asked
        :return: an action, when the person has to be asked or a next task is proposed
        """
        self._read_ahead()
        outcome = self[:1]._get_outcome(outcome_id)
        if values is None and outcome and outcome._asks(self):
            return self._open_press_dialog(outcome)
        answer = self.action_outcome(outcome, **(values or {}))
        next_action = self.env["crm.task.followup"]._open_proposals(answer["proposals"])
        return next_action or self.browse(answer["to_review_ids"])._held_notification()

    @api.model
    def _prepare_press(self, values):
        known = {
            name: values[name]
            for name in Press.__dataclass_fields__
            if values.get(name)
        }
        if unknown := values.keys() - Press.__dataclass_fields__.keys():
            raise UserError(
                self.env._("An outcome doesn't take: %s.", ", ".join(sorted(unknown)))
            )
        for name in ("date_start", "date_due"):
            if name in known:
                known[name] = fields.Datetime.to_datetime(known[name])
        if "date_deadline" in known:
            known["date_deadline"] = fields.Date.to_date(known["date_deadline"])
        return Press(
            **known | {"attachment_ids": tuple(known.get("attachment_ids", ()))}
        )

    def _lock_open(self):
        """Let nobody else press the same tasks, and refuse those that are closed.

        :raise UserError: saying by whom, when and how the task was closed
        """
        self._read_ahead()
        self.check_access("write")
        self.flush_recordset()
        self._lock_rows()
        self._refuse_closed()

    def _refuse_closed(self):
        for task in self - self.filtered("active"):
            raise UserError(task._closed_message())

    def _closed_message(self):
        # sudo: who may see the task learns how it was closed, not more of its results
        result = self.sudo().result_ids.sorted("id")[-1:]
        if not result:
            return self.env._("“%s” is closed already.", self.display_name)
        return self.env._(
            "“%(task)s” was closed already: %(outcome)s, by %(user)s on %(when)s.",
            task=self.display_name,
            outcome=result.outcome_id.name,
            user=result.user_id.name,
            when=self._format_when(result.date, False),
        )

    def _by_outcome(self, outcome):
        """``{outcome: tasks}``, an empty outcome for types without any."""
        groups = {}
        for _type, tasks in self.grouped("activity_type_id").items():
            chosen = tasks[0]._get_outcome(outcome)
            groups[chosen] = groups.get(chosen, self.browse()) | tasks
        return groups

    def _press(self, outcome, press, before):
        """Do what the outcome says on open, locked tasks of one type.

        :param dict before: the times that each task had, by its id
        :return: the results, and what is proposed to follow
        """
        if not outcome:
            nothing = self.env["crm.task.result"]
            if ready := self._hold_press(outcome, press):
                ready._complete(press)
                self._after_outcome(ready.exists(), outcome, nothing)
            return nothing, []
        self._check_press(outcome, press)
        ending, rest = self._split_last_attempts(outcome)
        if outcome.is_completing:
            rest = rest._hold_press(outcome, press)
        results, proposals = rest._do_press(outcome, press, before)
        if ending:
            more, offered = ending._press_last_attempt(outcome, press, before)
            results |= more
            proposals += offered
        return results, proposals

    def _do_press(self, outcome, press, before):
        """Run the effects, and all that follows from them."""
        if not self:
            return self.env["crm.task.result"], []
        entries = {task.id: [] for task in self}
        for effect in outcome.effect_ids.sudo(False):
            for task_id, entry in effect._apply(self, press).items():
                entries[task_id].append({"effect": effect.id, **entry})
        rest = self._still_there()  # Odoo deletes tasks whose document is gone
        results = self.env["crm.task.result"]._record(
            rest, outcome, press, before, entries
        )
        proposals = self.env["crm.task.followup"]._follow_up(rest, outcome)
        self._after_outcome(rest, outcome, results)
        return results, proposals

    def _after_outcome(self, tasks, outcome, results):
        """Hook: what else waits for outcomes, such as templates and processes."""

    def _press_last_attempt(self, outcome, press, before):
        """What applies instead when the attempts have come to their maximum; the
        message on the document says so."""
        effect = outcome.effect_ids.filtered(lambda effect: effect.kind == ATTEMPT)
        results, proposals = self.env["crm.task.result"], []
        for attempt, tasks in self.grouped("attempt_count").items():
            tasks.attempt_count = attempt + 1
            text = outcome._attempt_text(attempt + 1, effect.max_attempts)
            last = replace(press, comment=press.comment or text)
            pressed, offered = tasks._press(effect.ending_outcome_id, last, before)
            results |= pressed
            proposals += offered
        return results, proposals

    def _split_last_attempts(self, outcome):
        """Those whose last attempt this is, and the others."""
        effect = outcome.effect_ids.filtered(lambda effect: effect.kind == ATTEMPT)[:1]
        if not effect:
            return self.browse(), self
        ending = self.filtered(
            lambda task: task.attempt_count + 1 >= effect.max_attempts
        )
        return ending, self - ending

    def _check_press(self, outcome, press):
        hidden = self - self._filtered_outcome(outcome)
        if hidden:
            raise UserError(
                self.env._(
                    "“%(outcome)s” isn't possible for “%(task)s”: its document "
                    "doesn't match.",
                    outcome=outcome.name,
                    task=hidden[0].display_name,
                )
            )
        if outcome.requires_comment and not press.comment:
            raise ValidationError(
                self.env._("Please add a comment to “%s”.", outcome.name)
            )
        for task in self:
            if missing := task._missing_for(outcome):
                raise ValidationError(
                    self.env._(
                        "“%(outcome)s” needs: %(fields)s.",
                        outcome=outcome.name,
                        fields=", ".join(missing),
                    )
                )

    def _missing_for(self, outcome):
        """Labels of the fields that the outcome requires and that are empty."""
        names = outcome.required_field_ids.mapped("field_name")
        custom = outcome.required_custom_field_ids
        return self._missing_labels(names) + (
            self._missing_property_labels(custom) if custom else []
        )

    # ---- moving

    def _times(self):
        """When the task is due, as plain values to go back to."""
        self.ensure_one()
        return {
            "date_start": fields.Datetime.to_string(self.date_start) or False,
            "date_due": fields.Datetime.to_string(self.date_due) or False,
            "duration_hours": self.duration_hours,
            "date_deadline": fields.Date.to_string(self.date_deadline) or False,
            "reschedule_count": self.reschedule_count,
        }

    def _move_after(self, delay, reason):
        """Move the tasks by a delay from now; those without a time move by days.

        :param delay: a record of ``crm.task.delay``
        """
        for (start, due, day), tasks in self.grouped(
            lambda task: task._times_after(delay)
        ).items():
            tasks.action_move(start, due, day, reason)

    def _times_after(self, delay, now=None):
        """:return: start and due, or just the day, a delay from now"""
        self.ensure_one()
        moment = delay._after(now or fields.Datetime.now(), self._get_tz())
        if self.date_start or delay.delay_unit in ("minutes", "hours"):
            start = moment.replace(second=0)
            return start, start + timedelta(hours=self.duration_hours), None
        return None, None, clock.local_day(moment, self._get_tz())

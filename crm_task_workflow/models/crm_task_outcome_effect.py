from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .crm_task_assignee import ASK, CURRENT, RULES

COMPLETE, RESCHEDULE, ATTEMPT = "complete", "reschedule", "attempt"
STAGE, WIN, LOSE = "stage", "win", "lose"
CANCEL_OTHERS, NEXT_TASK, TEMPLATE = "cancel_others", "next_task", "template"
SERVER_ACTION, MAIL, SET_FIELD = "server_action", "mail", "set_field"

# A module adds an effect by ``selection_add`` and a method ``_apply_<kind>``, and
# ``_undo_<kind>`` where it can be undone.
KINDS = [
    (COMPLETE, "Complete the task"),
    (RESCHEDULE, "Move the task"),
    (ATTEMPT, "Count an attempt"),
    (STAGE, "Set the stage"),
    (WIN, "Win the deal"),
    (LOSE, "Lose the deal"),
    (CANCEL_OTHERS, "Cancel the other open tasks"),
    (NEXT_TASK, "Create the next task"),
    (TEMPLATE, "Apply a template"),
    (SERVER_ACTION, "Run a server action"),
    (MAIL, "Send an e-mail"),
    (SET_FIELD, "Set a field of the document"),
]
NEEDED = {
    STAGE: "stage_id",
    NEXT_TASK: "next_type_id",
    TEMPLATE: "plan_id",
    SERVER_ACTION: "action_server_id",
    MAIL: "mail_template_id",
    SET_FIELD: "field_id",
}


def _plain(value):
    """A value as JSON keeps it."""
    return str(value) if isinstance(value, date) else value


class CrmTaskOutcomeEffect(models.Model):
    """One of the things that the press of an outcome button does, in its turn.

    A handler ``_apply_<kind>(tasks, press)`` acts on all tasks at once and returns
    ``{task id: entry}``: a dict of plain values that says what it did, kept in the
    result and given to ``_undo_<kind>(task, entry)``.
    """

    _name = "crm.task.outcome.effect"
    _inherit = ["crm.task.delay"]
    _description = "Effect of a Task Outcome"
    _rec_name = "summary"
    _order = "sequence, id"

    outcome_id = fields.Many2one(
        "crm.task.outcome", required=True, index=True, ondelete="cascade"
    )
    activity_type_id = fields.Many2one(related="outcome_id.activity_type_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, "Effect", required=True, default=COMPLETE)
    summary = fields.Char("Details", compute="_compute_summary")
    is_asked = fields.Boolean(
        "Ask", help="Ask for the new time, or for the reason of the loss."
    )
    max_attempts = fields.Integer(default=3)
    attempt_delay_ids = fields.One2many(
        "crm.task.attempt.delay", "effect_id", "Delay per attempt", copy=True
    )
    ending_outcome_id = fields.Many2one(
        "crm.task.outcome",
        "At the maximum",
        domain="[('activity_type_id', '=', activity_type_id)]",
        ondelete="restrict",
        help="The outcome that applies instead when the last attempt was made.",
    )
    stage_id = fields.Many2one("crm.stage", ondelete="cascade")
    lost_reason_id = fields.Many2one("crm.lost.reason", ondelete="set null")
    next_type_id = fields.Many2one(
        "mail.activity.type", "Next task", ondelete="cascade"
    )
    next_title = fields.Char("Title of the next task", translate=True)
    assignee_rule = fields.Selection(
        RULES, "Assigned to", default=CURRENT, required=True
    )
    assignee_id = fields.Many2one("res.users", "Person")
    plan_id = fields.Many2one("mail.activity.plan", "Template", ondelete="cascade")
    action_server_id = fields.Many2one(
        "ir.actions.server", "Action", ondelete="cascade"
    )
    mail_template_id = fields.Many2one("mail.template", ondelete="cascade")
    field_id = fields.Many2one("ir.model.fields", "Field", ondelete="cascade")
    field_value = fields.Char(
        "Value", help="As in an import: a text, a number, a date or a record's name."
    )

    _max_attempts_positive = models.Constraint(
        "CHECK(kind != 'attempt' OR max_attempts > 0)",
        "Please say how many attempts are made.",
    )

    @api.depends("kind")
    def _compute_summary(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for effect in self:
            needed = NEEDED.get(effect.kind)
            target = (
                effect[needed].display_name if needed else effect.ending_outcome_id.name
            )
            effect.summary = (
                f"{kinds[effect.kind]}: {target}" if target else kinds[effect.kind]
            )

    # ---- what can't be configured

    @api.constrains(
        "kind", *NEEDED.values(), "ending_outcome_id", "delay_count", "is_asked"
    )
    def _check_is_complete(self):
        for effect in self:
            needed = NEEDED.get(effect.kind)
            if needed and not effect[needed]:
                raise ValidationError(
                    self.env._(
                        "The effect “%(effect)s” of “%(outcome)s” needs: %(field)s.",
                        effect=effect.summary,
                        outcome=effect.outcome_id.name,
                        field=self._fields[needed]._description_string(self.env),
                    )
                )
            if effect.kind == SET_FIELD:
                effect._parse_value()
            if effect.kind == ATTEMPT and not effect.ending_outcome_id:
                raise ValidationError(
                    self.env._(
                        "“%s” counts attempts: please choose what happens after the "
                        "last one.",
                        effect.outcome_id.name,
                    )
                )
            if (
                effect.kind == RESCHEDULE
                and not effect.is_asked
                and not effect.delay_count
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” moves the task: please ask for the new time, or set a "
                        "delay.",
                        effect.outcome_id.name,
                    )
                )

    @api.constrains("ending_outcome_id", "outcome_id", "kind")
    def _check_no_loop(self):
        """At its maximum an outcome may not come back to itself."""
        for effect in self.filtered("ending_outcome_id"):
            seen, outcome = effect.outcome_id, effect.ending_outcome_id
            while outcome:
                if outcome in seen:
                    raise ValidationError(
                        self.env._(
                            "“%(outcome)s” would lead to itself at the last attempt: "
                            "%(way)s.",
                            outcome=effect.outcome_id.name,
                            way=" → ".join((seen | outcome).mapped("name")),
                        )
                    )
                seen |= outcome
                outcome = outcome.effect_ids.filtered(
                    lambda e: e.kind == ATTEMPT
                ).ending_outcome_id[:1]

    @api.constrains("assignee_rule", "kind")
    def _check_assignee_rule(self):
        for effect in self:
            if effect.kind == NEXT_TASK and effect.assignee_rule == ASK:
                raise ValidationError(
                    self.env._(
                        "A next task can't ask who does it. Please choose a rule."
                    )
                )

    # ---- running

    def _apply(self, tasks, press):
        """Do this on tasks.

        :param Press press: what the person said
        :return: ``{task id: entry}`` of plain values
        :raise UserError: refuses the whole press
        """
        self.ensure_one()
        entries = getattr(self, f"_apply_{self.kind}")(tasks, press) or {}
        return {
            task.id: {"kind": self.kind, **entries.get(task.id, {})} for task in tasks
        }

    def _apply_complete(self, tasks, press):
        return tasks._complete(press)

    def _apply_reschedule(self, tasks, press):
        before = {task.id: {"old": task._times()} for task in tasks}
        if press.has_time:
            tasks.action_move(
                press.date_start, press.date_due, press.date_deadline, press.reason
            )
        elif self.is_asked:
            raise UserError(self.env._("Please say when the task is to be done."))
        else:
            for task in tasks:
                task._move_after(self, press.reason)
        return before

    def _apply_attempt(self, tasks, press):
        """Try again after the delay of this attempt; the last one was handled
        before."""
        entries = {}
        for task in tasks:
            entries[task.id] = {"old": task._times(), "attempt": task.attempt_count + 1}
            task.attempt_count += 1
            delays = self.attempt_delay_ids
            delay = delays[min(task.attempt_count, len(delays)) - 1] if delays else self
            task._move_after(delay, press.reason or self.outcome_id.name)
        return entries

    def _apply_stage(self, tasks, press):
        leads = self._leads(tasks)
        entries = self._by_task(tasks, lambda lead: {"old_stage": lead.stage_id.id})
        leads.stage_id = self.stage_id
        return entries

    def _apply_win(self, tasks, press):
        leads = self._leads(tasks)
        entries = self._by_task(tasks, lambda lead: {"old_stage": lead.stage_id.id})
        leads.action_set_won()
        return entries

    def _apply_lose(self, tasks, press):
        reason = press.lost_reason_id or self.lost_reason_id.id
        if self.is_asked and not reason:
            raise UserError(self.env._("Please say why the deal is lost."))
        self._leads(tasks).action_set_lost(lost_reason_id=reason)

    def _apply_cancel_others(self, tasks, press):
        entries = {}
        Task = self.env["mail.activity"]
        for task in tasks.filtered("res_id"):
            others = Task.search(
                [
                    ("res_model", "=", task.res_model),
                    ("res_id", "=", task.res_id),
                    ("id", "not in", tasks.ids),
                ]
            )
            others._cancel(self.outcome_id.name)
            entries[task.id] = {"cancelled": others.ids}
        return entries

    def _apply_next_task(self, tasks, press):
        created = tasks._create_following(
            self.next_type_id,
            self,
            self.assignee_rule,
            self.assignee_id,
            self.next_title,
        )
        return {
            task.id: {"created": follower.ids} for task, follower in created.items()
        }

    def _apply_template(self, tasks, press):
        for model, group in tasks.filtered("res_id").grouped("res_model").items():
            documents = group._documents(model)
            self.plan_id._launch(documents, user=self.env.user, automatic=True)

    def _apply_server_action(self, tasks, press):
        for task in tasks:
            action = self.action_server_id.with_context(
                active_model=task.res_model,
                active_id=task.res_id,
                active_ids=[task.res_id],
                crm_task_id=task.id,
            )
            try:
                action.run()
            except Exception as error:
                # any error of the action refuses the press; say whose it is
                raise UserError(
                    self.env._(
                        "The action “%(action)s” failed, so nothing was done: "
                        "%(error)s",
                        action=self.action_server_id.name,
                        error=error,
                    )
                ) from error

    def _apply_mail(self, tasks, press):
        for model, group in tasks.filtered("res_id").grouped("res_model").items():
            if self.mail_template_id.model == model:
                documents = self._writable(group._documents(model))
                documents.message_mail_with_source(self.mail_template_id)

    def _apply_set_field(self, tasks, press):
        # sudo: names of fields are no secret
        name, model = self.field_id.sudo().name, self.field_id.sudo().model
        group = tasks.filtered(lambda task: task.res_model == model)
        documents = self._writable(group._documents(model))
        old = {values["id"]: values[name] for values in documents.read([name], load="")}
        documents.write({name: self._parse_value()})
        return {task.id: {"old_value": _plain(old[task.res_id])} for task in group}

    # ---- tools

    def _leads(self, tasks):
        """The leads of the tasks, if the user may change them.

        :raise UserError: when a task isn't on a lead, or its lead may not be changed
        """
        others = tasks.filtered(lambda task: task.res_model != "crm.lead")
        if others:
            raise UserError(
                self.env._(
                    "“%(effect)s” is only possible on leads; “%(task)s” isn't on one.",
                    effect=self.summary,
                    task=others[0].display_name,
                )
            )
        return self._writable(tasks._documents("crm.lead"))

    def _writable(self, documents):
        if not documents.has_access("write"):
            raise AccessError(
                self.env._(
                    "You may not change the document of this task, so “%s” isn't "
                    "possible. "
                    "Please ask a colleague who may.",
                    self.summary,
                )
            )
        return documents

    def _by_task(self, tasks, get_entry):
        leads = {lead.id: lead for lead in tasks._documents("crm.lead")}
        return {task.id: get_entry(leads[task.res_id]) for task in tasks}

    def _parse_value(self):
        """The value to set, in the form that the field takes.

        :raise ValidationError: when the text isn't a value of the field
        """
        # sudo: names and kinds of fields are no secret
        definition = self.field_id.sudo()
        field = self.env[definition.model]._fields[definition.name]
        text = self.field_value or ""
        try:
            return getattr(self, f"_parse_{field.type}", self._parse_text)(field, text)
        except (ValueError, KeyError) as error:
            raise ValidationError(
                self.env._(
                    "“%(value)s” can't be the value of “%(field)s”.",
                    value=text,
                    field=definition.field_description,
                )
            ) from error

    def _parse_text(self, field, text):
        return text or False

    def _parse_integer(self, field, text):
        return int(text or 0)

    def _parse_float(self, field, text):
        return float(text or 0)

    _parse_monetary = _parse_float

    def _parse_boolean(self, field, text):
        return {"": False, "0": False, "false": False, "1": True, "true": True}[
            text.lower()
        ]

    def _parse_date(self, field, text):
        return fields.Date.to_date(text) if text else False

    def _parse_datetime(self, field, text):
        return fields.Datetime.to_datetime(text) if text else False

    def _parse_selection(self, field, text):
        labels = {label: key for key, label in field._description_selection(self.env)}
        if text and text not in labels.values():
            return labels[text]
        return text or False

    def _parse_many2one(self, field, text):
        if not text:
            return False
        found = self.env[field.comodel_name].name_search(text, operator="=", limit=1)
        if not found:
            raise ValueError(text)
        return found[0][0]


class CrmTaskAttemptDelay(models.Model):
    _name = "crm.task.attempt.delay"
    _inherit = ["crm.task.delay"]
    _description = "Delay before the next Attempt"
    _order = "sequence, id"

    effect_id = fields.Many2one(
        "crm.task.outcome.effect", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)

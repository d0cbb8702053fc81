"""Automation rules that wait for tasks: their records are the documents."""

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.crm_task_types.models.crm_task_cached import kept_answer

ON_OUTCOME, ON_OVERDUE, ON_CREATED = (
    "on_task_outcome",
    "on_task_overdue",
    "on_task_created",
)
TASK_TRIGGERS = [
    (ON_OUTCOME, "On task outcome"),
    (ON_OVERDUE, "On task overdue"),
    (ON_CREATED, "On task created"),
]
TRIGGERS = [trigger for trigger, _label in TASK_TRIGGERS]
# of which task and result an action may speak; ids, in the context
TASK_KEY, RESULT_KEY = "crm_task_id", "crm_task_result_id"


class BaseAutomation(models.Model):
    _name = "base.automation"
    _inherit = ["base.automation", "crm.task.cached"]
    _cached_fields = frozenset({"active", "model_id", "trigger"})

    trigger = fields.Selection(
        selection_add=TASK_TRIGGERS,
        ondelete={trigger: "cascade" for trigger in TRIGGERS},
    )
    model_has_tasks = fields.Boolean(related="model_id.is_mail_activity")
    # "restrict": a rule that loses the last of them would run for all
    task_type_ids = fields.Many2many(
        "mail.activity.type",
        "base_automation_mail_activity_type_rel",
        string="Task types",
        domain="[('applicable_model', '=', model_name)]",
        ondelete="restrict",
        help="Empty: tasks of all types.",
    )
    task_outcome_ids = fields.Many2many(
        "crm.task.outcome",
        "base_automation_crm_task_outcome_rel",
        string="Outcomes",
        ondelete="restrict",
        help="Empty: all outcomes.",
    )

    # ---- what can't be configured

    @api.constrains("trigger", "model_id")
    def _check_trigger(self):
        result = super()._check_trigger()
        for rule in self.filtered(lambda rule: rule.trigger in TRIGGERS):
            if not rule.model_id.is_mail_activity or rule.model_id.transient:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” waits for tasks, but there are none on "
                        "“%(model)s”.",
                        rule=rule.name,
                        model=rule.model_id.name,
                    )
                )
        return result

    @api.constrains("trigger", "action_server_ids")
    def _check_trigger_state(self):
        result = super()._check_trigger_state()
        for rule in self.filtered(lambda rule: rule.trigger == "on_unlink"):
            if {"create_task", "press_outcome"} & set(
                rule.action_server_ids.mapped("state")
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” can't work on tasks of a record that is deleted: they "
                        "are deleted with it.",
                        rule.name,
                    )
                )
        return result

    @api.constrains("trigger", "model_id", "task_type_ids", "task_outcome_ids")
    def _check_task_filters(self):
        for rule in self.filtered(lambda rule: rule.trigger in TRIGGERS):
            for task_type in rule.task_type_ids:
                if not task_type._applies_to(rule.model_name):
                    raise ValidationError(
                        self.env["mail.activity"]._not_applicable_message(
                            task_type, rule.model_name
                        )
                    )
            allowed = rule.task_type_ids
            others = rule.task_outcome_ids.filtered(
                lambda outcome, allowed=allowed: (
                    allowed and outcome.activity_type_id not in allowed
                )
            )
            if others and rule.trigger == ON_OUTCOME:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(outcome)s” is no outcome of its task types.",
                        rule=rule.name,
                        outcome=others[0].name,
                    )
                )

    @api.onchange("model_id", "trigger", "task_type_ids")
    def _onchange_task_filters(self):
        self.task_type_ids = self.task_type_ids.filtered(
            lambda task_type: task_type._applies_to(self.model_name)
        )
        if self.task_type_ids:
            types = self.task_type_ids._origin
            self.task_outcome_ids = self.task_outcome_ids.filtered(
                lambda outcome: outcome.activity_type_id in types
            )

    @api.model
    @kept_answer()
    def _task_rule_ids(self):
        """``{(trigger, model): ids}`` of the active rules that wait for tasks."""
        # sudo: rules count for everybody, only administrators may read them
        rules = self.sudo().with_context(active_test=True)
        found = {}
        for rule in rules.search([("trigger", "in", TRIGGERS)]):
            key = (rule.trigger, rule.model_name)
            found[key] = (*found.get(key, ()), rule.id)
        return found

    @api.model
    def _task_rules(self, trigger, model):
        """The active rules of a model that wait for this."""
        return self.browse(self._task_rule_ids().get((trigger, model), ()))

    @api.model
    def _has_task_rules(self, trigger):
        return any(waits_for == trigger for waits_for, _model in self._task_rule_ids())

    # ---- running them

    def _run_on_task(self, task, result=None):
        """Run the rule on the document of a task, if both match.

        Recursion ends as in all automation rules: while a rule works on a document,
        it doesn't start there again.

        :param result: the ``crm.task.result`` of the press; empty for none
        :raise UserError: naming the rule, when one of its actions fails
        """
        self.ensure_one()
        # the rule before may have deleted the task, or the document and its tasks
        if not task.exists() or not self._matches_task(task, result):
            return
        document = task._documents(task.res_model)
        if not document:
            return
        context = {TASK_KEY: task.id, RESULT_KEY: result.id if result else False}
        if "__action_done" not in self.env.context:
            context["__action_done"] = {}
        rule = self.with_context(**context)
        # sudo: as the actions themselves, whoever pressed
        document = document.with_env(rule.env).sudo()
        try:
            rule._process(rule._filter_post(document))
        except OperationalError:
            raise  # Odoo tries again when two transactions met
        except Exception as error:  # of whatever its actions do
            raise self._failed_error(error) from error

    def _matches_task(self, task, result):
        rule = self.sudo()  # rules count for everybody, only admins may read them
        if rule.task_type_ids and task.activity_type_id not in rule.task_type_ids:
            return False
        if rule.trigger == ON_OUTCOME and rule.task_outcome_ids:
            return result.outcome_id in rule.task_outcome_ids
        return True

    def _failed_error(self, error):
        failed = UserError(
            self.env._(
                "The automation rule “%(rule)s” failed, so nothing was done: %(error)s",
                rule=self.sudo().name,  # its name is no secret
                error=error,
            )
        )
        self._add_postmortem(failed)
        return failed


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    @api.model
    def _get_eval_context(self, action=None):
        """``task`` and ``result``: what started the action; empty if nothing did."""
        context = self.env.context
        return super()._get_eval_context(action) | {
            "task": self._browse_started("mail.activity", context.get(TASK_KEY)),
            "result": self._browse_started("crm.task.result", context.get(RESULT_KEY)),
        }

    @api.model
    def _browse_started(self, model, res_id):
        return self.env[model].browse(res_id).exists() if res_id else self.env[model]

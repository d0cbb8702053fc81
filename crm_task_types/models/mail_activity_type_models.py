"""On which documents a task type may be used."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    model_ids = fields.Many2many(
        "ir.model",
        "mail_activity_type_ir_model_rel",
        "activity_type_id",
        "model_id",
        string="Applies to",
        domain=[("is_mail_activity", "=", True), ("transient", "=", False)],
        # every user may know where a type applies, few may read ir.model
        bypass_search_access=True,
        help="The kinds of documents on which tasks of this type can be planned. "
        "Empty: on all.",
    )
    applicable_model = fields.Char(
        compute="_compute_applicable_model",
        search="_search_applicable_model",
        help="Only for searching: finds the types that apply to a given model.",
    )
    model_names = fields.Char(
        compute="_compute_model_names", compute_sudo=True, string="Used on"
    )

    @api.constrains("res_model", "model_ids")
    def _check_models_agree(self):
        for task_type in self.sudo():  # reads the names of models for the message
            if task_type.res_model and task_type.model_ids - task_type._single_model():
                raise ValidationError(
                    self.env._(
                        "“%(type)s” is made for %(model)s only by the application "
                        "that brought it. "
                        "It can't be opened to other documents.",
                        type=task_type.name,
                        model=task_type._single_model().name,
                    )
                )

    @api.constrains("res_model", "model_ids", "triggered_next_type_id")
    def _check_next_type_applies(self):
        chained = self | self.search([("triggered_next_type_id", "in", self.ids)])
        for task_type in chained.filtered("triggered_next_type_id"):
            following = task_type.triggered_next_type_id
            if following._allowed_models() and not (
                task_type._allowed_models()
                and task_type._allowed_models() <= following._allowed_models()
            ):
                raise ValidationError(
                    self.env._(
                        "“%(type)s” triggers “%(next)s”, which can only be used on: "
                        "%(models)s. "
                        "Limit “%(type)s” to the same documents, or choose another "
                        "next task.",
                        type=task_type.name,
                        next=following.name,
                        models=following._allowed_names(),
                    )
                )

    @api.constrains("res_model", "model_ids")
    def _check_used_where_it_applies(self):
        """Templates and server actions keep a type that applies to their model."""
        # sudo: templates and actions count, whoever may see them
        lines = (
            self.env["mail.activity.plan.template"]
            .sudo()
            .search([("activity_type_id", "in", self.ids)])
        )
        lines._check_activity_type_res_model()
        actions = (
            self.env["ir.actions.server"]
            .sudo()
            .search([("activity_type_id", "in", self.ids)])
        )
        actions._check_activity_type_applies()

    def _compute_applicable_model(self):
        self.applicable_model = False

    @api.depends("res_model", "model_ids")
    def _compute_model_names(self):
        for task_type in self:
            task_type.model_names = task_type._allowed_names() or self.env._(
                "All documents"
            )

    @api.model
    def _search_applicable_model(self, operator, value):
        """Types that apply to one of the given models; ``False`` stands for a task
        without a document."""
        if operator != "in":
            return NotImplemented
        unlimited = Domain("res_model", "=", False) & Domain("model_ids", "=", False)
        named = [model for model in value if model]
        if not named:
            return unlimited
        return (
            unlimited
            | Domain("res_model", "in", named)
            | (Domain("res_model", "=", False) & Domain("model_ids.model", "in", named))
        )

    def _single_model(self):
        return self.env["ir.model"]._get(self.res_model)

    def _allowed_models(self):
        """The technical names of the models to which the type is limited; empty: no
        limit.

        :rtype: frozenset[str]
        """
        self.ensure_one()
        if self.res_model:
            return frozenset([self.res_model])
        return frozenset(
            self.sudo().model_ids.mapped("model")
        )  # names of models are no secret

    def _allowed_names(self):
        self.ensure_one()
        allowed = (
            self.env["ir.model"]._get(model) for model in sorted(self._allowed_models())
        )
        return ", ".join(
            model.sudo().name for model in allowed
        )  # names of models are no secret

    def _applies_to(self, model):
        """Whether tasks of this type can be planned on ``model``.

        :param model: a technical name; empty for a task without a document
        """
        allowed = self._allowed_models()
        return not allowed or model in allowed

"""The document a task hangs on: its name, its client, and which types it takes."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class MailActivity(models.Model):
    _inherit = "mail.activity"

    activity_type_id = fields.Many2one(
        domain="[('applicable_model', '=', res_model)]",
        tracking=True,
    )
    document_ref = fields.Reference(
        selection="_selection_document_models",
        string="Document",
        compute="_compute_document_ref",
        readonly=False,
        store=False,
        help="The record on which the task hangs. Empty: a personal task.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Client",
        compute="_compute_partner_id",
        compute_sudo=True,
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        help="The client of the document.",
    )

    # ---- computes, one query per model and not per task

    @api.depends("res_model", "res_id")
    def _compute_res_name(self):
        self._compute_from_documents("res_name")

    @api.depends("res_model", "res_id")
    def _compute_partner_id(self):
        self._compute_from_documents("partner_id")

    def _compute_from_documents(self, field_name):
        take = self._taken_from_documents()[field_name]
        for model, tasks in self.grouped("res_model").items():
            documents = tasks._documents(model)
            values = take(documents) if documents else {}
            for task in tasks:
                task[field_name] = values.get(task.res_id, False)

    @api.model
    def _taken_from_documents(self):
        """Hook: the precomputed fields that tasks take from their documents.

        :return: ``{field name: function of the documents of a model, which gives the
            values by their ids}``
        """
        return {"res_name": self._take_names, "partner_id": self._take_clients}

    @api.model
    def _take_names(self, documents):
        return {document.id: document.display_name for document in documents}

    @api.model
    def _take_clients(self, documents):
        clients = documents._mail_get_partners()
        return {id_: partners[:1] for id_, partners in clients.items()}

    @api.depends("res_model", "res_id")
    def _compute_document_ref(self):
        offered = {model for model, _name in self._selection_document_models()}
        for task in self:
            has_document = task.res_model in offered and task.res_id
            task.document_ref = (
                f"{task.res_model},{task.res_id}" if has_document else False
            )

    @api.model
    def _selection_document_models(self):
        """The models with tasks that the user may read."""
        # sudo: the list of models is no secret, access to each is checked
        found = (
            self.env["ir.model"]
            .sudo()
            .search([("is_mail_activity", "=", True), ("transient", "=", False)])
        )
        return [
            (model.model, model.name)
            for model in found
            if model.model in self.env and self.env[model.model].has_access("read")
        ]

    def _refresh_document_values(self):
        """To be called when the client or the name of a document changed."""
        for field_name in ("partner_id", "res_name"):
            self.env.add_to_compute(self._fields[field_name], self)

    # ---- which types a document takes

    @api.model
    def _default_activity_type_for_model(self, model):
        return self.env["mail.activity.type"].search(
            [("applicable_model", "=", model or False)], limit=1
        )

    @api.constrains("activity_type_id", "res_model_id")
    def _check_type_applies(self):
        if self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        for (task_type, model), _tasks in self.grouped(
            lambda task: (task.activity_type_id, task.res_model)
        ).items():
            if task_type.retired:
                raise ValidationError(
                    self.env._(
                        "The task type “%s” was deleted. Please choose another one.",
                        task_type.name,
                    )
                )
            if task_type and not task_type._applies_to(model):
                raise ValidationError(self._not_applicable_message(task_type, model))

    @api.model
    def _not_applicable_message(self, task_type, model):
        return self.env._(
            "A task of type “%(type)s” can't be planned on “%(model)s”. This type can "
            "be used on: %(allowed)s.",
            type=task_type.name,
            model=self.env["ir.model"]._get(model).sudo().name  # names are no secret
            if model
            else self.env._("no document"),
            allowed=task_type._allowed_names(),
        )

    # ---- writing

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [self._prepare_document_values(vals) for vals in vals_list]
        )

    def write(self, vals):
        vals = self._prepare_document_values(vals)
        result = super().write(vals)
        if "res_id" in vals or "res_model_id" in vals:
            self._check_document_readable()
        return result

    @api.model
    def _prepare_document_values(self, vals):
        if "document_ref" not in vals:
            return vals
        vals = dict(vals)
        model, res_id = self._parse_document_ref(vals.pop("document_ref"))
        return vals | {
            "res_model_id": self.env["ir.model"]._get_id(model) if model else False,
            "res_id": res_id,
        }

    @api.model
    def _parse_document_ref(self, reference):
        """:return: model and id of a reference given as ``"model,id"`` or as a record;
        empty: two times ``False``"""
        if isinstance(reference, models.BaseModel):
            return (reference._name, reference.id) if reference else (False, False)
        if not reference:
            return False, False
        model, _comma, res_id = str(reference).partition(",")
        if not self._takes_tasks(model) or not res_id.isdecimal() or not int(res_id):
            raise ValidationError(
                self.env._(
                    "“%s” is not a document. Please choose one from the list.",
                    reference,
                )
            )
        return model, int(res_id)

    @api.model
    def _takes_tasks(self, model):
        takes = self.env.registry["mail.activity.mixin"]
        return (
            model in self.env
            and isinstance(self.env[model], takes)
            and not self.env[model]._abstract
        )

    def _check_document_readable(self):
        """Moving a task to a document must not open that document."""
        for model, tasks in self.filtered("res_model").grouped("res_model").items():
            self.env[model].browse({task.res_id for task in tasks}).check_access("read")

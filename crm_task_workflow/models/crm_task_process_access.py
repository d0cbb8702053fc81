"""Who sees runs of processes: who may read their document, and nobody else.

===========  =================================================================
operation    allowed by the access rights of the model and ...
===========  =================================================================
search/read  he may read the document; without a document, task administrators
others       only the system: runs are made and moved by the engine
===========  =================================================================

Tokens and events belong to their run.
"""

from odoo import api, fields, models
from odoo.fields import Domain

ADMIN = "crm_task_types.group_task_admin"


class CrmTaskProcessDocument(models.AbstractModel):
    """Something that hangs on a document of any model."""

    _name = "crm.task.process.document"
    _description = "Part of a Document"

    res_model = fields.Char("Document model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", required=True, readonly=True
    )

    def _document_groups(self):
        """``{model: records of self}``, of the models that still exist."""
        groups = self.grouped("res_model")
        return {model: found for model, found in groups.items() if model in self.env}

    def _documents_by_id(self):
        """``{(model, id): document}`` of those that exist."""
        return {
            (model, document.id): document
            for model, records in self._document_groups().items()
            for document in self.env[model]
            .browse(set(records.mapped("res_id")))
            .exists()
        }

    def _check_access(self, operation):
        result = super()._check_access(operation)
        checked = self - result[0] if result else self
        if not checked or self.env.su:
            return result
        denied = checked - checked._filtered_readable()
        if not denied:
            return result
        denied |= result[0] if result else denied
        return denied, lambda: denied._make_access_error(operation)

    def _filtered_readable(self):
        allowed = set()
        # sudo: only to learn which documents to ask
        for model, records in self.sudo()._document_groups().items():
            documents = self.env[model].browse(set(records.mapped("res_id")))
            existing = documents.exists()
            readable = set(existing._filtered_access("read").ids)
            if self.env.user.has_group(ADMIN):
                readable |= set((documents - existing).ids)
            allowed |= {record.id for record in records if record.res_id in readable}
        return self.filtered(lambda record: record.id in allowed)

    def _make_access_error(self, operation):
        return self.env["ir.rule"]._make_access_error(operation, self)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._visible_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _visible_domain(self):
        # sudo: only to learn which models there are
        groups = self.sudo()._read_group([], ["res_model"])
        parts = []
        for (model,) in groups:
            if model not in self.env or not self.env[model].has_access("read"):
                continue
            documents = self.env[model].with_context(active_test=False)
            visible = Domain("res_id", "in", documents._search([]))
            if self.env.user.has_group(ADMIN):
                every = documents.sudo()._search([])  # sudo: to see what is gone
                visible |= Domain("res_id", "not in", every)
            parts.append(Domain("res_model", "=", model) & visible)
        return Domain.OR(parts)


class CrmTaskProcessPart(models.AbstractModel):
    """Something that belongs to a run and is for those who may see the run."""

    _name = "crm.task.process.part"
    _description = "Part of a Process Run"

    run_id = fields.Many2one(
        "crm.task.process.run", required=True, index=True, ondelete="cascade"
    )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        checked = self - result[0] if result else self
        if not checked or self.env.su:
            return result
        # sudo: only to learn which runs to ask
        readable = checked.sudo().run_id.sudo(False)._filtered_access("read")
        denied = checked.filtered(
            lambda part: part.sudo().run_id.id not in readable.ids
        )
        if not denied:
            return result
        denied |= result[0] if result else denied
        return denied, lambda: self.env["ir.rule"]._make_access_error(operation, denied)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            visible = self.env["crm.task.process.run"]._search([])
            domain = Domain(domain) & Domain("run_id", "in", visible)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

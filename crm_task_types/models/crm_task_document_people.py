from odoo import api, models


class CrmTaskDocumentPeople(models.AbstractModel):
    """Who is responsible for a document, whatever its model."""

    _name = "crm.task.document.people"
    _description = "People of a Document"

    @api.model
    def _salesperson(self, document):
        field = document._fields.get("user_id")
        found = field is not None and field.comodel_name == "res.users"
        return document.user_id if found else self.env["res.users"]

    @api.model
    def _team(self, document):
        """The sales team of a document, else that of its salesperson."""
        field = document._fields.get("team_id")
        if field is not None and field.comodel_name == "crm.team" and document.team_id:
            return document.team_id
        return self._salesperson(document).sale_team_id

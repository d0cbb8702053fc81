"""The checklists that new tasks get, on what gives them."""

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL
from odoo.tools.sql import column_exists

from ..tools import checklist


class CrmTaskChecklistOwner(models.AbstractModel):
    """Something that gives new tasks a checklist, in its ``checklist_line_ids``."""

    _name = "crm.task.checklist.owner"
    _description = "Checklist of New Tasks"

    default_checklist = fields.Text(
        "Checklist as text",
        compute="_compute_default_checklist",
        inverse="_inverse_default_checklist",
        help="The checklist for imports and integrations: one item per line, required "
        "ones with an asterisk * at the end.",
    )

    @api.depends("checklist_line_ids.name", "checklist_line_ids.is_required")
    @api.depends_context("lang")
    def _compute_default_checklist(self):
        for owner in self:
            owner.default_checklist = checklist.to_text(
                checklist.Line(line.name or "", line.is_required)
                for line in owner.checklist_line_ids
            )

    def _inverse_default_checklist(self):
        """People keep the items that are still there."""
        Line = self.env["crm.task.checklist.line"]
        for owner in self:
            people = {line.name: line.user_id.id for line in owner.checklist_line_ids}
            items = Line._prepare_values_of_text(owner.default_checklist)
            owner.checklist_line_ids = [
                Command.clear(),
                *(
                    Command.create({**item, "user_id": people.get(item["name"], False)})
                    for item in items
                ),
            ]

    def _prepare_checklist_values(self):
        """The values of the items of a new task, in their order."""
        return [
            {"sequence": position, **line._prepare_item_values()}
            for position, line in enumerate(self.checklist_line_ids)
        ]

    @api.model
    def _take_over_checklist_texts(self):
        """Until version 19.0.1.1.0 a checklist was a text, in each language."""
        if not column_exists(self.env.cr, self._table, "default_checklist"):
            return
        table = SQL.identifier(self._table)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, default_checklist FROM %s"
                " WHERE default_checklist IS NOT NULL",
                table,
            )
        )
        for owner_id, texts in rows:
            owner = self.browse(owner_id)
            if not owner.checklist_line_ids:
                owner._take_over_texts(texts)
        self.env.cr.execute(SQL("ALTER TABLE %s DROP COLUMN default_checklist", table))

    def _take_over_texts(self, texts):
        """:param texts: by language; those that have other lines than the source are
        left out"""
        source = self.with_context(lang=None)
        source.default_checklist = texts.pop("en_US", "")
        for lang, text in texts.items():
            lines = checklist.parse(text)
            if len(lines) == len(source.checklist_line_ids):
                for item, line in zip(source.checklist_line_ids, lines, strict=True):
                    item.with_context(lang=lang).name = line.name

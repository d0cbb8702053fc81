"""Sharing a task doesn't open its document: where a colleague can't read that, the task
comes to him without its name, its links and its client.

The task itself keeps them, so that completing it does all that has to be done; they are
left out where values leave the system, and in what searches compare, sort and group by.
"""

from itertools import product

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

DOCUMENT_FIELDS = {
    "res_model_id",
    "res_model",
    "res_id",
    "res_name",
    "document_ref",
    "partner_id",
}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # ---- what leaves the system

    def _read_format(self, fnames, load="_classic_read"):
        values = super()._read_format(fnames, load)
        return self._blank(values, DOCUMENT_FIELDS.intersection(fnames))

    def web_read(self, specification):
        # a hidden task may come from what the system read for itself before: it isn't
        # there, as if it had been deleted
        if specification.keys() <= {"id"}:  # no right is asked for
            return super(MailActivity, self - self._hidden()).web_read(specification)
        try:
            values = super().web_read(specification)
        except AccessError:
            if not (hidden := self._hidden()):
                raise
            values = super(MailActivity, self - hidden).web_read(specification)
        # the others are empty by now, and so is what is read through them
        followed = {
            name
            for name in DOCUMENT_FIELDS.intersection(specification)
            if specification[name] and "reference" in self._fields[name].type
        }
        return self._blank(values, followed)

    def _blank(self, values_list, names):
        """Empty the fields ``names`` in the values of tasks whose document stays
        closed."""
        closed = self._with_closed_document() if names else ()
        for values in values_list:
            if values.get("id") in closed:
                values.update(dict.fromkeys(names, False))
        return values_list

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        columns = [
            number
            for number, path in enumerate(fields)
            if path and path[0] in DOCUMENT_FIELDS
        ]
        closed = self._with_closed_document() if columns else ()
        if not closed:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        rows = []
        for task in self:
            lines = super(MailActivity, task)._export_rows(
                fields, _is_toplevel_call=_is_toplevel_call
            )
            if task.id in closed:
                for line, column in product(lines, columns):
                    line[column] = ""
            rows += lines
        return rows

    def onchange(self, values, field_names, fields_spec):
        result = super().onchange(values, field_names, fields_spec)
        if "value" in result and self._with_closed_document():
            for name in DOCUMENT_FIELDS.intersection(result["value"]):
                del result["value"][name]
        return result

    def _to_store_defaults(self, target):
        fields = super()._to_store_defaults(target)
        if not self._is_widened():
            return fields
        closed = self._with_closed_document()
        return [
            Store.Attr(field, lambda task, name=field: task._open_value(name, closed))
            if field in DOCUMENT_FIELDS
            else field
            for field in fields
        ]

    def _open_value(self, name, closed):
        return False if self.id in closed else self[name]

    def _with_closed_document(self):
        """The ids of the tasks that sharing shows to the user, and whose document he
        can't read."""
        others = self._of_others() if self._is_widened() else self.browse()
        # sudo: only to learn which documents to ask about
        documents = others.sudo()
        asked = Domain("res_model", "in", documents.mapped("res_model"))
        asked &= Domain("res_id", "in", documents.mapped("res_id"))
        # sudo: the query alone, without rules; it answers with ids the user asked for
        query = self.sudo()._search([("id", "in", others.ids)], active_test=False)
        if query.is_empty():
            return frozenset()
        query.add_where(
            SQL(
                "%s IS NOT NULL AND %s IS NOT TRUE",
                self._field_to_sql(self._table, "res_model"),
                self._known_sql(query, asked),
            )
        )
        return frozenset(query)

    # ---- what searches see

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not bypass_access and self._is_widened():
            # asked when ``domain`` is what it becomes here
            known = Domain.custom(
                to_sql=lambda model, alias, query: self._known_sql(query, domain)
            )
            domain = Domain(domain).map_conditions(
                lambda condition: self._only_where(known, condition)
            )
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _only_where(self, known, condition):
        if condition.field_expr.split(".")[0] not in DOCUMENT_FIELDS:
            return condition
        return condition & known

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        name = field_name.split(".")[0]
        if name not in DOCUMENT_FIELDS or not self._is_widened():
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        if alias != self._table:  # another model sorts by what its tasks say
            return SQL()
        column = self._if_known_sql(self._field_to_sql(alias, name, query), query)
        return SQL("%s %s %s", column, direction, nulls)

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        column = super()._read_group_groupby(alias, groupby_spec, query)
        name = groupby_spec.split(":")[0].split(".")[0]
        if name not in DOCUMENT_FIELDS or not self._is_widened():
            return column
        if alias != self._table:  # another model groups by what its tasks say
            return SQL("NULL")
        return self._if_known_sql(column, query)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.split(":")[0]
        if name in DOCUMENT_FIELDS and self._is_widened():
            query.add_where(self._known_sql(query))
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _if_known_sql(self, column, query):
        return SQL("CASE WHEN %s THEN %s END", self._known_sql(query), column)

    @api.model
    def _known_sql(self, query, domain=Domain.TRUE):
        """Whether the user knows the document of the task: it is his own task, or he
        may read the document.

        :param domain: what all of these tasks fulfil
        """
        return SQL(
            "(%s OR %s)", self._own_sql(), self._document_sql(query, domain, "read")
        )

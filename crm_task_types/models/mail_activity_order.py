"""Groups of many tasks in the order of their names, without a name for each task.

Odoo joins what it orders groups by to every task before it counts, and sorts them all.
Here the groups are counted first: few people, types and statuses have to be ordered.
"""

from odoo import api, models
from odoo.tools import SQL

ORDERED = ("user_id", "activity_type_id", "status_id")


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _read_group_orderby(self, order, groupby_terms, query):
        grouped = self.with_context(
            crm_task_groups=tuple(name for name in ORDERED if name in groupby_terms)
        )
        return super(MailActivity, grouped)._read_group_orderby(
            order, groupby_terms, query
        )

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name not in self.env.context.get("crm_task_groups", ()):
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        # sudo: a group is shown by its name, whoever may read more of it
        others = self.env[self._fields[field_name].comodel_name].sudo()
        known = others.with_context(active_test=False)._search(
            [], order=f"{others._order}, id"
        )
        return SQL(
            "array_position(ARRAY(%s), %s) %s %s",
            known.select(),
            self._field_to_sql(alias, field_name, query),
            direction,
            nulls,
        )

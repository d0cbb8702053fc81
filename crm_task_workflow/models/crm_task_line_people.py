"""Who works on the task of a line beside its assignee, and who looks on."""

from odoo import fields, models

# what a line calls them, and where the task keeps them
PEOPLE = {"co_executors": "co_executor_ids", "observers": "observer_ids"}


def co_executors_field(table):
    """The field in which a model keeps the co-executors of its lines."""
    return fields.Many2many(
        "res.users",
        f"{table}_co_executor_rel",
        string="Co-executors",
        domain=[("share", "=", False)],
        help="They work on the task, too. Whoever is archived or can't open the "
        "document by then is left out.",
    )


def observers_field(table):
    """The field in which a model keeps the observers of its lines."""
    return fields.Many2many(
        "res.users",
        f"{table}_observer_rel",
        string="Observers",
        domain=[("share", "=", False)],
        help="They read the task, and are told what becomes of it. Whoever is archived "
        "or can't open the document by then is left out.",
    )


class CrmTaskLine(models.AbstractModel):
    _inherit = "crm.task.line"

    def _line_people(self, name):
        """Those of the people of the line who can have tasks at all.

        :param str name: a key of :data:`PEOPLE`
        """
        people = self._line(name)._origin
        return people.filtered(lambda user: user.active and not user.share)

    def _fill_people(self, slots, launch):
        """Give each slot its co-executors and observers.

        Nobody looks at whom a rule adds: those who can't open the document are left
        out, and the history of the document says so.
        """
        people = {name: found for name in PEOPLE if (found := self._line_people(name))}
        if not slots or not people:
            return
        launch.documents = slots[0].document.union(*[slot.document for slot in slots])
        for slot in slots:
            left_out = self.env["res.users"]
            for name, users in people.items():
                able = users.filtered(
                    lambda user: self._can_open(user, slot.document, launch)  # noqa: B023
                )
                slot.people[PEOPLE[name]] = able.ids
                left_out |= users - able
            if left_out:
                slot.remarks.append(
                    self.env._(
                        "Without %(people)s, who can't open the document",
                        people=", ".join(left_out.mapped("name")),
                    )
                )

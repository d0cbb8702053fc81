"""Who gets the task of a line."""

from odoo import api, models
from odoo.exceptions import ValidationError

from .crm_task_assignee import ASK, FIXED

ERROR, FALLBACK_USER, UNASSIGNED = "error", "user", "unassigned"
FALLBACKS = [
    (ERROR, "Refuse"),
    (FALLBACK_USER, "Assign to a person"),
    (UNASSIGNED, "Leave unassigned"),
]


class CrmTaskLine(models.AbstractModel):
    _inherit = "crm.task.line"

    @api.constrains(
        lambda self: [
            *self._line_names("rule", "person", "fallback", "fallback_person"),
            *self._line_sources(),
        ]
    )
    def _check_line_assignee(self):
        for line in self._lines():
            if line._assignee_rule() == FIXED and not line._line("person"):
                raise ValidationError(
                    self.env._(
                        "“%s”: please choose who gets the task.", line._line_label()
                    )
                )
            instead = line._line("fallback") == FALLBACK_USER
            if instead and not line._line("fallback_person"):
                raise ValidationError(
                    self.env._(
                        "“%s”: please choose who gets the task if nobody is found.",
                        line._line_label(),
                    )
                )

    def _assignee_rule(self):
        """One of :data:`crm_task_assignee.RULES`."""
        return self._line("rule")

    def _fill_assignees(self, slots, launch):
        """Give each slot its assignee, or the problem that there is none."""
        nobody = self.env["res.users"]
        documents = slots[0].document.union(*[slot.document for slot in slots])
        launch.documents = documents
        found, problems = self._find_responsibles(documents, launch)
        for slot in slots:
            user = (found.get(slot.document.id) or nobody).with_env(self.env)
            refused = problems.get(slot.document.id)
            if refused and not launch.automatic:
                slot.user, slot.problem = user, refused
            elif problem := refused or self._assignee_problem(
                slot.document, user, launch
            ):
                self._fall_back(slot, user, problem, launch)
            else:
                slot.user = user

    def _find_responsibles(self, documents, launch):
        """:return: ``{document id: user}`` and ``{document id: problem}``"""
        rule = self._assignee_rule()
        found = self.env["crm.task.assignee"]._find_assignees(
            rule,
            documents.sudo(),  # sudo: whoever has the task made, all teams count
            launch.user if rule == ASK else self._line("person"),
            launch.given,
        )
        return found, {}

    def _assignee_problem(self, document, user, launch):
        """Why ``user`` can't get the task; empty if he can."""
        if not user:
            return self._nobody_problem(document, user)
        if not self._can_open(user, document, launch):
            return self.env._(
                "“%(task)s” can't be assigned to %(user)s, who can't open "
                "“%(document)s”.",
                user=user.name,
                task=self._line_label(),
                document=document.display_name,
            )
        return ""

    def _nobody_problem(self, document, user):
        return self.env._(
            "Nobody was found for “%(task)s” on “%(document)s”.",
            task=self._line_label(),
            document=document.display_name,
        )

    def _can_open(self, user, document, launch):
        """Whether a person can open a document; the others at hand are looked up with
        it."""
        if user == self.env.user and not self.env.su:
            return True
        known = launch.readable.setdefault((user.id, document._name), {})
        if document.id not in known:
            # sudo: he may work in all of his companies, whichever are chosen right now
            companies = user.sudo().company_ids.ids
            opened = (
                launch.documents.with_user(user)
                .with_context(allowed_company_ids=companies)
                ._filtered_access("read")
            )
            able = set(opened.ids)
            known.update({res_id: res_id in able for res_id in launch.documents.ids})
        return known[document.id]

    def _fall_back(self, slot, user, problem, launch):
        """Who gets the task instead.

        Somebody who has tasks made by hand learns of people who can't open the
        document; a line that asks must be answered. Everything else goes by the line.
        """
        asked = user or self._assignee_rule() == ASK
        fallback = self._line("fallback")
        if fallback == ERROR or (asked and not launch.automatic):
            slot.user, slot.problem = user, problem
            return
        person = self._line("fallback_person").filtered("active")
        if (
            fallback != FALLBACK_USER
            or not person
            or self._assignee_problem(slot.document, person, launch)
        ):
            person = person.browse()
        slot.user = person
        if not person:
            slot.remarks.append(problem)

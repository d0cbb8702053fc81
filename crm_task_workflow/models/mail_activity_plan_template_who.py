"""Who gets the tasks of a template."""

from odoo import models

from .crm_task_assignee import ASK
from .mail_activity_plan_template import (
    ERROR,
    FALLBACK_USER,
    OWN_RULES,
    RULE_OF,
)


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    def _fill_assignees(self, slots, launch):
        """Give each slot its assignee, or the problem that there is none."""
        nobody = self.env["res.users"]
        documents = slots[0].document.union(*[slot.document for slot in slots])
        launch.documents = documents
        found, problems = self._find_responsibles(documents, launch)
        for slot in slots:
            user = (found.get(slot.document.id) or nobody).with_env(self.env)
            problem = problems.get(slot.document.id) or self._assignee_problem(
                slot.document, user, launch
            )
            if problem:
                self._fall_back(slot, user, problem, launch)
            else:
                slot.user = user

    def _find_responsibles(self, documents, launch):
        """:return: ``{document id: user}`` and ``{document id: problem}``"""
        rule = RULE_OF.get(self.responsible_type)
        if rule:
            user = launch.user if rule == ASK else self.responsible_id
            # sudo: the salesperson or team of a document is found for whoever
            # applies the template
            found = self.env["crm.task.assignee"]._find_assignees(
                rule, documents.sudo(), user, launch.given
            )
            return found, {}
        # a way to assign that another application brings, one document at a time
        answers = {
            document.id: self._determine_responsible(launch.user, document)
            for document in documents
        }
        found = {key: answer["responsible"] for key, answer in answers.items()}
        return found, {key: answer["error"] for key, answer in answers.items()}

    def _assignee_problem(self, document, user, launch):
        """Why ``user`` can't get the task; empty if he can."""
        if not user and self.responsible_type == "on_demand":
            return self._determine_responsible(user, document)["error"]
        values = {"task": self._get_title(), "document": document.display_name}
        if not user:
            return self.env._(
                "Nobody was found for “%(task)s” on “%(document)s”.", **values
            )
        if not self._can_open(user, document, launch):
            return self.env._(
                "“%(task)s” can't be assigned to %(user)s, who can't open "
                "“%(document)s”.",
                user=user.name,
                **values,
            )
        return ""

    def _can_open(self, user, document, launch):
        """Whether a person can open a document; the others at hand are looked up with
        it."""
        if user == self.env.user and not self.env.su:
            return True
        known = launch.readable.setdefault((user.id, document._name), {})
        if document.id not in known:
            # sudo: the companies of a colleague, to look through his eyes
            companies = user.sudo().company_ids.ids
            opened = (
                launch.documents.with_user(user)
                .with_context(allowed_company_ids=companies)
                ._filtered_access("read")
            )
            known.update(
                {res_id: res_id in opened.ids for res_id in launch.documents.ids}
            )
        return known[document.id]

    def _fall_back(self, slot, user, problem, launch):
        """Who gets the task instead.

        Somebody who applies a template by hand learns of people who can't open the
        document; a line that asks must be answered. Everything else goes by the line.
        """
        asked = user or self.responsible_type == "on_demand"
        if self.assignee_fallback == ERROR or (asked and not launch.automatic):
            slot.user, slot.problem = user, problem
            return
        person = self.fallback_user_id.filtered("active")
        if (
            self.assignee_fallback != FALLBACK_USER
            or not person
            or self._assignee_problem(slot.document, person, launch)
        ):
            person = person.browse()
        slot.user = person
        if not person:
            slot.remarks.append(problem)

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        """Odoo's question for one document, answered by our rules."""
        if self.responsible_type not in OWN_RULES:
            return super()._determine_responsible(
                on_demand_responsible, applied_on_record
            )
        found = self.env["crm.task.assignee"]._find_assignees(
            self.responsible_type,
            applied_on_record.sudo(),  # sudo: as in _find_responsibles
        )
        user = found[applied_on_record.id].with_env(self.env)
        refused = not user and self.assignee_fallback == ERROR
        error = refused and self.env._(
            "Nobody was found for “%(task)s” on “%(document)s”.",
            task=self._get_title(),
            document=applied_on_record.display_name,
        )
        return {"responsible": user, "error": error, "warning": False}

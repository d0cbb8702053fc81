"""Who gets the tasks of a template: Odoo's ways to assign a line, and ours."""

from odoo import models

from .crm_task_assignee import ASK, FIXED
from .crm_task_line_who import ERROR
from .mail_activity_plan_template import RULE_OF


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    def _assignee_rule(self):
        """Empty for a way to assign that another application brings."""
        said = self.responsible_type
        added = self.env["crm.task.assignee"]._knows(said)  # by another module
        return RULE_OF.get(said) or (said if added else None)

    def _find_responsibles(self, documents, launch):
        if self._assignee_rule():
            return super()._find_responsibles(documents, launch)
        answers = {  # other applications answer for one document at a time
            document.id: self._determine_responsible(launch.user, document)
            for document in documents
        }
        found = {key: answer["responsible"] for key, answer in answers.items()}
        return found, {key: answer["error"] for key, answer in answers.items()}

    def _nobody_problem(self, document, user):
        if self._assignee_rule() == ASK:
            return self._determine_responsible(user, document)["error"]
        return super()._nobody_problem(document, user)

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        """Odoo's question for one document, answered by our rules."""
        rule = self._assignee_rule()
        if not rule or rule in (ASK, FIXED):
            return super()._determine_responsible(
                on_demand_responsible, applied_on_record
            )
        found = self.env["crm.task.assignee"]._find_assignees(
            rule,
            applied_on_record.sudo(),  # sudo: as in _find_responsibles
        )
        user = found[applied_on_record.id].with_env(self.env)
        refused = not user and self.assignee_fallback == ERROR
        error = refused and self._nobody_problem(applied_on_record, user)
        return {"responsible": user, "error": error, "warning": False}

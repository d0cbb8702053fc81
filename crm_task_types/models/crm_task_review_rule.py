from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.review import RULES, USER


def review_rules(model):
    """The rules, also those of other add-ons: for a selection of another model."""
    field = model.env["crm.task.review.rule"]._fields["review_rule"]
    return field._description_selection(model.env)


class CrmTaskReviewRule(models.AbstractModel):
    """Who reviews tasks: said by a task type or a line of a template.

    A module adds a rule by ``selection_add`` and a method ``_review_by_<rule>``.
    """

    _name = "crm.task.review.rule"
    _inherit = ["crm.task.document.people"]
    _description = "Who reviews a Task"

    review_rule = fields.Selection(
        RULES,
        "Reviewed by",
        help="Who has to accept a task before it counts as done. What the reviewer "
        "completes himself is accepted at once.",
    )
    review_user_id = fields.Many2one(
        "res.users",
        "Reviewer",
        domain="[('share', '=', False)]",
        ondelete="restrict",
    )

    @api.constrains("review_rule", "review_user_id")
    def _check_review_user(self):
        for record in self:
            if record.review_rule == USER and not record.review_user_id:
                raise ValidationError(
                    self.env._("“%s”: please choose who reviews.", record.display_name)
                )

    @api.model
    def _find_reviewers(self, rule, tasks):
        """Who reviews each of the tasks.

        :param str rule: a rule that finds somebody by the task
        :return: ``{task: res.users}``; empty where the rule finds nobody, or somebody
            who has left
        :rtype: dict
        """
        # sudo: whoever plans the task, all documents and teams count
        found = getattr(self.sudo(), f"_review_by_{rule}")(tasks.sudo())
        return {
            task.with_env(self.env): user.filtered(
                lambda person: person.active and not person.share
            )
            for task, user in found.items()
        }

    def _review_by_creator(self, tasks):
        return {task: task.create_uid for task in tasks}

    def _review_by_salesperson(self, tasks):
        return {
            task: self._salesperson(document)
            for task, document in tasks._with_document()
        }

    def _review_by_leader(self, tasks):
        """Without a team of the document, the leader of the assignee's team."""
        return {
            task: (self._team(document) or task.user_id.sale_team_id).user_id
            for task, document in tasks._with_document()
        }


class MailActivityType(models.Model):
    _name = "mail.activity.type"
    _inherit = ["mail.activity.type", "crm.task.review.rule"]

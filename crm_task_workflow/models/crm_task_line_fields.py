"""Fields of the models that describe tasks and have none of their own for it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_task_types.models.mail_activity_type import PRIORITIES

from .crm_task_line_review import review_rule_field, reviewer_field
from .crm_task_line_who import FALLBACKS, UNASSIGNED


class CrmTaskLineFields(models.AbstractModel):
    _name = "crm.task.line.fields"
    _inherit = ["crm.task.line"]
    _description = "Fields of a Task to be made"

    activity_type_id = fields.Many2one("mail.activity.type")
    delay_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working time",
        ondelete="set null",
        help="Counts only working time. Empty: by the clock.",
    )
    at_hour = fields.Float(
        "At",
        help="The time of day at which the task starts, for its assignee. Empty: the "
        "task has the whole day or, with a delay in minutes or hours, starts when the "
        "delay is over.",
    )
    duration_hours = fields.Float(
        "Duration",
        compute="_compute_type_values",
        store=True,
        readonly=False,
        help="Hours from start to due.",
    )
    priority = fields.Selection(
        PRIORITIES, compute="_compute_type_values", store=True, readonly=False
    )
    assignee_fallback = fields.Selection(
        FALLBACKS,
        "If nobody is found",
        default=UNASSIGNED,
        required=True,
        help="Also when a template that is applied by itself finds somebody who can't "
        "open the document. “Refuse” then refuses what applied the template, such as "
        "winning the deal.",
    )
    fallback_user_id = fields.Many2one(
        "res.users", "Person", domain=[("share", "=", False)], ondelete="restrict"
    )
    review_rule = review_rule_field()
    review_user_id = reviewer_field()
    domain = fields.Char(
        "Only when the document",
        help="The line is left out on documents that don't match. A line that waits "
        "for the previous one looks at the document when its turn comes. Empty: all.",
    )

    @api.constrains(lambda self: ["domain", *self._line_sources()])
    def _check_domain(self):
        for line in self.filtered("domain"):
            document = self.env[line._document_model()]
            try:
                line._parse_domain().validate(document)
            except (ValueError, TypeError, SyntaxError, NameError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(line)s”: the condition can't be read: %(error)s",
                        line=line._line_label(),
                        error=error,
                    )
                ) from error

    def _parse_domain(self):
        self.ensure_one()
        return Domain(safe_eval(self.domain or "[]", {}))

    def _filtered_documents(self, documents):
        """The documents on which the line applies."""
        self.ensure_one()
        if not self.domain:
            return documents
        # sudo: the condition looks at the document, whether or not the user may
        matching = documents.sudo().filtered_domain(self._parse_domain())
        return matching.with_env(documents.env)

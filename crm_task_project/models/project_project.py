"""The tasks of CRM that belong to a project, and how many of them are done."""

from odoo import api, fields, models
from odoo.fields import Domain


class ProjectProject(models.Model):
    _inherit = "project.project"

    crm_task_count = fields.Integer(
        "CRM tasks",
        compute="_compute_crm_tasks",
        help="Those that you may see, without the cancelled ones.",
    )
    crm_task_done_count = fields.Integer("CRM tasks done", compute="_compute_crm_tasks")
    crm_task_progress = fields.Float(
        "CRM progress", compute="_compute_crm_tasks", help="In percent."
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_crm_tasks(self):
        counts = self._crm_task_counts()
        for project in self:
            still_open, done = counts.get(project.id, (0, 0))
            project.crm_task_count = still_open + done
            project.crm_task_done_count = done
            project.crm_task_progress = done and 100 * done / (still_open + done)

    def _crm_task_counts(self):
        """:return: ``{project id: (how many are open, how many are done)}``, as far as
        the user may see them"""
        Task = self.env["mail.activity"].with_context(active_test=False)
        counts = {}
        if not Task.has_access("read"):  # portal users
            return counts
        domain = Domain("project_id", "in", self.ids) & Domain(
            "is_cancelled", "=", False
        )
        for project, is_open, count in Task._read_group(
            domain, ["project_id", "active"], ["__count"]
        ):
            still_open, done = counts.get(project.id, (0, 0))
            counts[project.id] = (
                (still_open + count, done) if is_open else (still_open, done + count)
            )
        return counts

    def action_view_crm_tasks(self):
        """The tasks of the project, the open ones first; new ones hang on it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_task_types.mail_activity_action_all"
        )
        return action | {
            "display_name": self.env._("Tasks of %s", self.display_name),
            "domain": [("project_id", "=", self.id)],
            "context": {
                "default_res_model_id": self.env["ir.model"]._get_id(self._name),
                "default_res_id": self.id,
                "default_project_id": self.id,
                "active_test": False,
                "search_default_open": 1,
                "force_search_count": 1,
            },
        }

    def _get_stat_buttons(self):
        """On the dashboard of the project, beside Odoo's own tasks."""
        buttons = super()._get_stat_buttons()
        buttons.append(
            {
                "icon": "phone",
                "text": self.env._("CRM Tasks"),
                "number": f"{self.crm_task_done_count} / {self.crm_task_count}",
                "action_type": "object",
                "action": "action_view_crm_tasks",
                "show": bool(self.crm_task_count),
                "sequence": 2,
            }
        )
        return buttons

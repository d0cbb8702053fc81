"""The project to which a task belongs, beside the document on which it hangs."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

PROJECT = "project.project"
# the client's projects, and those of nobody; all of them where there is no client
PROJECT_DOMAIN = (
    "[('is_template', '=', False), '|', ('partner_id', '=', False),"
    " ('partner_id', 'child_of', project_client_id)]"
    " if project_client_id else [('is_template', '=', False)]"
)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    project_id = fields.Many2one(
        PROJECT,
        compute="_compute_project_id",
        store=True,
        precompute=True,
        readonly=False,
        copy=True,
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        domain=PROJECT_DOMAIN,
        help="Whoever may open the project sees the task.",
    )
    project_client_id = fields.Many2one(
        "res.partner", compute="_compute_project_client_id", compute_sudo=True
    )
    can_open_project = fields.Boolean(compute="_compute_can_open_project")

    @api.depends("res_model", "res_id")
    def _compute_project_id(self):
        """A task that hangs on a project belongs to it."""
        on_projects = self.filtered(lambda task: task.res_model == PROJECT)
        on_projects._compute_from_documents("project_id")
        for task in self - on_projects:
            task.project_id = task.project_id

    @api.model
    def _taken_from_documents(self):
        return super()._taken_from_documents() | {"project_id": self._take_projects}

    @api.model
    def _take_projects(self, documents):
        if documents._name != PROJECT:
            return {}
        return {project.id: project for project in documents}

    @api.depends("partner_id.commercial_partner_id")
    def _compute_project_client_id(self):
        for task in self:
            task.project_client_id = task.partner_id.commercial_partner_id

    @api.depends("project_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_open_project(self):
        readable = self.project_id._filtered_access("read")
        for task in self:
            task.can_open_project = bool(task.project_id & readable)

    @api.constrains("project_id", "res_model_id", "res_id")
    def _check_project(self):
        for task in self:
            if task.res_model == PROJECT and task.project_id.id != task.res_id:
                raise ValidationError(
                    self.env._(
                        "“%s” hangs on a project, so it belongs to that project.",
                        task.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._check_project_readable()
        return tasks

    def write(self, vals):
        result = super().write(vals)
        if vals.get("project_id"):
            self._check_project_readable()
        return result

    def _check_project_readable(self):
        """Nobody puts tasks where he can't look, or learns of a project by trying. Who
        may plan a task on a project itself is decided as for all documents."""
        if not self.sudo().project_id:  # sudo: only to learn which projects to ask
            return
        tasks = self.sudo().filtered(lambda task: task.res_model != PROJECT)
        projects = tasks.project_id.with_env(self.env)
        if projects - projects._filtered_access("read"):
            raise AccessError(
                self.env._(
                    "You can't put tasks into a project that you can't open. Please "
                    "ask the manager of the project to add you."
                )
            )

    def _values_to_hand_on(self):
        """The next task stays in the project, unless who completes this one has left
        it."""
        project_id = self.can_open_project and self.project_id.id
        return super()._values_to_hand_on() | {"project_id": project_id}

    def action_open_project(self):
        """The project of the task.

        :raise AccessError: when it is closed to the user
        """
        self.ensure_one()
        self.check_access("read")
        self.project_id.check_access("read")
        return self.project_id.get_formview_action()

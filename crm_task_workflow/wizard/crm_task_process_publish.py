from odoo import api, fields, models
from odoo.fields import Command


class CrmTaskProcessPublish(models.TransientModel):
    """Asks what has changed, and says what is wrong."""

    _name = "crm.task.process.publish"
    _description = "Publish a Process"

    process_id = fields.Many2one("crm.task.process", required=True, ondelete="cascade")
    comment = fields.Char("What has changed")
    problem_html = fields.Html(related="process_id.problem_html")

    def action_publish(self):
        self.ensure_one()
        self.process_id.action_publish(self.comment or "")
        return {"type": "ir.actions.act_window_close"}


class CrmTaskProcessMigrate(models.TransientModel):
    """Takes runs that are under way to the published version."""

    _name = "crm.task.process.migrate"
    _description = "Migrate Runs of a Process"

    version_id = fields.Many2one(
        "crm.task.process.version", "From", required=True, ondelete="cascade"
    )
    process_id = fields.Many2one(related="version_id.process_id")
    target_version_id = fields.Many2one(related="version_id.process_id.version_id")
    run_count = fields.Integer(related="version_id.run_count")
    line_ids = fields.One2many(
        "crm.task.process.migrate.line",
        "migrate_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("version_id")
    def _compute_line_ids(self):
        """One line for each step at which runs stand; steps that are still there are
        found by themselves."""
        for wizard in self:
            counts = wizard.version_id._count_tokens()
            steps = {step.key: step for step in wizard.process_id.step_ids}
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "step_key": step.key,
                        "step_name": step.label(self.env.lang),
                        "token_count": counts[step.key],
                        "target_id": steps[step.key].id if step.key in steps else False,
                    }
                )
                for step in wizard.version_id._graph().steps
                if counts.get(step.key)
            ]

    def action_migrate(self):
        self.ensure_one()
        mapping = {line.step_key: line.target_id.key for line in self.line_ids}
        self.version_id.migrate_runs(mapping)
        return {"type": "ir.actions.act_window_close"}


class CrmTaskProcessMigrateLine(models.TransientModel):
    _name = "crm.task.process.migrate.line"
    _description = "Step of a Migration"

    migrate_id = fields.Many2one(
        "crm.task.process.migrate", required=True, ondelete="cascade"
    )
    process_id = fields.Many2one(related="migrate_id.process_id")
    step_key = fields.Char(required=True)
    step_name = fields.Char("Step", readonly=True)
    token_count = fields.Integer("Standing there", readonly=True)
    target_id = fields.Many2one(
        "crm.task.process.step",
        "Goes to",
        domain="[('process_id', '=', process_id)]",
        ondelete="cascade",
    )

from odoo import fields, models

from odoo.addons.crm_task_types.models.mail_activity_type import set_column_defaults

from .crm_task_share import LEVELS


class ResCompany(models.Model):
    _inherit = "res.company"

    share_level = fields.Selection(
        [("document", "As the document"), *LEVELS],
        "Tasks shared by default",
        required=True,
        default="document",
        help="What colleagues see of tasks about which their owner says nothing.\n"
        "As the document: who may see the lead sees its tasks, as in plain Odoo.",
    )

    def init(self):
        set_column_defaults(self, "share_level")
        return super().init()

    def write(self, vals):
        result = super().write(vals)
        if "share_level" in vals:
            self.env["crm.task.share"]._forget_answers()
        return result

    def _describe_share_level(self):
        """One sentence for those who share their tasks."""
        return {
            "document": self.env._(
                "Where you set nothing, colleagues see the tasks of the leads and "
                "contacts that they may work on."
            ),
            "none": self.env._(
                "Where you set nothing, colleagues see none of your tasks."
            ),
            "busy": self.env._(
                "Where you set nothing, colleagues see when you are taken, and no more."
            ),
            "read": self.env._(
                "Where you set nothing, colleagues may read your tasks."
            ),
            "full": self.env._(
                "Where you set nothing, colleagues may change and complete your tasks."
            ),
        }[self.share_level]

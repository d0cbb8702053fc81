"""Tasks of an e-mail type open the composer, with the template of their type."""

from odoo import fields, models


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    category = fields.Selection(
        selection_add=[("email", "E-mail")], ondelete={"email": "set default"}
    )


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def action_compose_email(self):
        """Open the e-mail composer on the document of the task.

        :return: an action; the template is the first of the type's that fits the
            document
        """
        self.ensure_one()
        self.check_access("read")
        templates = self.mail_template_ids.filtered(
            lambda template: template.model == self.res_model
        )
        subject = {} if templates else {"default_subject": self.summary}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write E-mail"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self.res_model,
                "default_res_ids": [self.res_id],
                "default_composition_mode": "comment",
                "default_template_id": templates[:1].id,
                "default_partner_ids": self.partner_id.ids,
                **subject,
            },
        }

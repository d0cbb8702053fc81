from odoo.tests import Form

from ..wizard import mail_activity_schedule_batches as batches
from .template_common import TemplateCase


class TemplateBatchesCase(TemplateCase):
    """A template applied to more documents than fit into one batch."""

    def setUp(self):
        super().setUp()
        self.patch(batches, "BATCH_SIZE", 2)

    def dialog(self, template, documents):
        form = Form(
            self.env["mail.activity.schedule"]
            .with_user(self.boss)
            .with_context(active_model="crm.lead", active_ids=documents.ids)
        )
        form.plan_id = template
        return form

    def start(self, template, documents):
        """The launch that the dialog starts, and how far it is."""
        action = self.dialog(template, documents).save().action_schedule_plan()
        schedule = self.env["mail.activity.schedule"].browse(
            action["params"]["schedule_id"]
        )
        return schedule.with_user(self.boss), action["params"]["progress"]

    def run_to_end(self, schedule):
        """What each batch answers."""
        answers = [schedule.action_launch_batch()]
        while not answers[-1]["is_over"]:
            self.assertLess(len(answers), 20)
            answers.append(schedule.action_launch_batch())
        return answers

    def by_salesperson(self, **values):
        return self.template({"responsible_type": "salesperson", **values})

    def told(self, user):
        return self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", user.partner_id.ids),
            ]
        )

from odoo.fields import Command

from .common import NOON, WorkflowCase

TELL = "record.message_post(body='%s: ' + (task.summary or ''))"
CRITICAL = "raise UserError('No way')"


class AutomationCase(WorkflowCase):
    @classmethod
    def rule(cls, trigger, code=TELL % "Ran", model="crm.lead", actions=(), **values):
        """A rule that runs ``code``, or ``actions``."""
        model_id = cls.model_id(model)
        actions = actions or [{"state": "code", "code": code}]
        return cls.env["base.automation"].create(
            {
                "name": "Rule",
                "trigger": trigger,
                "model_id": model_id,
                "action_server_ids": [
                    Command.create({"name": "Action", "model_id": model_id, **action})
                    for action in actions
                ],
                **values,
            }
        )

    def lines(self, document=None, text="Ran"):
        document = self.lead if document is None else document
        document.invalidate_recordset(["message_ids"])
        bodies = document.message_ids.sorted("id").mapped("body")
        return [body for body in bodies if text in body]

    def assertRan(self, count, document=None):
        self.assertEqual(len(self.lines(document)), count)


class OverdueCase(AutomationCase):
    """Tasks that become overdue, and the cron that looks at them."""

    def made_at_noon(self, task):
        """The database's own clock doesn't stand still."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET create_date = %s WHERE id = %s", (NOON, task.id)
        )
        self.env.invalidate_all()

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_task_workflow.ir_cron_run_overdue_rules"
            ).method_direct_trigger()
        self.env.invalidate_all()

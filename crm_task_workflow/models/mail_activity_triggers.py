"""What automation rules wait for: tasks that are made or pressed."""

from odoo import api, models

from .base_automation import ON_CREATED, ON_OUTCOME


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        if self.env["base.automation"]._has_task_rules(ON_CREATED):
            tasks.filtered("active")._run_task_rules(ON_CREATED)
        return tasks

    def _after_outcome(self, tasks, outcome, results):
        result = super()._after_outcome(tasks, outcome, results)
        tasks._run_task_rules(ON_OUTCOME, results)
        return result

    def _run_task_rules(self, trigger, results=()):
        """Run the rules that wait for this, one task after the other.

        :param results: the ``crm.task.result`` of the tasks, if they were pressed
        :raise UserError: naming the rule that failed
        """
        result_of = {result.mail_activity_id.id: result for result in results}
        Rule = self.env["base.automation"]
        for model, tasks in self.filtered("res_id").grouped("res_model").items():
            for rule in Rule._task_rules(trigger, model):
                for task in tasks:
                    rule._run_on_task(task, result_of.get(task.id))

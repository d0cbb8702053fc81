"""What must hold of results, processes and templates at any time."""

from odoo import api, models
from odoo.tools import SQL


class CrmTaskCheck(models.AbstractModel):
    _inherit = "crm.task.check"

    @api.model
    def _checks(self):
        return (
            super()._checks()
            | self._checks_of_processes()
            | {
                "Completed task with outcomes, but without a result": SQL(
                    # those completed before there were results have none; an outcome
                    # that leaves the task open completes it where a process goes on
                    """SELECT task.id FROM mail_activity task
                    WHERE task.active IS NOT TRUE
                      AND task.is_cancelled IS NOT TRUE
                      AND task.date_done > (SELECT min(date) FROM crm_task_result)
                      AND EXISTS (
                          SELECT FROM crm_task_outcome outcome
                           WHERE outcome.activity_type_id = task.activity_type_id
                             AND outcome.active)
                      AND NOT EXISTS (
                          SELECT FROM crm_task_result result
                           WHERE result.mail_activity_id = task.id
                             AND (result.is_completing OR EXISTS (
                                 SELECT FROM crm_task_process_event event
                                  WHERE event.task_id = task.id AND event.branch
                                      = 'outcome:' || result.outcome_id))
                             AND NOT EXISTS (
                                 SELECT FROM crm_task_result undo
                                  WHERE undo.undo_of_id = result.id))"""
                ),
                "Task completed twice within a minute": SQL(
                    # unless it was undone or, as its history tells, reopened meanwhile
                    """SELECT DISTINCT one.mail_activity_id AS id
                     FROM crm_task_result one
                     JOIN crm_task_result other USING (mail_activity_id)
                    WHERE one.is_completing AND other.is_completing
                      AND one.id < other.id
                      AND other.date - one.date < interval '1 minute'
                      AND NOT EXISTS (SELECT FROM crm_task_result undo
                                       WHERE undo.undo_of_id = one.id)
                      AND NOT EXISTS (
                          SELECT FROM mail_message message
                            JOIN mail_tracking_value change
                              ON change.mail_message_id = message.id
                            JOIN ir_model_fields field ON field.id = change.field_id
                            JOIN crm_task_status status
                              ON status.id = change.old_value_integer
                           WHERE message.model = 'mail.activity'
                             AND message.res_id = one.mail_activity_id
                             AND message.create_date
                                 BETWEEN one.create_date AND other.create_date
                             AND field.name = 'status_id' AND status.is_closing)"""
                ),
                "Task that follows twice from one press": SQL(
                    """SELECT min(id) AS id FROM mail_activity
                    WHERE press_key IS NOT NULL
                    GROUP BY press_key HAVING count(*) > 1"""
                ),
                "Task that follows from a press without a result": SQL(
                    # types without outcomes have no results
                    """SELECT follower.id
                     FROM mail_activity follower
                     JOIN mail_activity task
                       ON task.id::text = split_part(follower.press_key, '/', 2)
                    WHERE split_part(follower.press_key, '/', 3) LIKE 'crm.task.%%'
                      AND NOT EXISTS (
                          SELECT FROM crm_task_result result
                           WHERE result.mail_activity_id = task.id
                             AND result.press
                                 = split_part(follower.press_key, '/', 1))"""
                ),
                "Template line that waits for a task that is over": SQL(
                    """SELECT wait.id
                     FROM crm_task_template_wait wait
                     JOIN mail_activity task ON task.id = wait.previous_task_id
                    WHERE wait.state = 'waiting' AND task.active IS NOT TRUE"""
                ),
                "Template line that was used twice": SQL(
                    """SELECT min(id) AS id FROM crm_task_template_wait
                    WHERE state IN ('waiting', 'created')
                      AND previous_task_id IS NOT NULL
                    GROUP BY line_id, previous_task_id HAVING count(*) > 1
                    UNION
                   SELECT min(id) FROM crm_task_template_wait
                    WHERE task_id IS NOT NULL
                    GROUP BY task_id HAVING count(*) > 1"""
                ),
            }
        )

    @api.model
    def _checks_of_processes(self):
        return {
            "Place in a process that waits for no open task": SQL(
                """SELECT token.id
                     FROM crm_task_process_token token
                     LEFT JOIN mail_activity task ON task.id = token.task_id
                    WHERE token.state = 'waiting' AND token.child_run_id IS NULL
                      AND (token.task_id IS NOT NULL OR token.date_due IS NULL)
                      AND task.active IS NOT TRUE"""
            ),
            "Task for which processes wait at two places": SQL(
                """SELECT task_id AS id FROM crm_task_process_token
                    WHERE state = 'waiting' AND task_id IS NOT NULL
                    GROUP BY task_id HAVING count(*) > 1"""
            ),
            "Place in a process that waits for a process that is over": SQL(
                """SELECT token.id
                     FROM crm_task_process_token token
                     JOIN crm_task_process_run child ON child.id = token.child_run_id
                    WHERE token.state = 'waiting'
                      AND child.state NOT IN ('running', 'error')"""
            ),
            "Process under way that stands nowhere": SQL(
                """SELECT id FROM crm_task_process_run run
                    WHERE state IN ('running', 'error') AND NOT EXISTS (
                          SELECT FROM crm_task_process_token token
                           WHERE token.run_id = run.id)"""
            ),
            "Ended process that still stands somewhere": SQL(
                """SELECT id FROM crm_task_process_run run
                    WHERE state NOT IN ('running', 'error') AND EXISTS (
                          SELECT FROM crm_task_process_token token
                           WHERE token.run_id = run.id)"""
            ),
            **self._checks_of_documents(
                "Process",
                "crm_task_process_run",
                SQL("state IN ('running', 'error')"),
            ),
        }

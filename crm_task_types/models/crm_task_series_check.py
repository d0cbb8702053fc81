"""What must hold of series at any time."""

from odoo import api, models
from odoo.tools import SQL


class CrmTaskCheck(models.AbstractModel):
    _inherit = "crm.task.check"

    @api.model
    def _checks(self):
        return super()._checks() | {
            "Repeated task whose newest task isn't its last one": SQL(
                """SELECT series.id
                     FROM crm_task_series series
                     LEFT JOIN mail_activity task ON task.id = series.mail_activity_id
                    WHERE series.state IN ('running', 'paused')
                      AND (task.series_id IS DISTINCT FROM series.id
                           OR task.series_number <> series.last_number
                           OR EXISTS (
                               SELECT FROM mail_activity later
                                WHERE later.series_id = series.id
                                  AND later.series_number > series.last_number))"""
            ),
            "Repeated task that waits for a task that is closed": SQL(
                """SELECT series.id
                     FROM crm_task_series series
                     JOIN mail_activity task ON task.id = series.mail_activity_id
                    WHERE series.state = 'running'
                      AND series.next_on = 'completion'
                      AND task.active IS NOT TRUE"""
            ),
            "Repeated task whose next one isn't planned": SQL(
                """SELECT id FROM crm_task_series
                    WHERE state = 'running' AND next_on = 'schedule'
                      AND next_check IS NULL"""
            ),
        }
